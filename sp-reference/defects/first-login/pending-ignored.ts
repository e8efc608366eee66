import { applying, type Defect } from "../defect.ts";

export const pendingIgnored: Defect = {
  id: "pending-ignored",
  description: "Makes the account active where it should wait for approval.",
  spoil: applying((decision) =>
    decision.kind === "create"
      ? { ...decision, signIn: true, fields: { ...decision.fields, status: "active" } }
      : decision,
  ),
};
