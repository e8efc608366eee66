import { findingBy } from "../linking/finding.ts";
import type { Defect } from "../defect.ts";

export const emailComparedByBeginning: Defect = {
  id: "email-compared-by-beginning",
  description: "Has an index over the first 40 characters of addresses, and finds accounts by those alone.",
  spoil: findingBy((email) => email.toLowerCase().slice(0, 40)),
};
