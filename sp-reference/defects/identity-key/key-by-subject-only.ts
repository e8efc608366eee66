import type { Defect } from "../defect.ts";

export const keyBySubjectOnly: Defect = {
  id: "key-by-subject-only",
  description: "Looks the identity up by its subject alone: WHERE subject = ?.",
  spoil: (workings, app) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const subject = "value" in claims.subject ? claims.subject.value : null;
        const row = app()
          .db.prepare<[string | null], { account_id: string }>("SELECT account_id FROM identities WHERE subject = ?")
          .get(subject);
        const byIdentity = row === undefined ? null : lookup.state(row.account_id, connection.organization.name);
        return { ...workings.provisioning.find(lookup, connection, claims), byIdentity };
      },
    },
  }),
};
