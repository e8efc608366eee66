import { NS } from "../names.ts";
import { attribute, child, required, rootOf } from "../xml/elements.ts";
import { parseXml } from "../xml/parse.ts";
import type { LogoutRequest } from "./parse.ts";

/** What an SP was told of somebody's session, which is how it names that in a LogoutRequest. */
export interface Session {
  /** The person's. */
  readonly key: string;
  readonly index: string;
  readonly nameId: SessionName;
}

interface SessionName {
  readonly text: string;
  readonly format: string;
  readonly nameQualifier?: string;
  readonly spNameQualifier?: string;
}

/** Sessions of which nobody hears again are forgotten once that many newer ones have come. */
const MOST = 10_000;

/** The sessions that Responses of this connection have begun at its SP, while the IdP runs. */
export class Sessions {
  #all: readonly Session[] = [];

  /** `built`: the Response, not signed and not encrypted. */
  began(key: string, built: string): void {
    const session = sessionIn(key, built);
    if (session !== null) this.#all = [...this.#all, session].slice(-MOST);
  }

  of(key: string): readonly Session[] {
    return this.#all.filter((session) => session.key === key);
  }

  people(): readonly string[] {
    return [...new Set(this.#all.map(({ key }) => key))];
  }

  /** Those that a LogoutRequest means (SAML Core 3.7.3.2): a format that it leaves out is any. */
  meant({ nameId, sessions }: LogoutRequest): readonly Session[] {
    if (nameId === undefined) return [];
    return this.#all.filter(
      ({ index, nameId: ours }) =>
        ours.text === nameId.text &&
        (nameId.format ?? ours.format) === ours.format &&
        (nameId.spNameQualifier ?? ours.spNameQualifier) === ours.spNameQualifier &&
        (sessions.length === 0 || sessions.includes(index)),
    );
  }

  ended(sessions: readonly Session[]): void {
    this.#all = this.#all.filter((session) => !sessions.includes(session));
  }
}

/** Null where the person has no NameID: nobody can name such a session. */
function sessionIn(key: string, built: string): Session | null {
  const assertion = required(rootOf(parseXml(built)), NS.assertion, "Assertion");
  const nameId = child(child(assertion, NS.assertion, "Subject"), NS.assertion, "NameID");
  const index = attribute(child(assertion, NS.assertion, "AuthnStatement"), "SessionIndex");
  if (nameId === undefined || index === undefined) return null;
  const [nameQualifier, spNameQualifier] = ["NameQualifier", "SPNameQualifier"].map((name) => attribute(nameId, name));
  return {
    key,
    index,
    nameId: {
      text: nameId.textContent ?? "",
      format: attribute(nameId, "Format") ?? "",
      ...(nameQualifier === undefined ? {} : { nameQualifier }),
      ...(spNameQualifier === undefined ? {} : { spNameQualifier }),
    },
  };
}
