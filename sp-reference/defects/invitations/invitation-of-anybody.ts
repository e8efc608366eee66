import type { Defect } from "../defect.ts";

export const invitationOfAnybody: Defect = {
  id: "invitation-of-anybody",
  description: "Takes the organization's newest open invitation, without a look at whose it is.",
  spoil: (workings, app) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const newest = app()
          .db.prepare<[string], { readonly id: string; readonly role: string | null }>(
            "SELECT id, role FROM invitations WHERE organization = ? AND consumed_by IS NULL ORDER BY rowid DESC",
          )
          .get(connection.organization.name);
        return { ...workings.provisioning.find(lookup, connection, claims), invitation: newest ?? null };
      },
    },
  }),
};
