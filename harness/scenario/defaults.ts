/** `defaults` of a target file: what its connections have in common is written into each, before they are looked at. */
import { SHAPED_KEYS } from "../idp/profiles/index.ts";
import { nearest, type FaultCollector } from "./faults.ts";
import { DEFAULT_KEYS, targetWithDefaults } from "./schema/defaults.ts";
import { DEFAULT_ORGANIZATION } from "./schema/target.ts";
import { checkShape } from "./yaml/check.ts";
import type { YamlDocument } from "./yaml/document.ts";
import { at, copyOf, put, remove, sizeOf, withTexts, type Located, type LocatedMap, type Path } from "./yaml/tree.ts";

/** Of these a connection may say a part; of everything else, what it says takes the default's place. */
const TAKEN_BY_KEY: ReadonlySet<string> = new Set(["policy", "roles", "attributes", "claims"]);

/** Of these a connection that names a profile itself takes what the profile has, not what all connections have in common. */
const SHAPED: readonly string[] = [...SHAPED_KEYS.oidc, ...SHAPED_KEYS.saml];

/** Values that all connections together may get: a file is small, and what it unfolds to shall be. */
const MAX_TAKEN = 100_000;

/**
 * Every connection gets what `defaults` say and it does not (where it says `null`, nothing), and its own name and its organization's where it says
 * `{{connection.name}}` and `{{organization.name}}`. Each part keeps its place, so that a fault is told where it was
 * written. `defaults` are gone afterwards. False where they unfold beyond the bound, and nothing else can be said.
 */
export function applyDefaults(document: YamlDocument, faults: FaultCollector): boolean {
  const { root } = document;
  const connections = at(root, ["connections"]);
  const defaults = defaultsOf(document, faults);
  if (connections?.kind !== "map") return true;
  if (defaults !== undefined && sizeOf(defaults) * connections.entries.size > MAX_TAKEN) {
    const message = `with \`defaults\`, the connections have more than ${MAX_TAKEN} values`;
    faults.add(document.fault(document.placeAt(defaults.offset), message, "Split the target into several files."));
    return false;
  }
  for (const [name, entry] of connections.entries) {
    if (entry.node.kind !== "map") continue;
    const owner = ownerOf(entry.node, defaults, name, root);
    const whole = withDefaults(entry.node, defaults, at(root, ["organizations", owner, "policy"]));
    connections.entries.set(name, { ...entry, node: named(whole, name, owner) });
  }
  return true;
}

/** As they were written, with holes for what is faulty and told: a key that is no good is not missing. */
function defaultsOf(document: YamlDocument, faults: FaultCollector): Located | undefined {
  const { root } = document;
  const written = at(root, ["defaults"]);
  if (written === undefined) return undefined;
  const hole = { kind: "hole", offset: written.offset } as const;
  const defaults = copyOf(written);
  const before = document.lostPaths.length;
  checkShape(document, targetWithDefaults, {}, faults);
  const lost = document.lostPaths.slice(before).map(([, ...path]) => path);
  remove(root, ["defaults"]);
  if (lost.some((path) => path.length === 0)) {
    return mapOf([
      ["oidc", holes(DEFAULT_KEYS.oidc, hole)],
      ["saml", holes(DEFAULT_KEYS.saml, hole)],
    ]);
  }
  for (const path of lost) {
    const gone = remove(defaults, path);
    const meant = meantBy(path);
    if (meant === undefined) continue;
    const [protocol, ...inner] = meant;
    if (inner.length > 0 || protocol === "roles") put(defaults, meant, hole);
    else if (gone?.kind === "map") put(defaults, meant, gone);
    else put(defaults, meant, holes(DEFAULT_KEYS[protocol as keyof typeof DEFAULT_KEYS], hole));
  }
  return defaults;
}

function holes(keys: readonly string[], hole: Located): LocatedMap {
  return mapOf(keys.map((key) => [key, hole]));
}

function mapOf(members: readonly (readonly [string, Located])[]): LocatedMap {
  const entries = members.map(([key, node]) => [key, { key: node.offset, node }] as const);
  return { kind: "map", offset: members[0]?.[1].offset ?? 0, entries: new Map(entries) };
}

