/** Who is on the payroll: one transaction decides who somebody is, and makes what is missing. */
import { DatabaseSync } from "node:sqlite";
import { Refused } from "../lib/web.ts";

/** What both protocols come to. */
export interface Arrival {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly username: string | undefined;
  readonly groups: readonly string[];
  /** As the IdP says; a SAML address counts where we know its domain to be the customer's. */
  readonly proven: boolean;
}

type Row = { readonly [column: string]: string | number | null };

const GROUP_ROLES = new Map([
  ["engineering", "payee"],
  ["admins", "accountant"],
]);
const db = new DatabaseSync(":memory:");
db.exec(`
  pragma foreign_keys = on;
  create table people (
    id integer primary key autoincrement, username text not null unique, email text not null unique,
    first_name text not null, last_name text not null, active integer not null default 1
  );
  create table logins (
    issuer text not null, subject text not null, person integer not null references people on delete cascade,
    primary key (issuer, subject)
  );
  create table grants (
    person integer not null references people on delete cascade, role text not null, origin text not null,
    primary key (person, role, origin)
  );
`);
export const get = (sql: string, ...values: (string | number)[]) => db.prepare(sql).get(...values) as Row | undefined;
export const rows = (sql: string, ...values: (string | number)[]) => db.prepare(sql).all(...values) as Row[];
export const run = (sql: string, ...values: (string | number)[]) => db.prepare(sql).run(...values);

/** The first word and the rest. */
export function split(name: string): readonly [first: string, last: string] {
  const [first = "", ...rest] = name.trim().split(/\s+/);
  return [first, rest.join(" ")];
}

export function admit(arrival: Arrival): number {
  db.exec("begin immediate");
  try {
    const person = known(arrival) ?? joined(arrival) ?? added(arrival);
    mirror(person, arrival.groups);
    db.exec("commit");
    return person;
  } catch (error) {
    db.exec("rollback");
    throw error;
  }
}

/** The name follows the identity provider, the address does not. */
function known({ issuer, subject, name }: Arrival): number | undefined {
  const row = get(
    "select p.* from logins l join people p on p.id = l.person where issuer = ? and subject = ?",
    issuer,
    subject,
  );
  if (row === undefined) return undefined;
  if (row["active"] === 0) throw new Refused("This account is closed. Please ask your payroll department.");
  const id = Number(row["id"]);
  if (name !== undefined) run("update people set first_name = ?, last_name = ? where id = ?", ...split(name), id);
  return id;
}

/** Somebody whom payroll entered before, and who has no login yet. */
function joined({ issuer, subject, email, proven }: Arrival): number | undefined {
  const row = email === undefined ? undefined : get("select * from people where email = ?", email);
  if (row === undefined) return undefined;
  const id = Number(row["id"]);
  const taken = get("select 1 as taken from logins where person = ?", id) !== undefined;
  if (taken || !proven || row["active"] === 0)
    throw new Refused(
      "There is an account with your email address that is not open to you. Please ask your payroll department.",
    );
  run("insert into logins values (?, ?, ?)", issuer, subject, id);
  return id;
}

function added({ issuer, subject, email, name, username }: Arrival): number {
  if (email === undefined) throw new Refused("Your identity provider sends no email address.");
  const wanted = username ?? email.slice(0, email.indexOf("@"));
  let free = wanted;
  for (let next = 2; get("select 1 as taken from people where username = ?", free) !== undefined; next++)
    free = `${wanted}-${next}`;
  const { lastInsertRowid } = run(
    "insert into people (username, email, first_name, last_name) values (?, ?, ?, ?)",
    free,
    email,
    ...split(name ?? wanted),
  );
  run("insert into logins values (?, ?, ?)", issuer, subject, Number(lastInsertRowid));
  return Number(lastInsertRowid);
}

/** What single sign-on gave goes with the group; what was given by hand stays. */
function mirror(person: number, groups: readonly string[]): void {
  run("delete from grants where person = ? and origin = 'sso'", person);
  for (const [group, role] of GROUP_ROLES)
    if (groups.includes(group)) run("insert into grants values (?, ?, 'sso')", person, role);
}

export function rolesOf(person: number): readonly string[] {
  return [
    "employee",
    ...new Set(rows("select role from grants where person = ?", person).map(({ role }) => String(role))),
  ];
}
