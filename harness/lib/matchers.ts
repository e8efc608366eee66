import { changedFields, diffSnapshots } from "../observe/account.ts";
import type { Account } from "../observe/snapshot.ts";
import type { SignIn } from "./sp.ts";

/** Some fields of an account, each as it must be. */
export type AccountShape = { readonly [field in keyof Omit<Account, "seen_by">]?: Account[field] };

/** What a test may expect of a sign-in (`await sp.signIn(...)`): of the accounts and the session, not of an answer. */
export interface AccountMatchers<R = void> {
  /** Somebody is signed in; where a shape is given, as an account that has it. */
  toBeSignedIn(as?: AccountShape): R;
  /** Nobody is signed in, and no account was written. */
  toBeRefused(): R;
  /** So many accounts were made (1 where nothing is said), or one that has the shape; no account went. */
  toHaveCreated(what?: number | AccountShape): R;
  /** Every account is as it was before. */
  toHaveLeftAccountsAlone(): R;
}

interface Result {
  readonly pass: boolean;
  readonly message: () => string;
}

export const matchers = {
  toBeSignedIn(received: unknown, as?: AccountShape): Result {
    const visit = signInOf(received);
    const pass = visit.outcome === "signed_in" && (as === undefined || matches(visit.account, as));
    const wanted = as === undefined ? "signed in" : `signed in as an account with ${JSON.stringify(as)}`;
    return result(pass, wanted, visit);
  },
  toBeRefused(received: unknown): Result {
    const visit = signInOf(received);
    return result(visit.outcome === "refused" && untouched(visit), "refused, with no account written", visit);
  },
  toHaveCreated(received: unknown, what: number | AccountShape = 1): Result {
    const visit = signInOf(received);
    const { created, deleted } = differenceOf(visit);
    const right =
      typeof what === "number" ? created.length === what : created.length === 1 && matches(created[0] ?? null, what);
    const wanted = typeof what === "number" ? `${what} created` : `one account created, with ${JSON.stringify(what)}`;
    return result(right && deleted.length === 0, wanted, visit);
  },
  toHaveLeftAccountsAlone(received: unknown): Result {
    const visit = signInOf(received);
    return result(untouched(visit), "every account as it was", visit);
  },
};

function signInOf(received: unknown): SignIn {
  const is = typeof received === "object" && received !== null && "outcome" in received && "after" in received;
  if (is) return received as SignIn;
  throw new TypeError("this is asked of what `await sp.signIn(...)` gives; was the await forgotten?");
}

function matches(account: Account | null, shape: AccountShape): boolean {
  return account !== null && changedFields(account, { ...account, ...shape }).length === 0;
}

function untouched(visit: SignIn): boolean {
  const { created, deleted, changed } = differenceOf(visit);
  return created.length + deleted.length + changed.length === 0;
}

/** Nothing is said of accounts that nobody saw: it would be green for what is blind. */
function differenceOf({ before, after, account }: SignIn): ReturnType<typeof diffSnapshots> {
  if (account !== null && !after.some(({ id }) => id === account.id))
    throw new Error(
      `account ${account.id} is signed in, and the accounts that the target file shows have none of that id: see what \`jitterbug doctor\` says`,
    );
  return diffSnapshots({ at: 0, accounts: before }, { at: 0, accounts: after });
}

function result(pass: boolean, wanted: string, visit: SignIn): Result {
  return {
    pass,
    message: () =>
      [
        `expected: ${pass ? "not " : ""}${wanted}`,
        `actual:   ${visit.outcome} (${visit.why})${visit.account === null ? "" : `, as account ${visit.account.id}`}`,
        ...linesOf(visit),
      ].join("\n"),
  };
}

/** `+` came, `-` went, `~` changed, as everywhere in the kit's reports. */
function linesOf(visit: SignIn): readonly string[] {
  const { created, deleted, changed } = differenceOf(visit);
  const lines = [
    ...created.map((account) => `  + ${text(account)}`),
    ...deleted.map((account) => `  - ${text(account)}`),
    ...changed.map(({ before, after }) => `  ~ ${text(before)}\n    ${text(after)}`),
  ];
  return lines.length === 0 ? ["  accounts: as they were"] : ["  accounts:", ...lines];
}

function text(account: Account): string {
  return JSON.stringify(account, (key, value: unknown) => (key === "seen_by" ? undefined : value));
}
