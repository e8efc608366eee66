import { SCIM } from "../scenario/abilities.ts";
import { effectivePolicy, needsOfScenario } from "../scenario/index.ts";
import {
  knobsOf,
  type Connection,
  type Knob,
  type Policy,
  type Protocol,
  type Scenario,
  type Target,
} from "../scenario/model/index.ts";
import { templatePaths } from "../scenario/template.ts";
import { leadsTo, needsLogout, needsSecondCertificate } from "../scenario/vocabulary/index.ts";
import { needsSignedUserInfo } from "./corrupting.ts";
import { unmetSituation } from "./email-key.ts";
import { rowsOf } from "./knobs.ts";
import { sealOf, shapeOf } from "./shape.ts";
import { keyKind } from "./traits.ts";
import { vouches } from "./vouching.ts";

/** A connection of the target with the policy that holds there. */
export interface Offer {
  readonly connection: Connection;
  readonly policy: Policy;
  /** Whether accounts can be pushed to its organization. */
  readonly scim: boolean;
  /** How many domains its organization has verified. */
  readonly domains: number;
  /** Whether its organization has entered a domain in which anybody can have an address. */
  readonly publicly: boolean;
  /** How many knobs its organization and itself override: fewer is plainer. */
  readonly overrides: number;
  /** What an SP may treat in its own way, beside the policy. */
  readonly shape: string;
  /** What it may treat in its own way of a message that is corrupted. */
  readonly seal: string;
}

/** What a target offers, looked up once for all scenarios. */
export class Offers {
  readonly #target: Target;
  readonly #known = new Map<Protocol, readonly Offer[]>();
  readonly #policies = new Map<Connection, Policy>();

  constructor(target: Target) {
    this.#target = target;
  }

  /** The target's connections of a protocol: the plainest first, then by name. */
  of(protocol: Protocol): readonly Offer[] {
    const offers = this.#known.get(protocol) ?? this.#look(protocol);
    this.#known.set(protocol, offers);
    return offers;
  }

  /** What a connection's owner declares there; nothing is taken for declared. */
  policyOf(connection: Connection): Policy {
    const policy = this.#policies.get(connection) ?? effectivePolicy(this.#target, connection);
    this.#policies.set(connection, policy);
    return policy;
  }

