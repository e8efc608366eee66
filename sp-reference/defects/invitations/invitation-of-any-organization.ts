import type { Defect } from "../defect.ts";

export const invitationOfAnyOrganization: Defect = {
  id: "invitation-of-any-organization",
  description: "Looks for an open invitation by the address alone, whichever organization has made it.",
  spoil: (workings, app) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const found = workings.provisioning.find(lookup, connection, claims);
        const open = app()
          .db.prepare<[string], { readonly id: string; readonly role: string | null }>(
            "SELECT id, role FROM invitations WHERE lower(email) = lower(?) AND consumed_by IS NULL",
          )
          .get(claims.email ?? "");
        return { ...found, invitation: found.invitation ?? open ?? null };
      },
    },
  }),
};
