import { oidcShape, overageIn, profileOf, samlShape, withheldBy } from "../idp/profiles/index.ts";
import { own } from "../own.ts";
import { SCIM } from "../scenario/abilities.ts";
import { needsOfScenario } from "../scenario/index.ts";
import type { AccountField, Connection, Json, Policy, Scenario } from "../scenario/model/index.ts";
import { changesOf } from "../scenario/vocabulary/index.ts";
import type { Variant } from "./check.ts";
import type { Home } from "./email-key.ts";
import { notApplicable, type Settled } from "./settled.ts";

/**
 * What a scenario says of its people, and the vendor of their connection does not send: the SP would never come to see
 * it. What nobody writes is the vendor's to leave out.
 */
export function settleByProfile({ scenario, connection: its, policy, variants, homeOf }: Asked): Settled | undefined {
  const homes = variants.flatMap(({ people }) =>
    Object.values(people).flatMap(({ connection }) => homeOf(connection) ?? []),
  );
  const apart = [{ connection: its, policy }, ...homes].map(
    (home) => unableToFollow(home.connection) ?? unnamed(scenario, home),
  );
  const reason = apart.find((one) => one !== undefined);
  if (reason !== undefined) return notApplicable(reason);
  const guest = scenario.given.people.find((person) => person.guest === true);
  const host = guest === undefined ? undefined : homeOf(variants[0]?.people[guest.name]?.connection ?? "")?.connection;
  if (host !== undefined && shapeOf(host).shape.guest === null)
    return notApplicable(`${titleOf(host)} knows no guests`);
  const kept = variants.flatMap(({ people }) => Object.values(people)).find(({ name }) => isTurnedAway(scenario, name));
  const unheard = kept === undefined ? undefined : homeOf(kept.connection)?.connection;
  if (unheard !== undefined && saysNothing(unheard))
    return notApplicable(
      `${titleOf(unheard)} shows a page of its own to whom the application is not given, and tells the SP nothing`,
    );
  const fields = needsOfScenario(scenario).fields;
  for (const { name, claims } of saidIn(scenario)) {
    const connection = homeOf(variants[0]?.people[name]?.connection ?? "")?.connection;
    if (connection === undefined) continue;
    const title = titleOf(connection);
    const { shape } = shapeOf(connection);
    const unsent = Object.keys(claims).find(
      (claim) => withholds(connection, claim) && !(claim === "name" && isToldOtherwise(claims, fields)),
    );
    if (unsent !== undefined) return notApplicable(`${title} sends no ${unsent}`);
    const { groups } = claims;
    if (overageIn(groups) !== undefined && shape.groups.beyond !== "marker")
      return notApplicable(`${title} does not say that somebody is in more groups than it sends`);
    if (
      typeof groups === "string" &&
      /[,;]/.test(groups) &&
      (shape.groups.each !== "name" || shape.groups.as === "joined")
    )
      return notApplicable(`${title} sends groups in a form of its own`);
    if (!Array.isArray(groups) || groups.length > 0) continue;
    // Over SAML an empty list is no attribute at all, and scenarios know it.
    const usual = connection.protocol === "oidc" ? "list" : "absent";
    const sent = shape.groups.empty === "absent" ? "nothing" : "an attribute without a value";
    if (shape.groups.empty !== usual) return notApplicable(`${title} sends ${sent} where the list of groups is empty`);
  }
  return undefined;
}

/** Whether the application is taken from somebody, or was never given to them. */
function isTurnedAway({ given, steps }: Scenario, name: string): boolean {
  return (
    given.people.some((person) => person.name === name && person.assigned === false) ||
    steps.some((step) => changesOf(step)[name]?.assigned === false)
  );
}

function saysNothing({ protocol, profile }: Connection): boolean {
  return "page" in (protocol === "oidc" ? oidcShape(profile).unassigned("") : samlShape(profile).unassigned);
}

export function titleOf({ profile }: Connection): string {
  return profileOf(profile)?.title ?? "the IdP of nobody in particular";
}

function shapeOf(connection: Connection) {
  return connection.protocol === "oidc"
    ? { names: connection.claims, shape: oidcShape(connection.profile) }
    : { names: connection.attributes, shape: samlShape(connection.profile) };
}

/** What the connection names itself is sent all the same. */
export function withholds(connection: Connection, claim: string): boolean {
  const { names } = shapeOf(connection);
  return withheldBy(connection.profile, connection.protocol, names).includes(claim);
}

/** A whole name that stands beside its parts says nothing more, unless somebody looks at names. */
function isToldOtherwise(claims: Said["claims"], fields: readonly AccountField[]): boolean {
  const parts = ["given_name", "family_name"] as const;
  return (
    parts.some((part) => own(claims, part) !== undefined) && !["name", ...parts].some((one) => isAsked(one, fields))
  );
}

function isAsked(field: string, fields: readonly AccountField[]): boolean {
  return fields.some((one) => one === field);
}

/** An SP that finds people by their username finds nobody where none is sent: no SP that is so declared can do better. */
function unnamed(scenario: Scenario, { connection, policy }: Home): string | undefined {
  if (!withholds(connection, "preferred_username")) return undefined;
  const { abilities } = needsOfScenario(scenario);
  const pushed = abilities.includes(SCIM);
  const found = policy.link_by === "username" && (pushed || abilities.includes("seed"));
  if (!found && !(policy.scim_match === "userName" && pushed)) return undefined;
  const knob = found ? "link_by=username" : "scim_match=userName";
  return `${titleOf(connection)} sends no preferred_username, which ${knob} would look for`;
}

/** An SP that is not told what a vendor's shape changes would be judged for what its operator configured. */
export function unableToFollow(connection: Connection): string | undefined {
  const { name, untold: [first] = [] } = connection;
  if (first === undefined) return undefined;
  const told = `\`{{connections.${name}.${first.field}}}\``;
  return `the SP is not told what ${titleOf(connection)} sends: nothing in the target file reads ${told}, which is ${first.sent}`;
}

interface Asked {
  readonly scenario: Scenario;
  /** The check's own. */
  readonly connection: Connection;
  readonly policy: Policy;
  readonly variants: readonly Variant[];
  readonly homeOf: (connection: string) => Home | undefined;
}

type Said = { readonly name: string; readonly claims: { readonly [claim: string]: Json } };

/** Every claim that a scenario writes of its people, from the start or on the way. */
function saidIn({ given, steps }: Scenario): readonly Said[] {
  const changed = steps.flatMap((step) =>
    Object.entries(changesOf(step)).map(([name, { claims }]) => ({ name, claims })),
  );
  return [...given.people.map(({ name, claims }) => ({ name, claims })), ...changed];
}
