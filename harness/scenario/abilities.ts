import {
  ACCOUNT_FIELDS,
  EVENT_FIELDS,
  EVENT_KINDS,
  SEED_NAMES,
  WRITTEN_FIELDS,
  type AccountField,
  type AccountsDriver,
  type EventField,
  type EventKind,
  type SeedCall,
  type SeedName,
  type Target,
} from "./model/index.ts";
import { sqlParameters } from "./sql-text.ts";
import { templatePaths } from "./template.ts";

/** The session is in a cookie, which the browser sends by itself. */
export const SESSION_COOKIE = "session_cookie";
/** Another IdP can be given to a connection of the SP, or other names of claims. */
const RECONFIGURE = "reconfigure";
const MAPPING = "mapping";
/** Another group can give the role that is mapped second. */
export const MAPPED_GROUPS = "mapped_groups";
/** An organization can be made as new, and with so many seats. */
const ORGANIZATION = "organization";
export const SEATS = "seats";
/** An IdP can push accounts to the SP. */
export const SCIM = "scim";
/** The SP's process can be ended and started again. */
const RESTART = "restart";
/** The SP's audit log can be read. */
export const EVENTS = "events";
const OF_EVENTS = `${EVENTS}.`;

/** The ability to tell this of an entry of the audit log: a kind of entry, or a field of it. */
export function abilityOfEvents(what: EventKind | EventField): string {
  return OF_EVENTS + what;
}

/** Where `observe.events` says what an ability needs (`kinds.linked`); undefined: it is no such ability. */
export function placeInEvents(ability: string): string | undefined {
  if (!ability.startsWith(OF_EVENTS)) return undefined;
  const what = ability.slice(OF_EVENTS.length);
  return `${EVENT_KINDS.some((kind) => kind === what) ? "kinds" : "map"}.${what}`;
}

function ofEvents({ events }: Target["observe"]): readonly string[] {
  if (events === undefined) return [];
  const kinds = EVENT_KINDS.filter((kind) => events.kinds[kind] !== undefined);
  const fields = EVENT_FIELDS.filter((field) => Object.hasOwn(events.reader.map, field));
  return [EVENTS, ...[...kinds, ...fields].map(abilityOfEvents)];
}

/**
 * What a target can do, by name, as its file alone tells: `seed` (create an account), `grant`, `deactivate`, `remove`,
 * `invite`, `mapping`, `mapped_groups`, `reconfigure`, `organization`, `seats`, `restart`, `session`, `session_cookie`, `accounts`, `scim`, `events` (with
 * each of its kinds and fields), and every by-hand action of `drive` that is not `none`.
 */
export function abilities(target: Target): ReadonlySet<string> {
  const { seed, drive, observe, start } = target;
  const able = new Set<string>(["session"]);
  if (!bearsToken(target)) able.add(SESSION_COOKIE);
  if (observe.accounts.length > 0) able.add("accounts");
  for (const name of ofEvents(observe)) able.add(name);
  if (target.organizations.some(({ scim }) => scim !== undefined)) able.add(SCIM);
  if (start?.restart === true) able.add(RESTART);
  for (const name of told(seed.mapping)) able.add(name);
  if (seed.organization !== undefined) able.add(ORGANIZATION);
  if (namesInCall(seed.organization).has("seats")) able.add(SEATS);
  for (const name of SEED_NAMES) if (seed[name] !== undefined) able.add(abilityOfCall(name));
  for (const [name, actions] of Object.entries(drive)) if (actions !== "none") able.add(name);
  return able;
}

/** Whether `seed.mapping` tells the SP under which name it reads a claim. */
export function tellsNameOf({ seed }: Target, claim: string): boolean {
  const used = pathsIn(seed.mapping);
  return used.has("claims") || used.has(`claims.${claim}`);
}

/** In SQL a path's dot is `_`. */
function pathsIn(call: SeedCall | undefined): ReadonlySet<string> {
  return new Set([...namesInCall(call)].map((name) => name.replace(/^claims_/, "claims.")));
}

