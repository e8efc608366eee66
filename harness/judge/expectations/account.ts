import { own } from "../../own.ts";
import type { Account, Identity } from "../../observe/snapshot.ts";
import type { AccountField, ExpectationOf } from "../../scenario/model/index.ts";
import { sameEmail, sameJson, sameText } from "../equal.ts";
import { notHeld, ruled, unobservable, type Ruling } from "../ruling.ts";
import { judgeRoles } from "./roles.ts";
import { hidden, orNone } from "../hidden.ts";
import { accountAfter, accountBefore, sessionsOf, type Scene } from "../scene.ts";

type NameField = keyof NonNullable<ExpectationOf<"account">["names"]>;

/** The fields of one account after the step. The planner has resolved every per-protocol value. */
export function judgeAccount(expectation: ExpectationOf<"account">, scene: Scene): readonly Ruling[] {
  const found = expectation.of === undefined ? ofSessions(scene) : named(expectation.of, scene);
  return found.flatMap((one) => ("held" in one ? [one] : judgeFields(expectation, one, scene)));
}

function named(name: string, scene: Scene): readonly (Account | Ruling)[] {
  const expected = `an account of ${name}`;
  const id = scene.names[name];
  if (id === undefined) return [{ held: "error", expected, actual: `no account was ever named "${name}"` }];
  if (id === null) return [notHeld(expected, `${name} is nobody`)];
  return [accountAfter(scene, id) ?? notHeld(expected, `account ${id} is gone`)];
}

function ofSessions(scene: Scene): readonly (Account | Ruling)[] {
  const expected = "an account that is signed in";
  const sessions = sessionsOf(scene);
  if (sessions.length === 0) return [unobservable("session", expected, "no session was read after this step")];
  const seen = new Map<string, Account | Ruling>();
  for (const session of sessions) {
    if (session.state === "unknown") seen.set("", unobservable("session", expected, session.reason));
    else if (session.state === "signed_out") seen.set("", notHeld(expected, "nobody is signed in"));
    else {
      const outside = notHeld(expected, `account ${session.account}, which is not of this namespace`);
      seen.set(session.account, accountAfter(scene, session.account) ?? outside);
    }
  }
  return [...seen.values()];
}

function judgeFields(expectation: ExpectationOf<"account">, account: Account, scene: Scene): readonly Ruling[] {
  const { email, email_none_of, email_verified, names, username_none_of, roles, identities, active } = expectation;
  const { attributes, memberships } = expectation;
  const of = (field: AccountField, rulings: readonly Ruling[]) =>
    rulings.map((one) => orNone(field, one, scene.lacking));
  return [
    ...of("email", email === undefined ? [] : [text("email", email, account.email, sameEmail)]),
    ...of(
      "email",
      (email_none_of ?? []).map((never) => judgeNever(never, account.email)),
    ),
    ...of(
      "email_verified",
      email_verified === undefined ? [] : [json("email_verified", email_verified, account.email_verified)],
    ),
    ...Object.entries(names ?? {}).flatMap(([field, value]) =>
      of(field as NameField, [judgeName(field as NameField, value, account)]),
    ),
    ...of(
      "username",
      (username_none_of ?? []).map((never) => judgeOther(never, account.username)),
    ),
    ...of(
      "roles",
      roles === undefined ? [] : judgeRoles(roles, account.roles, accountBefore(scene, account.id)?.roles),
    ),
    ...of(
      "identities",
      (identities ?? []).map((identity) => judgeIdentity(identity, account.identities)),
    ),
    ...of("active", active === undefined ? [] : [json("active", active, account.active)]),
    ...of(
      "attributes",
      Object.entries(attributes ?? {}).map(([name, value]) => judgeAttribute(name, value, account)),
    ),
    ...of(
      "memberships",
      (memberships ?? []).map((membership) => judgeMembership(membership, account.memberships)),
    ),
  ];
}

/** Of an SP that keeps one name for the whole person, a part of it is judged by whether it stands in there. */
function judgeName(field: NameField, value: unknown, account: Account): Ruling {
  const { name, given_name, family_name } = account;
  const part = field === "given_name" || field === "family_name";
  if (!part || typeof value !== "string" || given_name !== undefined || family_name !== undefined || name === undefined)
    return text(field, value, account[field], sameText);
  const stands = name !== null && name.normalize("NFC").includes(value.normalize("NFC"));
  return ruled(stands, `${field} ${JSON.stringify(value)} in the name`, `name ${JSON.stringify(name)}`);
}

function text(field: AccountField, value: unknown, actual: unknown, same: (a: string, b: string) => boolean): Ruling {
  if (typeof value !== "string" || typeof actual !== "string") return json(field, value, actual);
  return ruled(same(value, actual), `${field} ${JSON.stringify(value)}`, `${field} ${JSON.stringify(actual)}`);
}

function judgeNever(never: string, actual: Account["email"]): Ruling {
  const expected = `email other than ${JSON.stringify(never)}`;
  if (actual === undefined) return hidden("email", expected);
  return ruled(typeof actual !== "string" || !sameEmail(never, actual), expected, `email ${JSON.stringify(actual)}`);
}

function judgeOther(never: string, actual: Account["username"]): Ruling {
  const expected = `username other than ${JSON.stringify(never)}`;
  if (actual === undefined) return hidden("username", expected);
  const same = typeof actual === "string" && sameText(never, actual);
  return ruled(!same, expected, `username ${JSON.stringify(actual)}`);
}

/** One that the target does not map, though it shows others, cannot be told from one that the SP has not. */
function judgeAttribute(name: string, value: unknown, { attributes }: Account): Ruling {
  const expected = `attribute ${name} ${JSON.stringify(value)}`;
  const actual = own(attributes, name);
  if (actual === undefined) return hidden("attributes", expected);
  return ruled(sameJson(value, actual), expected, `attribute ${name} ${JSON.stringify(actual)}`);
}

function json(field: AccountField, value: unknown, actual: unknown): Ruling {
  const expected = `${field} ${JSON.stringify(value)}`;
  if (actual === undefined) return hidden(field, expected);
  return ruled(sameJson(value, actual), expected, `${field} ${JSON.stringify(actual)}`);
}

/** Linked, and once. Issuers are compared where both are known: a target may show subjects alone. */
function judgeIdentity(wanted: Identity, actual: Account["identities"]): Ruling {
  const show = ({ issuer, subject }: Identity) => (issuer === undefined ? subject : `${subject} at ${issuer}`);
  const expected = `identity ${show(wanted)}`;
  if (actual === undefined) return hidden("identities", expected);
  const linked = actual.filter(
    ({ issuer, subject }) =>
      subject === wanted.subject && (issuer === undefined || wanted.issuer === undefined || issuer === wanted.issuer),
  );
  if (linked.length > 1 && new Set(linked.map(show)).size === 1)
    return notHeld(`${expected} once`, `${linked.length} times in the account`);
  const told = actual.length === 0 ? "no identity" : `identities ${actual.map(show).join(", ")}`;
  return ruled(linked.length > 0, expected, told);
}

function judgeMembership(membership: string, actual: Account["memberships"]): Ruling {
  const expected = `member of ${membership}`;
  if (actual === undefined) return hidden("memberships", expected);
  return ruled(
    actual.includes(membership),
    expected,
    `member of ${actual.length === 0 ? "nothing" : actual.join(", ")}`,
  );
}