const PARTS = ["oidc", "saml", "roles"];

/** The path that was meant where a word of it is misspelt; undefined where no word comes near. */
function meantBy([part, key, ...inner]: Path): Path | undefined {
  const meant = PARTS.includes(String(part)) ? String(part) : nearest(String(part), PARTS);
  if (meant === undefined) return undefined;
  if (key === undefined) return [meant];
  if (meant === "roles" || inner.length > 0) return [meant, key, ...inner];
  const known = DEFAULT_KEYS[meant as keyof typeof DEFAULT_KEYS];
  const near = known.includes(String(key)) ? key : nearest(String(key), known);
  return near === undefined ? undefined : [meant, near];
}

/** `policy`: what the connection's organization declares, which goes before what connections have in common. */
function withDefaults(connection: LocatedMap, defaults: Located | undefined, policy: Located | undefined): LocatedMap {
  const protocol = at(connection, ["protocol"]);
  if (defaults === undefined || protocol?.kind !== "scalar") return connection;
  const own = at(defaults, [String(protocol.value)]);
  const shaped = connection.entries.has("profile") ? SHAPED : [];
  const roles = at(defaults, ["roles"]);
  const entries = new Map(connection.entries);
  if (own?.kind === "map") {
    const kept = [...without(own.entries, policy)].filter(([key]) => !shaped.includes(key));
    take(entries, new Map(kept));
  }
  // A public client has no secret to take.
  const auth = entries.get("client_auth")?.node;
  if (auth?.kind === "scalar" && auth.value === "none" && !connection.entries.has("client_secret"))
    entries.delete("client_secret");
  if (roles !== undefined) take(entries, new Map([["roles", { key: roles.offset, node: roles }]]));
  return { ...connection, entries };
}

function take(entries: LocatedMap["entries"], defaults: LocatedMap["entries"]): void {
  for (const [key, entry] of defaults) {
    const said = entries.get(key);
    if (said === undefined) entries.set(key, { ...entry, node: copyOf(entry.node) });
    else if (said.node.kind === "scalar" && said.node.value === null) entries.delete(key);
    else if (TAKEN_BY_KEY.has(key) && said.node.kind === "map" && entry.node.kind === "map") {
      const common = copyOf(entry.node).entries;
      const parts = new Map([...common, ...said.node.entries]);
      for (const [part, { node }] of said.node.entries)
        if (node.kind === "scalar" && node.value === null && common.has(part)) parts.delete(part);
      entries.set(key, { ...said, node: { ...said.node, entries: parts } });
    }
  }
}

/** The defaults without the knobs that an organization declares itself. */
function without(defaults: LocatedMap["entries"], policy: Located | undefined): LocatedMap["entries"] {
  const entry = defaults.get("policy");
  if (entry?.node.kind !== "map" || policy?.kind !== "map") return defaults;
  const left = [...entry.node.entries].filter(([knob]) => !policy.entries.has(knob));
  return new Map(defaults).set("policy", { ...entry, node: { ...entry.node, entries: new Map(left) } });
}

/** The organization that a connection belongs to: named by it or by its defaults, else the only one. */
function ownerOf(connection: LocatedMap, defaults: Located | undefined, name: string, root: Located): string {
  const protocol = at(connection, ["protocol"]);
  const common = defaults !== undefined && protocol?.kind === "scalar" ? [String(protocol.value), "organization"] : [];
  const said = at(connection, ["organization"]) ?? (defaults === undefined ? undefined : at(defaults, common));
  if (said?.kind === "scalar") return String(withTexts(said, (text) => filled(text, "connection", name)).value);
  const declared = at(root, ["organizations"]);
  return (declared?.kind === "map" ? [...declared.entries.keys()][0] : undefined) ?? DEFAULT_ORGANIZATION;
}

function named(connection: LocatedMap, name: string, organization: string): LocatedMap {
  return withTexts(connection, (text) => filled(filled(text, "connection", name), "organization", organization));
}

/** What the environment gives is data: a name that stands in a value of it stays as it is. */
function filled(text: string, word: string, value: string): string {
  return text.replaceAll(new RegExp(`\\{\\{\\s*${word}\\.name\\s*\\}\\}`, "g"), () => value);
}
