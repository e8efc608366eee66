/** The accounts of the help desk, and who gets which. */
import { DatabaseSync } from "node:sqlite";
import { domainOf, emailOf, folded, groupsOf, textOf } from "../lib/claims.ts";
import { isFaulty, Refused, setting } from "../lib/web.ts";

export interface Account {
  readonly id: number;
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly email: string;
  readonly email_verified: number;
  readonly name: string;
  readonly role: string;
  readonly active: number;
  readonly password: string | null;
}

export const db = new DatabaseSync(":memory:");
db.exec(`
  pragma foreign_keys = on;
  create table account (
    id integer primary key, issuer text, subject text, email text not null unique, email_verified integer not null,
    name text not null, role text not null, active integer not null default 1, password text,
    unique (issuer, subject)
  );
  create table session (key text primary key, account integer not null references account on delete cascade);
`);
export const one = (sql: string, ...values: (string | number | null)[]) =>
  db.prepare(sql).get(...values) as unknown as Account | undefined;
export const run = (sql: string, ...values: (string | number | null)[]) => db.prepare(sql).run(...values);

const DOMAIN = setting("DOMAIN");
const ROLES: readonly (readonly [group: string, role: string])[] = [
  ["admins", "admin"],
  ["engineering", "agent"],
];
/** Synchronous from the look to the write, so that nobody comes between; the constraints hold in any case. */
export function accountFor(claims: {
  readonly iss: string;
  readonly sub: string;
  readonly [name: string]: unknown;
}): Account {
  const { iss, sub } = claims;
  const email = emailOf(claims["email"]);
  const address = email === undefined ? undefined : folded(email);
  const verified = claims["email_verified"] === true;
  const name = textOf(claims["name"]) ?? textOf(claims["given_name"]);
  const known = one("select * from account where issuer = ? and subject = ?", iss, sub);
  if (known !== undefined) return update(known, { address, verified, name });
  if (address === undefined) throw new Refused("Your identity provider sends no email address, which we need.");
  if (domainOf(address) !== DOMAIN) throw new Refused(`Only people with an email address of ${DOMAIN} can sign in.`);
  const holder = one("select * from account where email = ?", address);
  if (holder === undefined) return create(iss, sub, address, verified, name ?? address, claims["groups"]);
  if (!verified || holder.issuer !== null)
    throw new Refused(`The email address ${address} is somebody else's here. Please ask your administrator.`);
  if (holder.active === 0) throw new Refused("Your account is deactivated.");
  return link(holder, iss, sub);
}

function create(iss: string, sub: string, email: string, verified: boolean, name: string, groups: unknown): Account {
  const values = [iss, sub, email, Number(verified), name, roleOf(groups)];
  if (isFaulty("counts-ids")) {
    const next = Number(one("select count(*) + 1 as id from account")?.id);
    run(
      "insert or replace into account (id, issuer, subject, email, email_verified, name, role) values (?, ?, ?, ?, ?, ?, ?)",
      next,
      ...values,
    );
  } else
    run(
      "insert into account (issuer, subject, email, email_verified, name, role) values (?, ?, ?, ?, ?, ?)",
      ...values,
    );
  return byIdentity(iss, sub);
}

/** An address that nobody had proven may have been a squatter's: their password and sessions go. */
function link(holder: Account, iss: string, sub: string): Account {
  if (holder.email_verified === 0) {
    run("update account set password = null where id = ?", holder.id);
    run("delete from session where account = ?", holder.id);
  }
  run("update account set issuer = ?, subject = ?, email_verified = 1 where id = ?", iss, sub, holder.id);
  return byIdentity(iss, sub);
}

interface Profile {
  readonly address: string | undefined;
  readonly verified: boolean;
  readonly name: string | undefined;
}

/** A changed address is taken over if it is verified, of our domain, and nobody's. The role is never touched again. */
function update(known: Account, { address, verified, name }: Profile): Account {
  if (known.active === 0) throw new Refused("Your account is deactivated.");
  run("update account set name = ? where id = ?", name ?? known.name, known.id);
  const isFree = address !== undefined && one("select * from account where email = ?", address) === undefined;
  if (isFree && verified && domainOf(address) === DOMAIN)
    run("update account set email = ?, email_verified = 1 where id = ?", address, known.id);
  return known;
}

function byIdentity(iss: string, sub: string): Account {
  const found = one("select * from account where issuer = ? and subject = ?", iss, sub);
  if (found === undefined) throw new Error("an account that was just written is not there");
  return found;
}

function roleOf(groups: unknown): string {
  const list = groupsOf(groups) ?? [];
  return ROLES.find(([group]) => list.includes(group))?.[1] ?? "reader";
}