/** What can be changed of a connection: what `seed.mapping` tells of it. */
function told(call: SeedCall | undefined): readonly string[] {
  const used = pathsIn(call);
  const names = [...used].some((name) => /^claims(?:$|\.)/.test(name));
  const place = ["issuer", "discovery_url", "authorization_endpoint"].some((name) => used.has(name));
  const groups = ["groups", "groups.two", "groups_two"].some((name) => used.has(name));
  return [...(names ? [MAPPING] : []), ...(place ? [RECONFIGURE] : []), ...(names && groups ? [MAPPED_GROUPS] : [])];
}

/** What a target can do that has this call of `seed`: accounts are created by the ability `seed`. */
export function abilityOfCall(name: SeedName): string {
  return name === "account" ? "seed" : name;
}

/** What the SP says it has not at all (`drive: { sign_out: none }`): a check that needs it is not applicable. */
export function lacks(target: Target): ReadonlySet<string> {
  const { drive, seed } = target;
  const driven = Object.entries(drive).flatMap(([name, actions]) => (actions === "none" ? [name] : []));
  const seeded = (seed.none ?? []).map(abilityOfCall);
  return new Set([...driven, ...seeded, ...(bearsToken(target) ? [SESSION_COOKIE] : [])]);
}

/**
 * A session that a page holds and hands over in a header: it does not come with the next sign-in, which leads a browser
 * from page to page, and the SP can not know of it then.
 */
function bearsToken({ observe: { session } }: Target): boolean {
  return templatePaths([session.headers]).some((path) => {
    const from = path.startsWith("kept.") ? session.kept?.[path.slice("kept.".length)] : undefined;
    return from !== undefined && !("cookie" in from);
  });
}

/** The account fields that at least one driver of the target shows. */
export function visibleFields(target: Target): ReadonlySet<AccountField> {
  const named = new Set(target.observe.accounts.flatMap(fieldsOf));
  return new Set(ACCOUNT_FIELDS.filter((field) => named.has(field)));
}

/** The attributes that a driver of the target maps by name: of what comes as one object nobody knows what the SP has. */
export function visibleAttributes(target: Target): ReadonlySet<string> {
  const named = target.observe.accounts.flatMap(({ map }) => Object.keys(map));
  return new Set(named.flatMap((name) => (name.startsWith("attributes.") ? [name.slice("attributes.".length)] : [])));
}

/** Whether the SP's people sign in by their username: a list of `drive` types it. */
export function typesUsername({ drive }: Target): boolean {
  return templatePaths(JSON.parse(JSON.stringify(drive))).includes("username");
}

/** The fields that `seed.account` writes: an account that is seeded with others would silently lack them. */
export function seedableFields(target: Target): ReadonlySet<AccountField | "password" | "organization"> {
  const used = namesInCall(target.seed.account);
  const fields = [...WRITTEN_FIELDS, "password", "organization"] as const;
  const parts: { readonly [field: string]: readonly string[] } = {
    identities: ["issuer", "subject"],
    roles: ["role"],
    organization: ["connection"],
  };
  return new Set(fields.filter((field) => used.has(field) || parts[field]?.some((part) => used.has(part))));
}

/** The template paths of a call, and the parameters (`:email`) of its SQL. */
export function namesInCall(call: SeedCall | undefined): ReadonlySet<string> {
  switch (call?.kind) {
    case undefined:
      return new Set();
    case "http":
      return new Set(templatePaths([call.request.target, call.headers, call.json ?? null, call.form ?? null]));
    case "sql":
      return new Set(call.statements.flatMap((text) => sqlParameters(text)));
    case "exec":
      return new Set(templatePaths(call.command));
  }
}

/** A query without a map names its columns as the fields: those words of it are taken for fields. */
function fieldsOf(driver: AccountsDriver): readonly string[] {
  const mapped = Object.keys(driver.map);
  const columns = driver.kind === "sql" && mapped.length === 0 ? (driver.query.match(/[a-z_]+/gi) ?? []) : mapped;
  const groups = driver.kind === "scim" && driver.groups !== undefined ? [driver.groups] : [];
  return [...columns, ...groups, ...Object.keys(driver.collect)].map((name) =>
    name.startsWith("attributes.") ? "attributes" : name,
  );
}
