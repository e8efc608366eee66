import type { Defect } from "../defect.ts";
import { following } from "./following.ts";

export const externalEntitiesLoaded: Defect = {
  id: "external-entities-loaded",
  description: "Reads the message with a parser that loads external entities.",
  spoil: following(/<!ENTITY [\w-]+ SYSTEM "([^"]+)"/),
};
