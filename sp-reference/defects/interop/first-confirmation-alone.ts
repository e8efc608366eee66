import type { Defect } from "../defect.ts";
import { reading } from "./reading.ts";

export const firstConfirmationAlone: Defect = {
  id: "first-confirmation-alone",
  description: "Reads the first SubjectConfirmation, and no other.",
  spoil: reading(({ confirmations }) => ({ confirmations: (subject) => confirmations(subject).slice(0, 1) })),
};
