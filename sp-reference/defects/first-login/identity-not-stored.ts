import type { Defect } from "../defect.ts";

export const identityNotStored: Defect = {
  id: "identity-not-stored",
  description: "Makes the account without its identity, and finds it again by its address.",
  spoil: (workings, app) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      apply: (parts, connection, claims, decision) => {
        const provisioned = workings.provisioning.apply(parts, connection, claims, decision);
        if (provisioned.kind === "signed_in")
          app().db.prepare("DELETE FROM identities WHERE account_id = ?").run(provisioned.account);
        return provisioned;
      },
    },
  }),
};
