import { applying, type Defect } from "../defect.ts";

export const joinTakesAddress: Defect = {
  id: "join-takes-address",
  description: "Adds the identity to the account that is signed in, and writes its claims over the account's own.",
  spoil: applying((decision, connection, claims) =>
    decision.kind === "link" && connection.policy.signed_in_link === "join"
      ? { ...decision, fields: { ...decision.fields, email: claims.email, profile: claims.profile } }
      : decision,
  ),
};
