import { scryptSync, randomBytes } from "node:crypto";
import { applying, type Defect } from "./defect.ts";

/** Faults with passwords, sessions and invitations. */
export const byHandDefects = [
  {
    id: "password-guessable",
    description: "Gives a new account its subject for a password, because the column may not be empty.",
    spoil: (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        apply: (parts, connection, claims, decision) => {
          const provisioned = workings.provisioning.apply(parts, connection, claims, decision);
          if (decision.kind === "create" && provisioned.kind === "signed_in") {
            const salt = randomBytes(16);
            const hash = scryptSync(decision.identity.subject, salt, 32);
            parts.db
              .prepare("UPDATE accounts SET password_hash = ? WHERE id = ?")
              .run(`scrypt:${salt.toString("base64url")}:${hash.toString("base64url")}`, provisioned.account);
          }
          return provisioned;
        },
      },
    }),
  },
  {
    id: "link-keeps-password",
    description: "Links an account that nobody had proven, and leaves its password and its sessions as they are.",
    spoil: applying((decision) => (decision.kind === "link" ? { ...decision, dropCredentials: false } : decision)),
  },
  {
    id: "link-proof-skipped",
    description: "Asks for the account's password before it links, and does not compare it.",
    spoil: (workings) => ({
      ...workings,
      credentials: { ...workings.credentials, proves: () => Promise.resolve(true) },
    }),
  },
  {
    id: "session-kept-on-sign-in",
    description: "Starts a session only where there is none: req.session.accountId ??= account.",
    spoil: (workings) => ({
      ...workings,
      session: {
        ...workings.session,
        start: async (req, account) => {
          if (req.session.accountId === undefined) await workings.session.start(req, account);
        },
      },
    }),
  },
  {
    id: "sign-out-forgets-nothing",
    description: "Leads home after signing out, and leaves the session as it is.",
    spoil: (workings) => ({ ...workings, session: { ...workings.session, end: () => Promise.resolve() } }),
  },
  {
    id: "invitation-ignored",
    description: "Never looks for an invitation when somebody signs in.",
    spoil: (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        find: (lookup, connection, claims) => ({
          ...workings.provisioning.find(lookup, connection, claims),
          invitation: null,
        }),
      },
    }),
  },
  {
    id: "invitation-never-closed",
    description: "Gives what the invitation brings, and leaves it open.",
    spoil: applying((decision) =>
      decision.kind === "create" || decision.kind === "link" ? { ...decision, invitation: null } : decision,
    ),
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
] as const satisfies readonly Defect[];
