import type { Blank, Overview } from "../../accounts/index.ts";
import type { Fix } from "../../errors.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { Finding } from "../../observe/finding.ts";
import { refusedByIdp } from "../../observe/idp-refusal.ts";
import type { SignInObservation } from "../../observe/observation.ts";
import type { Account } from "../../observe/snapshot.ts";
import type { Connection, Target } from "../../scenario/model/index.ts";
import { fixOfBlank, fixOfSession } from "./near.ts";
import { examineNone } from "./none.ts";
import { cookieObstacle, obstacle } from "./obstacle.ts";
import { compareToken } from "./token-request.ts";

/** A stranger was sent through a connection's whole sign-in, to see what the target file lets the kit see of it. */
export interface Visit {
  readonly target: Target;
  readonly connection: Connection;
  readonly signIn: SignInObservation;
  /** The same person's next sign-in, in a browser of its own. */
  readonly again?: SignInObservation | undefined;
  /** What went to and fro meanwhile. */
  readonly exchanges: readonly Exchange[];
  /** The accounts that carry the stranger's namespace. */
  readonly accounts: readonly Account[];
  readonly overview: Overview;
}

/** Whether the session and the accounts show somebody who came back from the IdP; and which paths find nothing. */
export function examineVisit(visit: Visit): Finding {
  const { signIn, connection } = visit;
  const topic = `sign-in ${connection.name}`;
  if (signIn.session.state !== "signed_in") return { topic, ...ofSession(visit) };
  const told = ofAccounts(visit, signIn.session.account);
  return { topic, ...(told.ok ? (ofRepeat(visit, signIn.session.account) ?? told) : told) };
}

type Told = Omit<Finding, "topic">;

function ofSession({ target, connection, signIn, exchanges, accounts, overview }: Visit): Told {
  const refused = compareToken(exchanges, connection);
  if (refused !== null) return { ok: false, ...refused };
  const dropped = cookieObstacle(signIn, "refused");
  if (dropped !== null) return { ok: false, ...dropped };
  const session = lines(target.observe.session.place);
  const [made] = accounts;
  // Their address was found where the file does not look for it: an account was made, and is not seen as theirs.
  const email = overview.blanks.find(({ field, near }) => field === "email" && near !== undefined);
  if (made === undefined && email !== undefined) return ofEmail(email, target);
  const misses = signIn.session.state === "signed_out" && signIn.session.hint !== undefined;
  const between = misses ? null : obstacle(signIn, exchanges, connection, made !== undefined);
  if (between !== null) return { ok: false, ...between };
  const held = made === undefined ? cookieObstacle(signIn, "kept back") : null;
  if (held !== null) return { ok: false, ...held };
  if (made !== undefined) {
    return {
      ok: false,
      message: `a person came back from the IdP and account ${made.id} was made, but nobody is signed in: ${signIn.why}`,
      ...(misses ? fixed(fixOfSession(exchanges, target, made.id)) : {}),
      hint: misses
        ? `correct map.account of observe.session (${session})`
        : `observe.session (${session}) does not see the session: correct its request, its map or signed_out; or the SP lets nobody in at the first sign-in: declare jit`,
    };
  }
  if (misses) {
    return {
      ok: false,
      message: `a person came back from the IdP, and nobody is signed in: ${signIn.why}`,
      hint: `if the person is in, correct map.account of observe.session (${session}); if not, see what the SP refuses`,
    };
  }
  const atIdp = refusedByIdp(exchanges);
  return {
    ok: false,
    message: `a person whom the SP does not know was not let in: ${signIn.why}`,
    hint:
      atIdp?.description != null
        ? `correct what the SP sends by ${atIdp.call}: ${atIdp.description}`
        : `compare what was sent with what the SP needs: ${sent(target, connection)}. Declare policy: { jit: off } where strangers must not come in, and after_sign_in where more comes between; \`jitterbug demo\` lets you try by hand`,
  };
}

/** Who signs in again is the same; null where that is so, or was not tried. */
function ofRepeat({ target, again, accounts }: Visit, id: string): Told | null {
  if (again === undefined || again.rate_limited !== undefined) return null;
  const session = lines(target.observe.session.place);
  if (again.session.state !== "signed_in") {
    return {
      ok: false,
      message: `a person is signed in as account ${id}, and at the next sign-in not at all: ${again.why}`,
      hint: `where more comes at a second sign-in, do it in after_sign_in; a limit on sign-ins belongs into limits`,
    };
  }
  if (again.session.account === id) return null;
  const made = accounts.length > 1;
  return {
    ok: false,
    message: `a person is signed in as account ${id}, and at the next sign-in as account ${again.session.account}`,
    hint: made
      ? `the SP makes an account at each sign-in: ${accounts.length} accounts are this person's (rep-same fails); where the session shows something else, correct map.account of observe.session (${session})`
      : `map.account of observe.session (${session}) shows what changes with the session: map the account's id`,
  };
}

