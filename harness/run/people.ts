import { own } from "../own.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { Idps } from "../idp/port.ts";
import { completePerson } from "../plan/index.ts";
import type { Person, Target } from "../scenario/model/index.ts";

/** People who are signed in by hand carry this where a check's people carry their namespace. */
const NS = "demo";

/**
 * Makes the people of a people file known to every connection, with an email at its organization's first domain. The
 * login page shows the newest first, so the file's first person is admitted last.
 */
export function admitPeople(idps: Idps, target: Target, people: readonly Person[]): void {
  for (const connection of target.connections) {
    const organization = target.organizations.find(({ name }) => name === connection.organization);
    const values: { readonly [path: string]: string | undefined } = {
      ns: NS,
      domain: organization?.verified_domains[0],
    };
    for (const person of people.toReversed()) {
      const { note, ...claims } = completePerson(person, NS, (path) => own(values, path), connection);
      idps.admit(connection.name, { key: person.name, claims, ...(typeof note === "string" ? { note } : {}) });
    }
  }
}

/** Something that an IdP told the SP of a person. */
export interface DemoSignIn {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly connection: string;
  /** As the message has it: name, else email, else subject. */
  readonly person: string;
  readonly status: string;
}

const CONNECTION = /^https?:\/\/[^/]+\/(?:oidc|saml)\/([^/?]+)/;

/** A sign-in, as the IdP sees one: the ID token or the SAML response that leaves for the SP. */
export function signInOf({ at, request, messages }: Exchange, people: readonly Person[]): DemoSignIn | null {
  const connection = CONNECTION.exec(request.url)?.[1];
  const message = messages.find(({ kind }) => kind === "id_token" || kind === "Response");
  if (connection === undefined || message === undefined) return null;
  const text = JSON.stringify(message.content);
  const person = people.find(({ name }) => text.includes(`${NS}-${name}`))?.name ?? "somebody without a subject";
  const status = message.kind === "id_token" ? "an ID token was sent to the SP" : "a SAML response was sent to the SP";
  return { at, connection: decodeURIComponent(connection), person, status };
}
