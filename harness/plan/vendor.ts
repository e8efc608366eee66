import { oidcShape, overageIn, profileOf, samlShape } from "../idp/profiles/index.ts";
import { own } from "../own.ts";
import type { Json, Scenario } from "../scenario/model/index.ts";
import { changesOf } from "../scenario/vocabulary/index.ts";
import type { Variant } from "./check.ts";
import type { Home } from "./email-key.ts";
import { notApplicable, type Settled } from "./settled.ts";

/**
 * What a scenario says of its people, and the vendor of their connection does not send: the SP would never come to see
 * it. What nobody writes is the vendor's to leave out.
 */
export function settleByProfile({ scenario, variants, homeOf }: Asked): Settled | undefined {
  for (const { name, claims } of saidIn(scenario)) {
    const connection = homeOf(variants[0]?.people[name]?.connection ?? "")?.connection;
    if (connection === undefined) continue;
    const title = profileOf(connection.profile)?.title ?? "the IdP of nobody in particular";
    const names = connection.protocol === "oidc" ? connection.claims : connection.attributes;
    const shape = connection.protocol === "oidc" ? oidcShape(connection.profile) : samlShape(connection.profile);
    const unsent = Object.keys(claims).find(
      (claim) => shape.withheld.includes(claim) && own(names, claim) === undefined,
    );
    if (unsent !== undefined) return notApplicable(`${title} sends no ${unsent}`);
    const { groups } = claims;
    if (overageIn(groups) !== undefined && shape.groups.beyond !== "marker")
      return notApplicable(`${title} does not say that somebody is in more groups than it sends`);
    if (!Array.isArray(groups) || groups.length > 0) continue;
    // Over SAML an empty list is no attribute at all, and scenarios know it.
    const usual = connection.protocol === "oidc" ? "list" : "absent";
    const sent = shape.groups.empty === "absent" ? "nothing" : "an attribute without a value";
    if (shape.groups.empty !== usual) return notApplicable(`${title} sends ${sent} where the list of groups is empty`);
  }
  return undefined;
}

interface Asked {
  readonly scenario: Scenario;
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
