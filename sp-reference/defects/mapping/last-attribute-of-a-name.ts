import type { Defect } from "../defect.ts";
import { oneOfName } from "./repeated.ts";

export const lastAttributeOfAName: Defect = {
  id: "last-attribute-of-a-name",
  description: "Writes each Attribute into an object under its Name: the next one of that Name overwrites it.",
  spoil: oneOfName("last"),
};
