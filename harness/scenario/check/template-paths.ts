/** Which template paths are known where. */
import { MOST_TOLD, nearest, quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import { namesInCall } from "../abilities.ts";
import type { Connection, PrepareStep, Scenario, SeedCall, Target } from "../model/index.ts";
import { ACCOUNT_TEMPLATE_FIELDS } from "../schema/account.ts";
import { INVITATION_TEMPLATE_FIELDS } from "../schema/invitation.ts";
import { DEFAULT_CLAIMS } from "../schema/person.ts";
import { invitationsIn, seededIn } from "../seeded.ts";
import { shapedFacts } from "../shaped-facts.ts";
import { BY_HAND } from "../steps/index.ts";
import { fixedOf, templatePaths } from "../template.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { scalars } from "../yaml/tree.ts";
import type { Path } from "../yaml/tree.ts";

/** Parts of a scenario that are prose: nothing in them is rendered. */
const PROSE: ReadonlySet<string> = new Set(["id", "title", "explain", "references", "tags", "killed_by", "include"]);

const PERSON_FIELDS = [
  "email",
  "login",
  "username",
  "subject",
  "person",
  "ns",
  "connection",
  "organization",
  "return_to",
];

/** Filled in when the file is read; a misspelt one is told by them. */
const CONNECTION_FIELDS = ["connection.name", "organization.name"];

const SEED_FIELDS = [
  "id",
  "account",
  "ns",
  "organization",
  "connection",
  "role",
  "issuer",
  "subject",
  "email",
  "email_verified",
  "username",
  "password",
  "given_name",
  "family_name",
  "name",
  "roles",
  "active",
  "identities",
];

const UNINVITE_FIELDS = ["ns", "organization", "connection", "email", "role", "roles"];

const AGE_FIELDS = [...SEED_FIELDS, "seconds"];

const ORGANIZATION_FIELDS = ["ns", "organization", "connection", "seats"];

/** Of one connection; of the other protocol's there is none, and a member that is such a template is left out. */
const MAPPING_FIELDS = [
  "connection",
  "organization",
  "protocol",
  "profile",
  "claims",
  "groups",
  "groups.one",
  "groups.two",
  "groups.required",
  "groups.separator",
  "roles.one",
  "roles.two",
  "roles.default",
];

const OIDC_FACTS = [
  "name",
  "issuer",
  "discovery_url",
  "client_id",
  "client_secret",
  "authorization_endpoint",
  "token_endpoint",
  "userinfo_endpoint",
  "jwks_uri",
];

const SAML_FACTS = ["name", "entity_id", "metadata_url", "sso_url", "certificate", "metadata"];

export function checkScenarioTemplates(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  const leftOut = new Set(
    scenario.given.people.flatMap(({ name, without }) => without.map((claim) => `${name}.${claim}`)),
  );
  const values = new Set(scenario.each.flatMap(({ variables }) => pathsInto(variables)));
  const known = new Set([...scenarioPaths(scenario), ...values]);
  checkTemplates(
    document,
    faults,
    (path) => (PROSE.has(String(path[0])) ? undefined : known),
    (used) => {
      if (leftOut.has(used))
        return `${quote(used.slice(used.indexOf(".") + 1))} is left out of ${quote(used.slice(0, used.indexOf(".")))}.`;
      return /^value(?:\.|$)/.test(used) && values.size === 0
        ? "`value` is a row of `each`, and there is none here."
        : undefined;
    },
  );
  checkRoles(document, scenario, faults);
}

/** People of a file may be signed in by hand, where there is no scenario to name. */
export function checkPeopleTemplates(document: YamlDocument, faults: FaultCollector): void {
  const known = new Set(["ns", "domain"]);
  checkTemplates(document, faults, () => known);
}

export function checkTargetTemplates(document: YamlDocument, target: Target, faults: FaultCollector): void {
  const facts = target.connections.flatMap(factsOf);
  const https = target.idps.tls === undefined ? [] : ["idps.ca"];
  const mail = target.mail?.kind === "smtp" ? ["mail.host", "mail.port", "mail.url"] : [];
  const everywhere = [
    "base_url",
    "idps.url",
    ...https,
    ...mail,
    "tmp",
    "port",
    "worker",
    ...facts,
    ...factsOfContainer(target),
  ];
  const kept = Object.keys(target.observe.session.kept ?? {}).map((name) => `kept.${name}`);
  // A container has a Node of its own, or none.
  const inside = new Set(everywhere);
  const common = new Set([...everywhere, "node"]);
  const beside = once((fields: readonly string[]) => new Set([...common, ...fields]));
  const port = new Set(["port"]);
  const byHand = once((name: Path[number] | undefined) => new Set([...common, ...byHandFields(name, target), ...kept]));
  const inKey = Object.keys(target.observe.api_key?.kept ?? {}).map((name) => `kept.${name}`);
  const [inSession, inAccounts, inScim] = [kept, ["ns"], ["organization.name"]];
  const inMapping = [...MAPPING_FIELDS, ...OIDC_FACTS, ...SAML_FACTS, ...claimsIn(target.seed.mapping)];
  const inCall: { readonly [call: string]: readonly string[] } = {
    mapping: inMapping,
    organization: ORGANIZATION_FIELDS,
    age: AGE_FIELDS,
    uninvite: UNINVITE_FIELDS,
  };
  const afterSignIn = [...PERSON_FIELDS, ...kept];
  const signInFields = [...afterSignIn, ...CONNECTION_FIELDS];
  const pathsAt = (path: Path): ReadonlySet<string> => {
    if (path[0] === "base_url" || path[0] === "resolve") return port;
    // Made once for all accounts.
    if (isAuth(path)) return common;
    switch (path[0]) {
      case "mail":
        return beside(["email"]);
      case "scim":
        return beside(inScim);
      case "organizations":
        return path[2] === "scim" ? beside(inScim) : common;
      case "container":
        return inside;
      case "seed":
        return beside(inCall[String(path[1])] ?? SEED_FIELDS);
      case "drive":
        return byHand(path[1]);
      case "after_sign_in":
        return beside(afterSignIn);
      case "connections":
        return beside(path[2] === "sign_in" ? signInFields : CONNECTION_FIELDS);
      case "observe":
        return beside(path[1] === "session" ? inSession : path[1] === "api_key" ? inKey : inAccounts);
      case "prepare":
      case "reset":
        return isCall(target[path[0]][Number(path[1])]) ? common : beside(inSession);
      default:
        return common;
    }
  };
  checkTemplates(document, faults, pathsAt, (used) => {
    if (used.startsWith("kept.")) return keptHint(used, kept);
    if (used.startsWith("mail.") && mail.length === 0)
      return "Say that the kit receives the SP's mail: `mail: { smtp: free }`.";
    if (used === "idps.ca") return "The IdPs have a certificate only with `idps: { tls: true }`.";
    if (used === "link" && target.seed.invite !== undefined)
      return "Say where `seed.invite` tells it, for example `link: $.link`.";
    if (used === "node") return "It is the kit's own Node, which is not in the container: write `node`.";
    return target.container?.services.some(({ name }) => used === `services.${name}.port`)
      ? "Say on which `port` the service listens."
      : undefined;
  });
}

/** Every claim has a name on the wire, be it its own. */
function claimsIn(call: SeedCall | undefined): readonly string[] {
  return [...namesInCall(call)].filter((name) => /^claims\.[^.]/.test(name));
}

/** How the kit is let in, which stands at its own place: any other member of that name is the user's own. */
function isAuth([root, second, third, fourth]: Path): boolean {
  if (root === "observe")
    return (
      ((second === "events" || second === "invitations") && third === "auth") ||
      (second === "accounts" && (third === "auth" || (typeof third === "number" && fourth === "auth")))
    );
  if (root === "mail") return second === "auth";
  return (root === "seed" || root === "prepare" || root === "reset") && third === "auth";
}

function isCall(step: PrepareStep | undefined): boolean {
  return step !== undefined && (step.kind === "http" || step.kind === "sql" || step.kind === "exec");
}

function keptHint(used: string, kept: readonly string[]): string {
  const near = nearest(used, kept);
  if (near !== undefined && near !== used) return `Did you mean \`{{${near}}}\`?`;
  if (kept.includes(used)) return "The kit's own calls are made in no browser: nothing is kept there.";
  return `Say where a sign-in leaves it: \`observe: { session: { kept: { ${used.slice("kept.".length)}: { query: token } } } }\`.`;
}

/** What is known where something is done by hand. */
function byHandFields(name: Path[number] | undefined, { seed }: Target): readonly string[] {
  const byHand = BY_HAND.get(String(name));
  if (byHand?.knows === "place") return ["ns", "connection", "organization"];
  const link = byHand?.followsLink === true && seed.invite?.link !== undefined ? ["link"] : [];
  const mail = byHand?.mail === "followed" ? ["link"] : [];
  return [...PERSON_FIELDS, "password", ...link, ...mail];
}

function factsOf(connection: Connection): readonly string[] {
  const fields = connection.protocol === "oidc" ? OIDC_FACTS : SAML_FACTS;
  const shaped = Object.keys(shapedFacts(connection));
  return [...fields, ...shaped].map((field) => `connections.${connection.name}.${field}`);
}

function factsOfContainer({ container }: Target): readonly string[] {
  if (container === undefined) return [];
  const published = container.services.flatMap(({ name, port }) => (port === undefined ? [] : [name]));
  return ["container.name", ...published.map((name) => `services.${name}.port`)];
}

/** `allowed` gives the paths that a text at this place may use; undefined where nothing is rendered. */
function checkTemplates(
  document: YamlDocument,
  faults: FaultCollector,
  allowed: (path: Path) => ReadonlySet<string> | undefined,
  reason: (used: string) => string | undefined = () => undefined,
): void {
  for (const { path, node } of scalars(document.root)) {
    if (typeof node.value !== "string" || !node.value.includes("{{")) continue;
    const known = allowed(path);
    if (known === undefined) continue;
    if (/\{\{(?![^{}]*\}\})/.test(node.value)) {
      faults.add(document.fault(document.place(path), "a template is not closed", "Write `{{path}}`."));
    }
    for (const used of templatePaths(node.value)) {
      if (known.has(used) || /^pad:[0-9]+$/.test(used) || fixedOf(used) !== undefined) continue;
      if (used.split(".").some((word) => document.lost.has(word))) continue;
      const hint = faults.count > MOST_TOLD ? undefined : (reason(used) ?? hintFor(used, known));
      faults.add(document.fault(document.place(path), `\`{{${used}}}\` is not known here`, hint));
    }
  }
}

/** What a file asks for again and again is made once. */
function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

/** The nearest path; beside a parent that is known, the nearest of its own members. */
function hintFor(used: string, all: ReadonlySet<string>): string | undefined {
  const known = [...all];
  const parent = used.includes(".") ? used.slice(0, used.lastIndexOf(".")) : undefined;
  const siblings = parent === undefined ? [] : known.filter((path) => path.startsWith(`${parent}.`));
  const near = nearest(used, siblings.length > 0 ? siblings : known);
  if (near !== undefined) return `Did you mean \`{{${near}}}\`?`;
  const few = siblings.length > 0 ? siblings : known.filter((path) => !path.includes("."));
  return few.length === 0 ? undefined : `Known: ${few.map((path) => `\`{{${path}}}\``).join(", ")}.`;
}

function scenarioPaths(scenario: Scenario): readonly string[] {
  const { people, connections } = scenario.given;
  return [
    "ns",
    "id",
    "domain",
    "second_domain",
    "public_domain",
    "deep_link",
    "blank",
    "digits",
    "connection.name",
    "organization.name",
    "roles.one.group",
    "roles.one.role",
    "roles.one.recased",
    "roles.two.group",
    "roles.two.role",
    "roles.two.recased",
    "roles.default",
    "roles.required",
    "required.one",
    ...people.flatMap(({ name, claims, without }) =>
      [...DEFAULT_CLAIMS, ...Object.keys(claims)]
        .filter((claim) => !without.includes(claim))
        .map((claim) => `${name}.${claim}`),
    ),
    ...connections.flatMap(({ name }) => [`${name}.domain`, `${name}.name`]),
    ...seededIn(scenario).flatMap(({ name }) => ACCOUNT_TEMPLATE_FIELDS.map((field) => `${name}.${field}`)),
    ...invitationsIn(scenario).flatMap(({ name }) => INVITATION_TEMPLATE_FIELDS.map((field) => `${name}.${field}`)),
  ];
}

/** Every path into a row's variables: `value`, `value.claims`, `value.claims.name`. */
function pathsInto(value: unknown, prefix = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    `${prefix}${key}`,
    ...pathsInto(member, `${prefix}${key}.`),
  ]);
}

/** A scenario that speaks of a mapped role requires it, else it would be run where there is none. */
function checkRoles(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  if (document.lostPaths.some((path) => path[0] === "require")) return;
  for (const { path, node } of scalars(document.root)) {
    if (typeof node.value !== "string" || PROSE.has(String(path[0]))) continue;
    const used = templatePaths(node.value);
    const needed = used.some((name) => name.startsWith("roles.two."))
      ? 2
      : used.some((name) => name.startsWith("roles.one."))
        ? 1
        : 0;
    if (needed <= scenario.require.roles) continue;
    const message = `\`roles.${needed === 2 ? "two" : "one"}\` is used, but no mapped role is required`;
    faults.add(
      document.fault(
        document.place(path),
        needed === 2 && scenario.require.roles === 1
          ? "`roles.two` is used, but only one mapped role is required"
          : message,
        `Say \`require: { roles: ${needed} }\`.`,
      ),
    );
    return;
  }
}
