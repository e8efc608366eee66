import { leading } from "./leading.ts";
import type { Defect } from "../defect.ts";

export const returnToUnchecked: Defect = {
  id: "return-to-unchecked",
  description: "Leads wherever return_to says: it was this SP that put it there.",
  spoil: leading((wanted) => (typeof wanted === "string" && wanted !== "" ? wanted : "/account")),
};