  #look(protocol: Protocol): readonly Offer[] {
    const owners = new Map(this.#target.organizations.map(({ name, policy }) => [name, Object.keys(policy).length]));
    const domains = new Map(
      this.#target.organizations.map(({ name, verified_domains }) => [name, verified_domains.length]),
    );
    const publicly = new Set(
      this.#target.organizations.flatMap(({ name, public_domain }) => (public_domain === undefined ? [] : [name])),
    );
    const pushed = new Set(this.#target.organizations.flatMap(({ name, scim }) => (scim === undefined ? [] : [name])));
    return this.#target.connections
      .filter((connection) => connection.protocol === protocol)
      .map((connection) => {
        const policy = { ...TAKEN_FOR, ...saidBy(connection), ...this.policyOf(connection) };
        const overrides = Object.keys(connection.policy).length + (owners.get(connection.organization) ?? 0);
        const scim = pushed.has(connection.organization);
        const verified = domains.get(connection.organization) ?? 0;
        const [shape, seal] = [shapeOf(connection, policy), sealOf(connection)];
        const entered = publicly.has(connection.organization);
        return { connection, policy, scim, domains: verified, publicly: entered, overrides, shape, seal };
      })
      .toSorted((a, b) => a.overrides - b.overrides || byName(a.connection, b.connection));
  }
}

/** What is not declared and yet is not open: whoever makes no accounts at sign-in knows that they must say so. */
const TAKEN_FOR: Policy = { jit: "on" };

/** Whoever names the default role declares that there is one. */
function saidBy({ roles }: Connection): Policy {
  return roles.default === undefined ? {} : { default_role: "role" };
}

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/**
 * What a scenario requires and an offer does not meet, each as one text; none: it qualifies. A requirement is met
 * only by a declaration, for an undeclared knob may hold anything; but `jit` is taken to be on until declared off,
 * the email to be what is required, and the key of identity to be what `keyOf` says.
 */
export function demandOf(scenario: Scenario, protocol: Protocol): (offer: Offer) => readonly string[] {
  const { require, covers } = scenario;
  const byVouching = (vouched: boolean) => requiredKnobs(scenario, protocol, vouched);
  const required = { vouched: byVouching(true), unvouched: byVouching(false) };
  const leads = leadsSomewhere(scenario);
  const second = scenario.steps.some(needsSecondCertificate);
  const logsOut = scenario.steps.some(needsLogout);
  const signs = needsSignedUserInfo(scenario);
  const pushes = needsOfScenario(scenario).abilities.includes(SCIM);
  return ({ connection, policy, scim, domains, publicly }) => {
    const knobs = vouches(connection) ? required.vouched : required.unvouched;
    return [
      ...knobsOf(knobs).flatMap((knob) => unmetKnob(knob, knobs[knob] ?? [], policy)),
      ...knobsOf(require.not).flatMap((knob) => excluded(knob, require.not[knob] ?? [], policy)),
      ...covers.flatMap((situation) => unmetSituation(situation, { connection, policy })),
      ...unmetKey(require.identity_key, policy, protocol),
      ...(Object.keys(connection.roles.mapped).length < require.roles ? [`${require.roles} mapped roles`] : []),
      ...(domains < require.domains ? [`${require.domains} verified domains of its organization`] : []),
      ...(require.public_domain === true && !publicly ? ["`public_domain` of its organization"] : []),
      ...(require.default_role && connection.roles.default === undefined && policy.default_role !== "none"
        ? ["a default role, or `default_role: none`"]
        : []),
      ...(pushes && !scim ? ["`scim` for its organization"] : []),
      ...(second && !(connection.protocol === "saml" && connection.next_certificate === true)
        ? ["`next_certificate: true`"]
        : []),
      ...(signs && !(connection.protocol === "oidc" && connection.userinfo === "jwt") ? ["`userinfo: jwt`"] : []),
      ...(logsOut ? unmetLogout(connection) : []),
      ...(leads && !takesReturn(connection) ? ["{{return_to}} in its sign_in"] : []),
      ...require.required_attributes.flatMap((claim) => unmetAttribute(claim, requiredAttributes(policy))),
    ];
  };
}

/** What is required where no IdP says that an address is verified stands under `saml`. */
function requiredKnobs(scenario: Scenario, protocol: Protocol, vouched: boolean): Scenario["require"]["policy"] {
  const named = rowsOf(scenario, protocol).some(({ when }) => knobsOf(when).includes("jit"));
  const { policy, saml } = scenario.require;
  return { ...(named ? {} : { jit: ["on"] }), ...policy, ...(vouched ? {} : saml) };
}

function unmetKnob(knob: Knob, admitted: readonly string[], policy: Policy): readonly string[] {
  const value = policy[knob];
  return value !== undefined && admitted.includes(value)
    ? []
    : [`${knob}=${admitted.join("|")}${value === undefined ? " (undeclared)" : ""}`];
}

/** Where to lead after the sign-in can be asked of a sign_in that takes it, or by the RelayState of an IdP that begins. */
function leadsSomewhere({ steps }: Scenario): boolean {
  return steps.some((step) => leadsTo(step) !== undefined);
}

function takesReturn({ sign_in }: Connection): boolean {
  return templatePaths(JSON.stringify(sign_in)).includes("return_to");
}

/** Where the SP is told of a sign-out without a browser, or by a LogoutRequest. */
function unmetLogout(connection: Connection): readonly string[] {
  if (connection.protocol === "oidc")
    return connection.backchannel_logout === undefined ? ["`backchannel_logout`"] : [];
  return connection.single_logout === undefined ? ["`single_logout`"] : [];
}

function excluded(knob: Knob, values: readonly string[], policy: Policy): readonly string[] {
  const value = policy[knob];
  return value !== undefined && values.includes(value) ? [`${knob} other than ${value}`] : [];
}

function unmetKey(kinds: readonly string[], policy: Policy, protocol: Protocol): readonly string[] {
  if (kinds.length === 0 || kinds.includes(keyKind(policy, protocol))) return [];
  return [`identity_key=${kinds.join("|")}${policy.identity_key === undefined ? " (undeclared)" : ""}`];
}

function unmetAttribute(claim: string, required: readonly string[]): readonly string[] {
  const forbidden = claim.startsWith("!");
  const name = forbidden ? claim.slice(1) : claim;
  return required.includes(name) === forbidden ? [`required_attributes ${forbidden ? "without" : "with"} ${name}`] : [];
}

/** Left undeclared it is the email, as most SPs have it. */
export function requiredAttributes({ required_attributes }: Policy): readonly string[] {
  return required_attributes ?? ["email"];
}
