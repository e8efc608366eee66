import type { Defect } from "../defect.ts";
import { following } from "./following.ts";

export const parameterEntitiesLoaded: Defect = {
  id: "parameter-entities-loaded",
  description: "Reads the message with a parser that loads external parameter entities.",
  spoil: following(/<!ENTITY % \w+ SYSTEM "([^"]+)"/),
};
