import type {
  Connection,
  EachRow,
  Json,
  Organization,
  Policy,
  Scenario,
  SeededAccount,
  Target,
} from "../scenario/model/index.ts";
import { typesUsername } from "../scenario/abilities.ts";
import { invitationsIn, seededIn } from "../scenario/seeded.ts";
import { lookupIn, render, TemplateError, type Lookup } from "../scenario/template.ts";
import { isAbout } from "./about.ts";
import type { Binding } from "./bind.ts";
import { asksForGate, gateOf, withGate } from "./gate.ts";
import { requiredAttributes } from "./offer.ts";
import { completePerson, demandedClaims, identityValue } from "./people.ts";

/** What one variant's templates can name, and who its people are. */
export interface Scope {
  readonly ns: string;
  /** Of the check's own connection. */
  readonly lookup: Lookup;
  /** The initial claims of a person, complete and rendered. */
  claimsOf(person: string): { readonly [claim: string]: Json };
  connectionOf(person: string): Connection;
  /** Claims that are changed, with the group without which they would not be let in. */
  changed(person: string, claims: { readonly [claim: string]: Json }): { readonly [claim: string]: Json };
  /** As `lookup`, with the `{{domain}}` of the person's own connection. */
  lookupOf(person: string): Lookup;
  /** An account as it is made: whoever signs in by a password has the name that the SP's people type. */
  seeded(account: SeededAccount): SeededAccount;
}

export interface ScopeOptions {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly binding: Binding;
  readonly policyOf: (connection: Connection) => Policy;
  readonly row: EachRow | null;
  readonly ns: string;
}

/** Templates may name each other's people and accounts; each is rendered when it is first asked for. */
export function makeScope(options: ScopeOptions): Scope {
  const { scenario, target, binding, policyOf, row, ns } = options;
  const people = new Map(scenario.given.people.map((person) => [person.name, person]));
  const accounts = new Map(seededIn(scenario).map((account) => [account.name, account]));
  const invitations = new Map(invitationsIn(scenario).map((invitation) => [invitation.name, invitation]));
  const done = new Map<string, { readonly [claim: string]: Json }>();
  const open = new Set<string>();
  const own = binding.own;
  const asked = asksForGate(scenario);
  const facts = lookupIn({
    ns,
    blank: blankOf(ns),
    digits: digitsOf(ns),
    id: scenario.id,
    deep_link: target.deep_link,
    connection: { name: own.name },
    organization: { name: own.organization },
    roles: rolesOf(own) as { readonly [name: string]: Json | undefined } as Json,
    required: { one: requiredAttributes(policyOf(own))[0] } as { readonly one: Json | undefined } as Json,
  });

  const aboutHosted = isAbout(scenario, "hosted_domain");
  /** Which domain the IdP must say that everybody is of, but for whom a scenario is about. */
  const hostedDomainOf = (home: Connection, { hosted_domain }: Policy): string | undefined =>
    hosted_domain === "required" && home.protocol === "oidc" && !aboutHosted ? domainOf(target, home) : undefined;

  const connectionOf = (name: string) => {
    const at = people.get(name)?.at;
    return (at === undefined ? undefined : binding.named.get(at)) ?? own;
  };
  const claimsOf = (name: string) =>
    once(done, open, `person ${name}`, name, () => {
      const person = people.get(name);
      if (person === undefined) throw new Error(`the scenario ${scenario.id} has no person named ${name}`);
      const home = connectionOf(name);
      const policy = policyOf(home);
      const gate = asked ? undefined : gateOf(home, policy);
      const claims = completePerson(
        person,
        ns,
        lookupAt(home, true),
        home,
        demandedClaims(home, policy, ns, { gate, hosted: hostedDomainOf(home, policy) }),
      );
      return withGate(claims, home, gate);
    });

  /** `raw`: subjects as the IdP has them; else as the SP comes to see them. */
  function lookupAt(home: Connection, raw: boolean): Lookup {
    const lookup: Lookup = (path) => {
      if (path === "domain") return domainOf(target, home);
      if (path === "second_domain") return domainOf(target, home, 1);
      if (path === "public_domain") return ownerOf(target, home)?.public_domain;
      const [head = "", ...rest] = path.split(".");
      const field = rest.join(".");
      if (row !== null && Object.hasOwn(row.variables, head)) {
        return lookupIn({ [head]: render(row.variables[head] ?? null, lookup) })(path);
      }
      if (people.has(head) && field !== "") {
        if (field === "subject" && !raw)
          return identityValue(claimsOf(head), connectionOf(head), policyOf(connectionOf(head)));
        return lookupIn(claimsOf(head))(field);
      }
      const bound = binding.named.get(head);
      if (bound !== undefined && field === "domain") return domainOf(target, bound);
      if (bound !== undefined && field === "name") return bound.name;
      const account = accounts.get(head);
      if (account !== undefined && field !== "") return accountField(account, field, lookup);
      const invitation = invitations.get(head);
      if (invitation !== undefined && field === "email") return render(invitation.email, lookup);
      return facts(path);
    };
    return lookup;
  }

  return {
    ns,
    lookup: lookupAt(own, false),
    claimsOf,
    connectionOf,
    changed: (name, claims) => {
      const home = connectionOf(name);
      return withGate(claims, home, asked ? undefined : gateOf(home, policyOf(home)));
    },
    lookupOf: (name) => lookupAt(connectionOf(name), true),
    seeded: (account) =>
      account.password === undefined || account.username !== undefined || !typesUsername(target)
        ? account
        : { ...account, username: `${account.name}.${ns}` },
  };
}

/**
 * Spaces and tabs that no other namespace has: an SP that stores a blank text has it for each check once. A plain
 * blank would be shared, and what one check left behind would be found by the next.
 */
function blankOf(ns: string): string {
  return Number.parseInt(ns, 36).toString(2).replaceAll("0", " ").replaceAll("1", "\t");
}

/** A whole number that no other namespace has, as text: at most thirteen digits, the first of them no nought. */
function digitsOf(ns: string): string {
  return Number.parseInt(ns, 36).toString(10);
}

function accountField(account: SeededAccount, field: string, lookup: Lookup): Json | undefined {
  if (field === "name" || field === "at") return undefined;
  const value: Json | undefined = Object.entries({ ...account, place: null }).find(([name]) => name === field)?.[1];
  return value === undefined ? undefined : render(value, lookup);
}

function domainOf(target: Target, connection: Connection, index = 0): string | undefined {
  return ownerOf(target, connection)?.verified_domains[index];
}

function ownerOf(target: Target, { organization }: Connection): Organization | undefined {
  return target.organizations.find(({ name }) => name === organization);
}

/** Renders once; two templates that wait for each other are a fault of the scenario. */
function once<T>(done: Map<string, T>, open: Set<string>, what: string, key: string, make: () => T): T {
  const known = done.get(key);
  if (known !== undefined) return known;
  if (open.has(key)) throw new TemplateError(key, `is ${what}, whose templates name each other in a circle`);
  open.add(key);
  const made = make();
  done.set(key, made);
  return made;
}

/** With each mapped group's name in other letters, where it has such a name that no other mapped group bears. */
function rolesOf({ roles: { mapped, default: otherwise, required } }: Connection): object {
  const names = Object.values(mapped).map(({ group }) => group);
  const recased = (group: string) =>
    [group.toUpperCase(), group.toLowerCase()].find((other) => other !== group && !names.includes(other));
  const told = Object.entries(mapped).map(([name, role]) => [name, { ...role, recased: recased(role.group) }]);
  return { ...Object.fromEntries(told), default: otherwise, required };
}
