import { both, withoutUniqueIdentities, type Defect } from "../defect.ts";

export const identityAddedEachTime: Defect = {
  id: "identity-added-each-time",
  description: "Inserts the identity at every sign-in, beside the one that is there.",
  spoil: both(withoutUniqueIdentities, (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      apply: (parts, connection, claims, decision) => {
        const provisioned = workings.provisioning.apply(parts, connection, claims, decision);
        if (decision.kind === "update" && provisioned.kind === "signed_in" && "value" in claims.subject) {
          const identity = { issuer: claims.issuer, subject: claims.subject.value };
          parts.store.addIdentity(provisioned.account, connection.organization.name, connection.name, identity);
        }
        return provisioned;
      },
    },
  })),
};
