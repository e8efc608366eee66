import type { Policy } from "../config/policy.ts";
import { randomKey, type OneTime } from "../session/one-time.ts";
import type { Store } from "./store.ts";

/** What links are kept as. No connection can have this name. */
export const RESET = "reset";

/** An account as the question sees it whether somebody may give it a new password by mail. */
export interface Resettable {
  readonly email: string | null;
  readonly status: string;
  readonly hasPassword: boolean;
  /** Tells one password from another, and not which it is. */
  readonly password: string;
  /** Of the organizations that it is a member of. */
  readonly policies: readonly Pick<Policy, "local_password" | "sso_enforced">[];
}

/** What a link in a mail was sent for. */
export interface SentLink {
  readonly account: string;
  /** The address that it went to. */
  readonly email: string;
  /** What the account's password was then. */
  readonly password: string;
}

/** What a request says of itself. */
export interface Asking {
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
}

export interface ResetRules {
  /** Whether an account gets a link. Who came by single sign-on gets a password only where every organization lets them. */
  readonly offered: (account: Resettable) => boolean;
  /**
   * Whether a link still counts: whoever reads the mail of an address that is the account's no more is somebody else, and
   * with a new password, by whichever way it came, all links of before are over.
   */
  readonly counts: (link: SentLink, account: Resettable) => boolean;
  /** What a link has that nobody can guess, who it is for or when it was sent. */
  readonly link: (email: string) => string;
  /** The link, which is over with that; undefined: there is none such. */
  readonly take: (links: OneTime, key: string) => SentLink | undefined;
  /** Writes the password, and nothing else of the account. */
  readonly set: (store: Store, account: string, hash: string) => void;
  /** What is told to who asked, whether a mail was sent or not. */
  readonly told: (sent: boolean) => string;
  /** Under which address the link of a mail leads here: that of the configuration, whatever the request says. */
  readonly base: (request: Asking, baseUrl: string) => string;
  /** Whether who has given a new password is signed in by that: never, they sign in with it as everybody does. */
  readonly signsIn: boolean;
}

const offered: ResetRules["offered"] = ({ status, hasPassword, policies }) =>
  status === "active" &&
  policies.every(({ sso_enforced }) => sso_enforced === "off") &&
  (hasPassword || policies.every(({ local_password }) => local_password === "allowed"));

const counts: ResetRules["counts"] = ({ email, password }, account) =>
  account.email?.toLowerCase() === email.toLowerCase() && account.password === password;

export const resetRules: ResetRules = {
  offered,
  counts,
  link: () => randomKey(),
  take: (links, key) => links.take(RESET, key) as SentLink | undefined,
  set: (store, account, hash) => store.setPassword(account, hash),
  told: () => "If there is an account with this address that can have a password, a mail is on its way.",
  base: (_request, baseUrl) => baseUrl,
  signsIn: false,
};
