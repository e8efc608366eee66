import { effectivePolicy } from "../scenario/index.ts";
import type { Connection, Knob, Policy, Protocol, Scenario, Target } from "../scenario/model/index.ts";
import { templatePaths } from "../scenario/template.ts";
import { unmetSituation } from "./email-key.ts";
import { knobsOf, rowsOf } from "./knobs.ts";
import { keyKind } from "./traits.ts";

/** A connection of the target with the policy that holds there. */
export interface Offer {
  readonly connection: Connection;
  readonly policy: Policy;
  /** How many knobs its organization and itself override: fewer is plainer. */
  readonly overrides: number;
}

/** What is not declared and yet is not open: whoever makes no accounts at sign-in knows that they must say so. */
const TAKEN_FOR: Policy = { jit: "on" };

/** The target's connections of a protocol: the plainest first, then by name. */
export function offersOf(target: Target, protocol: Protocol): readonly Offer[] {
  return target.connections
    .filter((connection) => connection.protocol === protocol)
    .map((connection) => ({
      connection,
      policy: { ...TAKEN_FOR, ...effectivePolicy(target, connection) },
      overrides: overrides(target, connection),
    }))
    .toSorted((a, b) => a.overrides - b.overrides || byName(a.connection, b.connection));
}

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function overrides(target: Target, { organization, policy }: Connection): number {
  const owner = target.organizations.find(({ name }) => name === organization);
  return Object.keys(policy).length + Object.keys(owner?.policy ?? {}).length;
}

/**
 * What a scenario requires and this offer does not meet, each as one text; none: it qualifies. A requirement is met
 * only by a declaration, for an undeclared knob may hold anything; but `jit` is taken to be on until declared off,
 * the email to be what is required, and the key of identity to be what `keyOf` says.
 */
export function unmet(scenario: Scenario, { connection, policy }: Offer): readonly string[] {
  const { require } = scenario;
  const knobs = requiredKnobs(scenario, connection.protocol);
  return [
    ...(Object.keys(knobs) as Knob[]).flatMap((knob) => unmetKnob(knob, knobs[knob] ?? [], policy)),
    ...(Object.keys(require.not) as Knob[]).flatMap((knob) => excluded(knob, require.not[knob] ?? [], policy)),
    ...scenario.covers.flatMap((situation) => unmetSituation(situation, { connection, policy })),
    ...unmetKey(require.identity_key, policy, connection.protocol),
    ...(Object.keys(connection.roles.mapped).length < require.roles ? [`${require.roles} mapped roles`] : []),
    ...(require.default_role && connection.roles.default === undefined ? ["a default role"] : []),
    ...unmetReturn(scenario, connection),
    ...require.required_attributes.flatMap((claim) => unmetAttribute(claim, requiredAttributes(policy))),
  ];
}

function requiredKnobs(scenario: Scenario, protocol: Protocol): Scenario["require"]["policy"] {
  const named = rowsOf(scenario, protocol).some(({ when }) => knobsOf(when).includes("jit"));
  const { policy, saml } = scenario.require;
  return { ...(named ? {} : { jit: ["on"] }), ...policy, ...(protocol === "saml" ? saml : {}) };
}

function unmetKnob(knob: Knob, admitted: readonly string[], policy: Policy): readonly string[] {
  const value = policy[knob];
  return value !== undefined && admitted.includes(value)
    ? []
    : [`${knob}=${admitted.join("|")}${value === undefined ? " (undeclared)" : ""}`];
}

/** Where to lead after the sign-in can be asked of a sign_in that takes it, or by the RelayState of an IdP that begins. */
function unmetReturn({ steps }: Scenario, { sign_in }: Connection): readonly string[] {
  const asked = steps.some((step) => step.kind === "sign_in" && step.return_to !== undefined && !step.idp_initiated);
  return asked && !templatePaths(JSON.stringify(sign_in)).includes("return_to") ? ["{{return_to}} in its sign_in"] : [];
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
