import type { Claims } from "../../mapping/claims.ts";
import type { Defect } from "../defect.ts";

export const ghostRowOnRefusal: Defect = {
  id: "ghost-row-on-refusal",
  description: "Inserts the account first and decides afterwards, without a transaction around both.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      apply: (parts, connection, claims, decision) => {
        if (decision.kind === "refuse" && decision.account === undefined) {
          const ghost = parts.store.insert({ ...fieldsOf(claims), status: "active" });
          parts.store.join(ghost, connection.organization, claims.email);
        }
        return workings.provisioning.apply(parts, connection, claims, decision);
      },
    },
  }),
};

function fieldsOf({ email, emailVerified, profile, attributes }: Claims) {
  return { email, emailVerified: emailVerified === true, profile, attributes };
}
