import { defined } from "../defined.ts";
import { JitterbugError, messageOf } from "../errors.ts";
import { unableToFollow } from "../plan/index.ts";
import type { Live } from "../run/live.ts";
import type { Connection, Person, TamperUse } from "../scenario/model/index.ts";
import { findTamper } from "../tampers/index.ts";
import type { ConsoleOptions, Otherwise } from "./options.ts";
import type { Json } from "./server.ts";

/** All but where it stands. */
export function inFile({ name, at, guest, assigned, without, claims }: Person): string {
  return JSON.stringify([name, at, guest, assigned, without, claims]);
}

/** As a form sends them. */
export function formOf({ claims, without, assigned }: Person): Json {
  return { ...claims, ...(without.length === 0 ? {} : { without }), ...(assigned === false ? { assigned } : {}) };
}

/** What a form does not show of a person stays. */
export function keepingPlace(now: Person, before: Person): Person {
  return { ...now, place: before.place, ...defined({ at: now.at ?? before.at, guest: now.guest ?? before.guest }) };
}

export function tamperOf({ protocol, name }: Connection, asked: unknown): TamperUse {
  if (typeof asked === "string" && findTamper(protocol, asked) !== undefined) return { name: asked, parameters: {} };
  throw usage(`${name} knows no tamper ${JSON.stringify(asked)}`);
}

/** Throws ERR_USAGE where it is none. */
export function textIn(body: Json, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  throw usage(`\`${name}\` is missing`);
}

export function objectIn(value: unknown): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw usage("`change` is a map of claims");
}

/** Throws ERR_USAGE where nothing is called so. */
export function named<T extends { readonly name: string }>(all: readonly T[], name: string, otherwise: string): T {
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw usage(otherwise);
}

/** What an IdP can do of a person by SCIM. */
const PROVISIONING = ["create", "replace", "deactivate", "restore", "delete"] as const;

/** Throws ERR_USAGE where it is none of them. */
export function provisioningIn(body: Json): (typeof PROVISIONING)[number] {
  const does = PROVISIONING.find((one) => one === body["does"]);
  if (does === undefined) throw usage(`an IdP can not ${JSON.stringify(body["does"])} by SCIM`);
  return does;
}

/** At which of the two somebody signs out. Throws ERR_USAGE. */
export function signOutAtIn(body: Json): "idp" | "sp" {
  const from = (["idp", "sp"] as const).find((one) => one === body["from"]);
  if (from === undefined) throw usage(`nobody signs out at ${JSON.stringify(body["from"])}`);
  return from;
}

/** What the SP beside the first is to be otherwise in; null: there is to be none. */
export function otherwiseIn(
  body: Json,
  { defects, vendors }: Pick<ConsoleOptions, "defects" | "vendors">,
): Otherwise | null {
  const one = (name: "defect" | "profile", known: readonly string[]): string | null => {
    const asked = body[name] ?? null;
    if (asked === null || (typeof asked === "string" && known.includes(asked))) return asked;
    throw usage(`this SP has no ${name} ${JSON.stringify(asked)}`);
  };
  const defect = one("defect", defects);
  const profile = one(
    "profile",
    vendors.map(([name]) => name),
  );
  return defect === null && profile === null ? null : { defect, profile };
}

/** Nobody is signed in where the SP was never told what its IdP sends. */
export function requireTold(connection: Connection): void {
  const why = unableToFollow(connection);
  if (why !== undefined) throw usage(why);
}

export function usage(message: string): JitterbugError {
  return new JitterbugError("ERR_USAGE", message);
}

/** What a file may not say, a form may not either. */
export function requireKnownTemplates(live: Live, person: Person): void {
  try {
    for (const connection of live.target.connections.slice(0, 1)) live.claimsOf(person, connection);
  } catch (error) {
    throw usage(`${messageOf(error)}: a claim may hold {{ns}} and {{domain}} alone`);
  }
}

/** As the IdP calls them. */
export function nameOf(live: Live, person: Person, connection: Connection): string {
  const { name } = live.claimsOf(person, connection);
  return typeof name === "string" && name.trim() !== "" ? name : person.name;
}
