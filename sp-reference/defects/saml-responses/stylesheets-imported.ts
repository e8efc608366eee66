import type { Defect } from "../defect.ts";
import { following } from "./following.ts";

export const stylesheetsImported: Defect = {
  id: "stylesheets-imported",
  description: "Transforms as the signature says before it is known who wrote that, with a processor that imports.",
  spoil: following(/<xsl:import[^>]* href="([^"]+)"/),
};
