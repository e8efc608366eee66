import type { Defect } from "../defect.ts";
import { oneOfName } from "./repeated.ts";

export const firstAttributeOfAName: Defect = {
  id: "first-attribute-of-a-name",
  description: "Looks for the Attribute that has the Name, and reads the first that it finds.",
  spoil: oneOfName("first"),
};
