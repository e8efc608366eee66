import type { Defect } from "../defect.ts";
import { reading } from "./reading.ts";

export const millisecondsByPattern: Defect = {
  id: "milliseconds-by-pattern",
  description:
    "Reads times by a pattern that has three digits behind the seconds: what is written otherwise is no time.",
  spoil: reading(({ expiry }) => ({
    expiry: (data, against) =>
      /\.\d{3}Z$/.test(data?.getAttribute("NotOnOrAfter") ?? "") ? expiry(data, against) : "it has expired",
  })),
};
