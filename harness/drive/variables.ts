import type { SeededAccount } from "../scenario/model/index.ts";
import { seededBy } from "../scenario/vocabulary/index.ts";
import type { Stage } from "./stage.ts";

/** Values for the templates of what is done in a browser. */
export type ActionVariables = { readonly [path: string]: string };

export function placeVariables(stage: Stage, connection: string): ActionVariables {
  return { ns: stage.variant.ns, connection, organization: stage.connection(connection).organization };
}

/** Of a person who comes by a connection, as the IdP has them at this moment. */
export function personVariables(stage: Stage, person: string, connection: string): ActionVariables {
  const { key, claims } = stage.person(person);
  return {
    ...placeVariables(stage, connection),
    person: key,
    email: text(claims["email"]),
    login: loginOf(stage, person, connection, text(claims["email"])),
    username: text(claims["preferred_username"]),
    subject: text(claims["subject"]),
    return_to: "",
    password: "",
  };
}

/**
 * What a person types where the SP asks for an address before it knows which IdP to ask: their email where its domain
 * is the connection's own, else one that is. An SP finds the connection by it, whatever the IdP asserts afterwards.
 */
function loginOf(stage: Stage, person: string, connection: string, email: string): string {
  const { organization } = stage.connection(connection);
  const owner = stage.world.target.organizations.find(({ name }) => name === organization);
  const domains = owner?.verified_domains ?? [];
  const own = ADDRESS.test(email) && domains.some((domain) => email.toLowerCase().endsWith(`@${domain.toLowerCase()}`));
  return own ? email : `${person}.${stage.variant.ns}@${domains[0] ?? ""}`;
}

/** What the IdP asserts of a person need be none: two ats, a line break. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** Of a seeded account. */
function accountVariables(stage: Stage, account: SeededAccount): ActionVariables {
  return {
    ...placeVariables(stage, account.at ?? stage.check.connection),
    person: account.name,
    email: text(account.email),
    login: text(account.email),
    username: text(account.username),
    subject: "",
    return_to: "",
    password: text(account.password),
  };
}

/** Of a seeded account, or of a person who is no account of the scenario's own. */
export function whoVariables(stage: Stage, who: string): ActionVariables {
  const account = seededAccount(stage, who);
  return account === undefined
    ? personVariables(stage, who, stage.person(who).connection)
    : accountVariables(stage, account);
}

/** The account that was seeded under this name, before the steps or in them. */
export function seededAccount({ variant }: Stage, name: string): SeededAccount | undefined {
  const seeded = [...variant.accounts, ...variant.steps.flatMap(seededBy)];
  return seeded.find((account) => account.name === name);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
