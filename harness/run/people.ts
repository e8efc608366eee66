import { defined } from "../defined.ts";
import { own } from "../own.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { Idps } from "../idp/port.ts";
import { completePerson } from "../plan/index.ts";
import type { Connection, Person, Target } from "../scenario/model/index.ts";

/** People who are signed in by hand carry this where a check's people carry their namespace. */
export const BY_HAND = "demo";

/**
 * Makes the people of a people file known to every connection, with an email at its organization's first domain. The
 * login page shows the newest first, so the file's first person is admitted last.
 */
export function admitPeople(idps: Idps, target: Target, people: readonly Person[]): void {
  for (const connection of target.connections) {
    for (const person of people.toReversed()) {
      const { note, ...claims } = completedAt(connection, person, target);
      const { name: key, assigned } = person;
      idps.admit(connection.name, {
        key,
        claims,
        ...defined({ assigned, note: typeof note === "string" ? note : undefined }),
      });
    }
  }
}

/** A person as a connection's IdP knows them. */
function completedAt(connection: Connection, person: Person, { organizations }: Target) {
  const organization = organizations.find(({ name }) => name === connection.organization);
  const values: { readonly [path: string]: string | undefined } = {
    ns: BY_HAND,
    domain: organization?.verified_domains[0],
  };
  return completePerson(person, BY_HAND, (path) => own(values, path), connection);
}

/** What a connection's IdP says of a person. */
export function claimsOf(connection: Connection, person: Person, target: Target): Claims {
  const { note: _, ...claims } = completedAt(connection, person, target);
  return claims;
}

type Claims = { readonly [claim: string]: unknown };

/** Something that an IdP told the SP of a person. */
export interface DemoSignIn {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly connection: string;
  /** As the message has it: name, else email, else subject. */
  readonly person: string;
  readonly status: string;
}

/** What a message calls somebody whom no file knows, such as those of a scenario; undefined: nothing. */
function ownWord(content: { readonly [name: string]: unknown }): string | undefined {
  const { xml, email, sub } = content;
  const nameId = typeof xml === "string" ? /<(?:[\w.-]+:)?NameID\b[^>]*>([^<]+)</.exec(xml)?.[1] : undefined;
  return [email, sub, nameId].find((one): one is string => typeof one === "string" && one.trim() !== "");
}

const CONNECTION = /^https?:\/\/[^/]+\/(?:oidc|saml)\/([^/?]+)/;

/** A sign-in, as the IdP sees one: the ID token or the SAML response that leaves for the SP. */
export function signInOf(
  { at, request, messages }: Exchange,
  people: readonly Person[],
  target: Target,
): DemoSignIn | null {
  const connection = CONNECTION.exec(request.url)?.[1];
  const message = messages.find(({ kind }) => kind === "id_token" || kind === "Response");
  if (connection === undefined || message === undefined) return null;
  const text = JSON.stringify(message.content);
  const home = target.connections.find(({ name }) => name === decodeURIComponent(connection));
  // By the identifier, or by what else a message says of them: an assertion may carry an address alone.
  const by = (...names: readonly string[]) =>
    people.find((person) => {
      const claims = home === undefined ? {} : completedAt(home, person, target);
      const values = names.map((claim) => own(claims, claim));
      return values.some((value) => typeof value === "string" && value !== "" && text.includes(value));
    });
  const known = (by("subject") ?? by("preferred_username", "email"))?.name;
  const person = known ?? ownWord(message.content) ?? "somebody without a subject";
  const status = message.kind === "id_token" ? "an ID token was sent to the SP" : "a SAML response was sent to the SP";
  return { at, connection: decodeURIComponent(connection), person, status };
}
