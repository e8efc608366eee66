import { defined } from "../defined.ts";
import type {
  Expect,
  Expectation,
  Invitation,
  Json,
  Protocol,
  SeededAccount,
  Step,
  World,
} from "../scenario/model/index.ts";
import { render, renderLoose, renderText, type Lookup } from "../scenario/template.ts";
import { rendered, type Rendering } from "../scenario/vocabulary/index.ts";
import type { Binding } from "./bind.ts";
import type { Scope } from "./scope.ts";
import { isOf, type Traits } from "./traits.ts";

/** Renders the steps for one variant: no template, no value per protocol and no row of another kind of SP is left. */
export function renderStep(step: Step, scope: Scope, binding: Binding, traits: Traits): Step {
  const expect = step.expect === undefined ? {} : { expect: renderExpect(step.expect, scope.lookup, traits) };
  return { ...rendered(step, renderingOf(scope, binding)), ...expect };
}

function renderingOf(scope: Scope, binding: Binding): Rendering {
  const { lookup } = scope;
  return {
    text: (text) => renderText(text, lookup),
    value: (value) => renderAs(value, lookup),
    of: (person) => ({
      value: (value) => renderAs(value, scope.lookupOf(person)),
      claims: (claims) => scope.changed(person, claims),
    }),
    connection: (name) => bound(name, binding),
    account: (account) => renderAccount(scope.seeded(account), lookup, binding),
    invitation: (invitation) => renderInvitation(invitation, lookup, binding),
  };
}

export function renderAccount(
  { place, at, name, ...fields }: SeededAccount,
  lookup: Lookup,
  binding: Binding,
): SeededAccount {
  return { ...renderAs(fields, lookup), name, place, ...(at === undefined ? {} : { at: bound(at, binding) }) };
}

export function renderInvitation(
  { place, at, name, email, roles }: Invitation,
  lookup: Lookup,
  binding: Binding,
): Invitation {
  return {
    name,
    email: renderText(email, lookup),
    ...(roles === undefined ? {} : { roles: renderAs(roles, lookup) }),
    place,
    ...(at === undefined ? {} : { at: bound(at, binding) }),
  };
}

function bound(name: string, binding: Binding): string {
  return binding.named.get(name)?.name ?? binding.own.name;
}

function renderExpect({ all, one_of, remember, basis, place }: Expect, lookup: Lookup, traits: Traits): Expect {
  return {
    all: all.map((expectation) => renderExpectation(expectation, lookup, traits.protocol)),
    one_of: one_of
      .filter((world) => isOf(world, traits))
      .map((world): World => {
        const doubt = world.doubt === undefined ? {} : { doubt: world.doubt };
        return { ...renderExpect(world, lookup, traits), when: world.when, ...doubt };
      }),
    ...defined({ remember, basis }),
    place,
  };
}

/** A role that the connection does not map is no role: it is left out of the lists. */
function renderExpectation(expectation: Expectation, lookup: Lookup, protocol: Protocol): Expectation {
  const { place, ...rows } = expectation;
  // As it was read from YAML, with places.
  const written: unknown = rows;
  const resolved = resolve(written as Json, protocol) as { readonly [key: string]: Json };
  const { roles, ...rest } = resolved;
  const mapped = roles === undefined ? {} : { roles: renderLoose(roles, lookup) };
  return { ...(render(rest, lookup) as object), ...mapped, place } as Expectation;
}

/** `{ oidc: x, saml: y }` stands for one of its values. */
function resolve(value: Json, protocol: Protocol): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => resolve(item, protocol));
  const entries = Object.entries<Json>(value);
  if (entries.length === 2 && "oidc" in value && "saml" in value)
    return resolve((value as { readonly [key in Protocol]: Json })[protocol], protocol);
  return Object.fromEntries(entries.map(([key, member]) => [key, resolve(member, protocol)]));
}

function renderAs<T>(value: T, lookup: Lookup): T {
  return render(value as Json, lookup) as T;
}
