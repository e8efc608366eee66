import type { Defect } from "../defect.ts";

export const keyByConnection: Defect = {
  id: "key-by-connection",
  description: "Looks the identity up by the connection's name and the subject: WHERE connection = ? AND subject = ?.",
  spoil: (workings, app) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const subject = "value" in claims.subject ? claims.subject.value : null;
        const { name, organization } = connection;
        const row = app()
          .db.prepare<[string, string | null], { account_id: string }>(
            "SELECT account_id FROM identities WHERE connection = ? AND subject = ?",
          )
          .get(name, subject);
        const sound = workings.provisioning.find(lookup, connection, claims);
        return row === undefined ? sound : { ...sound, byIdentity: lookup.state(row.account_id, organization.name) };
      },
    },
  }),
};
