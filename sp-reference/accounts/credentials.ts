import type { Policy } from "../config/policy.ts";
import type { Db } from "./database.ts";
import { isPassword } from "./password.ts";

/** Where a password decides: the two doors that it opens. */
export interface CredentialSteps {
  /** The active account that this address and password open, or null. */
  readonly signIn: (db: Db, email: string, password: string) => Promise<string | null>;
  /** Whether an account with these policies, of the organizations that it is a member of, may sign in by a password. */
  readonly admitted: (policies: readonly Pick<Policy, "sso_enforced">[]) => boolean;
  /** Whether whoever gives the password has proven that the account is theirs. */
  readonly proves: (db: Db, account: string, password: string) => Promise<boolean>;
}

interface Row {
  readonly id: string;
  readonly password_hash: string | null;
}

/** An address may be that of several accounts, in several organizations: the password says which is meant. */
async function signIn(db: Db, email: string, password: string): Promise<string | null> {
  const rows = db
    .prepare<[string], Row>(
      `SELECT id, password_hash FROM accounts
       WHERE lower(email) = lower(?) AND status = 'active' AND password_hash IS NOT NULL ORDER BY id`,
    )
    .all(email);
  const opened: string[] = [];
  for (const row of rows.length === 0 ? [NOBODY] : rows) {
    if (await isPassword(row.password_hash, password)) opened.push(row.id);
  }
  const [only] = opened;
  return opened.length === 1 && only !== undefined ? only : null;
}

const NOBODY: Row = { id: "", password_hash: null };

async function proves(db: Db, account: string, password: string): Promise<boolean> {
  const row = db.prepare<[string], Row>("SELECT id, password_hash FROM accounts WHERE id = ?").get(account);
  return isPassword(row?.password_hash ?? null, password);
}

const admitted: CredentialSteps["admitted"] = (policies) =>
  policies.every(({ sso_enforced }) => sso_enforced === "off");

export const credentialSteps: CredentialSteps = { signIn, admitted, proves };
