import type { Defect } from "../defect.ts";

export const subjectByPattern: Defect = {
  id: "subject-by-pattern",
  description: "Looks the subject up with LIKE, as every other text.",
  spoil: (workings, app) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const found = workings.provisioning.find(lookup, connection, claims);
        const { organization } = connection;
        if (!("value" in claims.subject)) return found;
        const row = app()
          .db.prepare<[string, string, string], { account_id: string }>(
            "SELECT account_id FROM identities WHERE organization = ? AND issuer = ? AND subject LIKE ? ORDER BY created_at",
          )
          .get(organization.name, claims.issuer, claims.subject.value);
        return row === undefined ? found : { ...found, byIdentity: lookup.state(row.account_id, organization.name) };
      },
    },
  }),
};
