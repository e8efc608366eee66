import { issuerOf } from "../scenario/model/index.ts";
import type { Connection, GivenConnection, Scenario } from "../scenario/model/index.ts";
import { tupleOf, type Tuple } from "./knobs.ts";
import { byName, demandOf, type Offer, type Offers } from "./offer.ts";

/** The scenario's names of connections -> the target's connections; `own` is the check's own. */
export interface Binding {
  readonly own: Connection;
  readonly named: ReadonlyMap<string, Connection>;
}

/**
 * Binds the connections that a scenario gives. The first is the check's own; each other is the target's first by name
 * that stands to it as the scenario says, meets what the scenario requires, and declares the same for the knobs of
 * the check's tuple, since the tables are judged by one policy. Tells what is missing where there is none.
 */
export function bind(
  scenario: Scenario,
  own: Offer,
  offers: Offers,
  tuple: Tuple,
): Binding | { readonly missing: string } {
  const named = new Map<string, Connection>();
  for (const [index, given] of scenario.given.connections.entries()) {
    const found = index === 0 ? own.connection : choose(scenario, given, own, offers, tuple, [...named.values()]);
    if (found === undefined) return { missing: describe(given, own.connection, tuple) };
    named.set(given.name, found);
  }
  return { own: own.connection, named };
}

function choose(
  scenario: Scenario,
  given: GivenConnection,
  own: Offer,
  offers: Offers,
  tuple: Tuple,
  taken: readonly Connection[],
): Connection | undefined {
  const found = chooseOther(scenario, given, own, offers, tuple, taken);
  // Another client of the issuer is the harder test, and few targets have one.
  return found ?? (given.issuer === "same" ? own.connection : undefined);
}

function chooseOther(
  scenario: Scenario,
  given: GivenConnection,
  own: Offer,
  offers: Offers,
  tuple: Tuple,
  taken: readonly Connection[],
): Connection | undefined {
  const protocol = given.protocol ?? own.connection.protocol;
  const demand = demandOf(scenario, protocol);
  return offers
    .of(protocol)
    .filter(({ connection }) => !taken.includes(connection) && stands(given, connection, own.connection))
    .filter((offer) => sameTuple(tuple, offer) && demand(offer).length === 0)
    .map(({ connection }) => connection)
    .toSorted((a, b) => nearness(a, own.connection) - nearness(b, own.connection) || byName(a, b))[0];
}

/** Where any organization will do, the same one is the harder test: an SP may well keep organizations apart. */
function nearness({ organization }: Connection, own: Connection): number {
  return organization === own.organization ? 0 : 1;
}

/** Who does not say which issuer speaks of another IdP, as nearly every connection is; `issuer: same` is said. */
function stands({ organization, issuer, names }: GivenConnection, connection: Connection, own: Connection): boolean {
  if (names === "other" && !differsInNames(connection, own)) return false;
  if ((issuerOf(connection) === issuerOf(own)) !== (issuer === "same")) return false;
  if (organization === undefined) return true;
  return (connection.organization === own.organization) === (organization === "same");
}

/** Some claim goes under one name at the one and under another at the other. */
function differsInNames(one: Connection, other: Connection): boolean {
  const [names, others] = [one, other].map((connection) =>
    connection.protocol === "oidc" ? connection.claims : connection.attributes,
  );
  const claims = Object.keys({ ...names, ...others });
  return claims.some((claim) => (names?.[claim] ?? claim) !== (others?.[claim] ?? claim));
}

function sameTuple(tuple: Tuple, { connection, policy }: Offer): boolean {
  const knobs = Object.keys(tuple) as (keyof Tuple)[];
  const other = tupleOf(knobs, connection, policy);
  return knobs.every((knob) => tuple[knob] === other[knob]);
}

function describe({ name, organization, protocol, names }: GivenConnection, own: Connection, tuple: Tuple): string {
  const where =
    organization === undefined ? "" : ` of ${organization === "same" ? "the same" : "another"} organization`;
  const named = names === undefined ? "" : " whose IdP names its claims otherwise";
  const alike = Object.keys(tuple).length === 0 ? "" : " with the same policy";
  return `the target has no second ${protocol ?? own.protocol} connection${where}${named}${alike} for "${name}"`;
}
