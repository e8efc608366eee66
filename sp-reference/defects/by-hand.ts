import { scryptSync, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { applying, type Defect } from "./defect.ts";

/** Faults with passwords and sessions. */
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
    id: "session-id-kept",
    description: "Writes the account into the session that is there, and keeps its id.",
    spoil: (workings) => ({
      ...workings,
      session: {
        ...workings.session,
        start: async (req, account) => {
          req.session.accountId = account;
          await promisify(req.session.save.bind(req.session))();
        },
      },
    }),
  },
  {
    id: "session-left-behind",
    description: "Gives the browser a new session, and leaves the one before in the store.",
    spoil: (workings) => ({
      ...workings,
      session: {
        ...workings.session,
        start: async (req, account) => {
          req.sessionStore.generate?.(req);
          req.session.accountId = account;
          await promisify(req.session.save.bind(req.session))();
        },
      },
    }),
  },
  {
    id: "sign-out-clears-cookie-only",
    description: "Takes the session's cookie out of the browser, and calls that signing out.",
    spoil: (workings) => ({
      ...workings,
      session: {
        ...workings.session,
        end: (_req, res) => {
          res.clearCookie("sp.session");
          return Promise.resolve();
        },
      },
    }),
  },
  {
    id: "sign-out-forgets-nothing",
    description: "Leads home after signing out, and leaves the session as it is.",
    spoil: (workings) => ({ ...workings, session: { ...workings.session, end: () => Promise.resolve() } }),
  },
] as const satisfies readonly Defect[];