/** What an SP refuses most often: a domain that it does not know, a claim that it knows by another name. */
function sent({ organizations }: Target, connection: Connection): string {
  const of = organizations.find(({ name }) => name === connection.organization);
  const domain = of?.verified_domains[0] ?? "none";
  const named = connection.protocol === "oidc" ? connection.claims : connection.attributes;
  const key = connection.protocol === "oidc" ? "claims" : "attributes";
  const email = named["email"] ?? "email";
  return `an email at ${domain} (email_domain, or the organization's verified_domains), by the name of "${email}" (${key} of ${connection.name}, ${lines(connection.place)})`;
}

function ofAccounts({ target, exchanges, accounts, overview }: Visit, id: string): Told {
  const drivers = target.observe.accounts.map(({ place }) => lines(place)).join(", ");
  const mine = accounts.find((account) => account.id === id);
  const [email] = overview.blanks.filter(({ field }) => field === "email");
  if (mine !== undefined && email === undefined) {
    const none = examineNone(target, mine);
    if (none !== null) return none;
    const shown = `a person is signed in as account ${id}, and the accounts show ${list(fieldsOf(mine))}`;
    const blanks = overview.blanks.filter(({ field }) => isPersonal(field));
    if (blanks.length === 0) return { ok: true, message: shown };
    const [first] = blanks;
    const fix = first === undefined ? {} : fixed(fixOfBlank(first, target));
    return { ok: true, message: `${shown}; ${blanks.map(inWords).join("; ")}`, hint: has(blanks), ...fix };
  }
  if (email !== undefined) {
    return ofEmail(email, target);
  }
  const same = overview.accounts.find((account) => account.id === id);
  if (same !== undefined) {
    return {
      ok: false,
      message: `a person is signed in as account ${id}, which shows ${list(fieldsOf(same))}, and nothing of the person in it`,
      hint: `observe.accounts (${drivers}) must map the email, the username or the subject to where they stand`,
    };
  }
  const [each] = overview.blanks.filter(({ field }) => field === "each");
  if (each !== undefined) {
    return {
      ok: false,
      message: `a person is signed in as account ${id}, and ${each.driver} shows no account: each (${each.path}) finds nothing`,
      hint: `its answer has ${each.has}: correct each (${lines(each.place)})`,
      ...fixed(fixOfBlank(each, target)),
    };
  }
  const [own] = accounts;
  const others = overview.accounts.slice(-3).map((account) => account.id);
  return {
    ok: false,
    message: `a person is signed in as account ${id}, and the accounts show no account with that id${others.length === 0 ? ": they show none" : `: they show ${list(others)}`}`,
    hint: `map.account of observe.session (${lines(target.observe.session.place)}) and map.id of observe.accounts (${drivers}) must show the same id`,
    ...(own === undefined ? {} : fixed(fixOfSession(exchanges, target, own.id))),
  };
}

function ofEmail(email: Blank, target: Target): Told {
  const message = `the accounts are read, but ${inWords(email)}`;
  return { ok: false, message, hint: has([email]), ...fixed(fixOfBlank(email, target)) };
}

function fixed(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix };
}

/** What a run says at its end of paths that never found anything: what a check saw there was the file's doing, perhaps. */
export function adviceOn(blanks: readonly Blank[]): readonly string[] {
  return blanks
    .filter(({ field }) => isPersonal(field))
    .map(
      (blank) =>
        `${inWords(blank)} of this run, so what checks say of it may be the target file's doing; ${has([blank])}, or take it out`,
    );
}

/** An attribute may be one that nobody has yet; a field that is collected has rows of its own. */
function isPersonal(field: string): boolean {
  return !field.startsWith("attributes.") && !LISTS.includes(field);
}

const LISTS: readonly string[] = ["roles", "identities", "memberships"];

function fieldsOf(account: Account): readonly string[] {
  return Object.entries(account).flatMap(([field, value]) =>
    ["id", "seen_by"].includes(field) || value === null || (Array.isArray(value) && value.length === 0) ? [] : [field],
  );
}

function inWords({ driver, field, path }: Blank): string {
  return `map.${field} of ${driver} (${path}) finds nothing in any account`;
}

function has(blanks: readonly Blank[]): string {
  const [first] = blanks;
  return first === undefined ? "" : `an account there has ${first.has}: correct map (${lines(first.place)})`;
}

function list(words: readonly string[]): string {
  return words.length === 0 ? "nothing but its id" : words.join(", ");
}

function lines({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}
