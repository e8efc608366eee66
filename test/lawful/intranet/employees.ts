/** Who works here: decided in one transaction from a verified assertion. */
import { randomUUID, scryptSync, timingSafeEqual } from "node:crypto";
import Database from "better-sqlite3";
import { domainOf, emailOf, folded, textOf } from "../lib/claims.ts";
import type { Assertion } from "../lib/saml.ts";
import { isFaulty, Refused, setting } from "../lib/web.ts";

export interface Employee {
  readonly id: string;
  readonly issuer: string | null;
  readonly name_id: string | null;
  readonly email: string;
  readonly email_verified: number;
  readonly given_name: string;
  readonly family_name: string;
  readonly roles: string;
  readonly active: number;
  readonly password: string | null;
}

const DOMAIN = setting("DOMAIN");
export const db = new Database(":memory:");
db.exec(`create table employees (
  id text primary key, issuer text, name_id text, email text not null unique, email_verified integer not null,
  given_name text not null, family_name text not null, roles text not null, active integer not null default 1,
  password text, unique (issuer, name_id)
)`);
const byIdentity = db.prepare<[string, string], Employee>("select * from employees where issuer = ? and name_id = ?");
export const byEmail = db.prepare<[string], Employee>("select * from employees where email = ?");
export const byId = db.prepare<[string], Employee>("select * from employees where id = ? and active = 1");
export const insert = db.prepare(
  `insert into employees values (@id, @issuer, @name_id, @email, @email_verified, @given_name, @family_name, @roles, 1, @password)`,
);
const refresh = db.prepare("update employees set given_name = ?, family_name = ?, roles = ? where id = ?");
export const join = db.prepare("update employees set issuer = ?, name_id = ?, email_verified = 1 where id = ?");

export type Decision = { readonly employee: string } | { readonly claim: string };

/** The groups of the IdP are the roles, all of them and nothing else. */
function rolesOf({ attributes }: Assertion): string {
  const groups = attributes.get("groups") ?? [];
  const roles = [
    ...(groups.includes("engineering") ? ["editor"] : []),
    ...(groups.includes("admins") ? ["publisher"] : []),
  ];
  return JSON.stringify(roles.length === 0 ? ["reader"] : roles);
}

export const decide = db.transaction((assertion: Assertion): Decision => {
  const { issuer, nameId, attributes } = assertion;
  if (nameId === undefined) throw new Refused("Your sign-in does not say who you are.");
  const value = (name: string) => textOf(attributes.get(name)?.[0]);
  const known = byIdentity.get(issuer, nameId);
  if (known?.active === 0) throw new Refused("Your account is deactivated.");
  if (known !== undefined) {
    refresh.run(value("givenName") ?? known.given_name, value("sn") ?? known.family_name, rolesOf(assertion), known.id);
    return { employee: known.id };
  }
  const id = randomUUID();
  const email = emailOf(value("mail"));
  const row = {
    id,
    issuer,
    name_id: nameId,
    email: email === undefined ? `unknown.${nameId}@nowhere.invalid` : folded(email),
    email_verified: Number(email !== undefined && domainOf(email) === DOMAIN),
    given_name: value("givenName") ?? "",
    family_name: value("sn") ?? "",
    roles: rolesOf(assertion),
    password: null,
  };
  if (email === undefined && !isFaulty("creates-and-bounces"))
    throw new Refused("Your sign-in brings no email address.");
  if (email === undefined) return (insert.run(row), { claim: "" });
  const holder = byEmail.get(folded(email));
  if (holder === undefined) return (insert.run(row), { employee: id });
  if (holder.issuer !== null || holder.active === 0 || domainOf(email) !== DOMAIN)
    throw new Refused(`The email address ${email} is in use. Please ask the help desk.`);
  return { claim: holder.id };
});

/** A squatter's password proves nothing while the address is unproven: nobody can open such an account by it. */
export function knows(employee: Employee | undefined, password: string): boolean {
  const [salt = "", hash = ""] = employee?.password?.split(":") ?? [];
  const given = scryptSync(password, salt, 32);
  return hash !== "" && employee?.email_verified === 1 && timingSafeEqual(given, Buffer.from(hash, "hex"));
}
