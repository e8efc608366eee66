import { oidcShape } from "../idp/profiles/index.ts";
import { own } from "../own.ts";
import type { Connection, Expect, Policy, Protocol, Scenario, Target } from "../scenario/model/index.ts";
import { traitsOf, type Traits } from "./traits.ts";

/**
 * The protocol whose rows are those of a connection. Where an IdP says of no address that it is verified, an SP is left
 * to what it declares, as with every IdP of SAML: the rows of SAML that ask for that are then this connection's.
 */
function rowsAs(scenario: Scenario, connection: Connection): Protocol {
  const { protocol } = connection;
  if (protocol === "saml" || vouches(connection) || !scenario.protocols.includes("saml")) return protocol;
  return scenario.steps.some(({ expect }) => expect !== undefined && asksOfUnverified(expect)) ? "saml" : protocol;
}

/** What decides which rows of a scenario are a connection's. */
export function rowTraits(scenario: Scenario, target: Target, connection: Connection, policy: Policy): Traits {
  return { ...traitsOf(target, connection, policy), protocol: rowsAs(scenario, connection) };
}

/** Whether the IdP says of an address that it is verified. */
export function vouches(connection: Connection): boolean {
  if (connection.protocol === "saml") return false;
  const { withheld } = oidcShape(connection.profile);
  return !withheld.includes("email_verified") || own(connection.claims, "email_verified") !== undefined;
}

function asksOfUnverified({ one_of }: Expect): boolean {
  return one_of.some(
    (world) =>
      (world.protocols?.includes("saml") === true && world.when.email_verified_missing !== undefined) ||
      asksOfUnverified(world),
  );
}
