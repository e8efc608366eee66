/** `run --profile okta`: the target as it would be if its connections were at that vendor, and what its SP knows of it. */
import { formOf, oidcShape, profileOf, samlShape, SEPARATOR, speaks, type Groups } from "../idp/profiles/index.ts";
import { namesInCall, visibleFields } from "./abilities.ts";
import type { Connection, Target, Untold } from "./model/index.ts";
import { shapedFacts } from "./shaped-facts.ts";
import { templatePaths } from "./template.ts";
import type { YamlDocument } from "./yaml/document.ts";
import { at, locate, put } from "./yaml/tree.ts";

/** Those that a vendor's shape is given to: all that name no profile, unless one names this very one. */
export function shapedBy({ connections }: Target, profile: string): readonly string[] {
  if (profileOf(profile) === undefined || connections.some((one) => one.profile === profile)) return [];
  return connections
    .filter((connection) => connection.profile === undefined && speaks(profile, connection.protocol))
    .map(({ name }) => name);
}

/** As if each had named the profile itself: what else it says goes before it, what `defaults` say does not. */
export function giveProfile(document: YamlDocument, connections: readonly string[], profile: string): void {
  for (const name of connections) {
    const { offset = 0 } = at(document.root, ["connections", name]) ?? {};
    put(document.root, ["connections", name, "profile"], locate(profile, offset));
  }
}

/** The same target in another shape, each connection with what its SP is not told of that. */
export function withUntold(written: Target, shaped: Target): Target {
  const told = toldTo(shaped);
  const shown = new Set([...visibleFields(written), ...Object.keys(written.observe.session.fields)]);
  const connections = shaped.connections.map((connection) => {
    const before = written.connections.find(({ name }) => name === connection.name);
    if (before === undefined || before.profile === connection.profile) return connection;
    const untold = needed(before, connection, shown).filter(({ fields }) => !fields.some(told(connection)));
    return { ...connection, untold: untold.map(({ fields: [field = ""], sent }): Untold => ({ field, sent })) };
  });
  return { ...shaped, connections };
}

/** One of the fields must be told; the first is the one that is spoken of. */
interface Needed {
  readonly fields: readonly string[];
  readonly sent: string;
}

/** What the file fills in: for the SP's start, what prepares it, and what tells it of each connection. */
function toldTo({ start, container, prepare, seed }: Target): (connection: Connection) => (field: string) => boolean {
  const written = [start ?? null, container ?? null, prepare];
  const everywhere = new Set(templatePaths(JSON.parse(JSON.stringify(written)) as never));
  const mapped = namesInCall(seed.mapping);
  return ({ name }) =>
    (field) => {
      const neutral = field.replace(/^attributes\./, "claims.");
      const whole = neutral.slice(0, neutral.indexOf("."));
      return everywhere.has(`connections.${name}.${field}`) || mapped.has(neutral) || mapped.has(whole);
    };
}

/** Where an SP looks for its IdP; one of them leads to the others, or is all that it asks for. */
const ADDRESSES = {
  oidc: ["issuer", "discovery_url", "authorization_endpoint", "token_endpoint"],
  saml: ["metadata_url", "metadata", "sso_url"],
} as const;

function needed(before: Connection, after: Connection, shown: ReadonlySet<string>): readonly Needed[] {
  const [from, to] = [placesOf(before), placesOf(after)];
  const address = from === to ? [] : [{ fields: ADDRESSES[after.protocol], sent: "an address of its own" }];
  return [...address, ...namesNeeded(before, after, shown), ...groupsNeeded(before, after)];
}

function placesOf({ protocol, profile, name }: Connection): string {
  if (protocol === "oidc") {
    const { issuer, endpoints } = oidcShape(profile);
    return JSON.stringify([issuer(name), endpoints(name)]);
  }
  const { entity_id, places } = samlShape(profile);
  return JSON.stringify([entity_id?.(name) ?? null, places(name)]);
}

/** Claims whose fields the SP shows, and the address, without which nobody comes in. */
const FIELD_OF: { readonly [claim: string]: string } = {
  given_name: "given_name",
  family_name: "family_name",
  name: "name",
  preferred_username: "username",
};

function namesNeeded(before: Connection, after: Connection, shown: ReadonlySet<string>): readonly Needed[] {
  const [from, to] = [shapedFacts(before), shapedFacts(after)];
  const { withheld } = shapeOf(after);
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names].flatMap((field) => {
    const claim = /^(?:claims|attributes)\.(.+)$/.exec(field)?.[1];
    if (claim === undefined || claim === "subject" || withheld.includes(claim)) return [];
    if (claim === "groups" ? Object.keys(after.roles.mapped).length === 0 : !isRead(claim, shown)) return [];
    const [was, is] = [from[field] ?? claim, to[field] ?? claim];
    return was === is ? [] : [{ fields: [field], sent: is }];
  });
}

function isRead(claim: string, shown: ReadonlySet<string>): boolean {
  return claim === "email" || claim === "email_verified" || shown.has(FIELD_OF[claim] ?? "attributes");
}

function groupsNeeded(before: Connection, after: Connection): readonly Needed[] {
  const { groups, withheld } = shapeOf(after);
  if (withheld.includes("groups")) return [];
  const was = shapeOf(before).groups;
  const mapped = Object.entries(after.roles.mapped);
  const { required } = after.roles;
  const named = [...mapped, ...(required === undefined ? [] : [["required", { group: required }] as const])];
  const forms = named.flatMap(([name, { group }]) => {
    const sent = formOf(groups.each, group);
    return sent === formOf(was.each, group) ? [] : [{ fields: [`groups.${name}`], sent }];
  });
  const joined = groups.as === "joined" && was.as !== "joined" && named.length > 0;
  return [...forms, ...(joined ? [{ fields: ["groups.separator"], sent: SEPARATOR }] : [])];
}

function shapeOf({ protocol, profile }: Connection): { readonly groups: Groups; readonly withheld: readonly string[] } {
  return protocol === "oidc" ? oidcShape(profile) : samlShape(profile);
}
