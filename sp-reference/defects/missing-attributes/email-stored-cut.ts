import { applying, type Defect } from "../defect.ts";

export const emailStoredCut: Defect = {
  id: "email-stored-cut",
  description: "Cuts an address to the width of its column, 50 characters, when an account is made.",
  spoil: applying((decision) =>
    decision.kind === "create"
      ? { ...decision, fields: { ...decision.fields, email: decision.fields.email?.slice(0, 50) ?? null } }
      : decision,
  ),
};
