import type { Lookup } from "../accounts/lookup.ts";
import type { Found } from "../decision/model.ts";
import type { Claims } from "../mapping/claims.ts";
import { applying, type Defect } from "./defect.ts";

/** Faults with invitations. */
export const invitationDefects = [
  {
    id: "invitation-ignored",
    description: "Never looks for an invitation when somebody signs in.",
    spoil: finding((found) => ({ ...found, invitation: null })),
  },
  {
    id: "invitation-never-closed",
    description: "Gives what the invitation brings, and leaves it open.",
    spoil: applying((decision) => ("invitation" in decision ? { ...decision, invitation: null } : decision)),
  },
  {
    id: "invitation-of-unverified",
    description: "Looks the invitation up by the address, and does not ask whether the address is verified.",
    spoil: (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        find: (lookup, connection, claims) =>
          workings.provisioning.find(lookup, connection, {
            ...claims,
            emailVerified: claims.emailVerified === false ? null : claims.emailVerified,
          }),
      },
    }),
  },
  {
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
  },
  {
    id: "invitation-for-newcomers-only",
    description: "Looks for an invitation where an account is created, and nowhere else.",
    spoil: finding((found) => (found.byIdentity === null ? found : { ...found, invitation: null })),
  },
  {
    id: "invitation-case-sensitive",
    description: "Compares the invitation's address with ===.",
    spoil: finding((found, lookup, claims) => {
      const { invitation } = found;
      const email = invitation === null ? null : lookup.openInvitation(invitation.id)?.email;
      return email === claims.email ? found : { ...found, invitation: null };
    }),
  },
] as const satisfies readonly Defect[];

/** What the look-up finds, changed. */
function finding(change: (found: Found, lookup: Lookup, claims: Claims) => Found): Defect["spoil"] {
  return (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) =>
        change(workings.provisioning.find(lookup, connection, claims), lookup, claims),
    },
  });
}
