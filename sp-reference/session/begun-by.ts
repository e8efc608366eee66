import type { Db } from "../accounts/database.ts";
import type { Assertion } from "../mapping/assertion.ts";

/** Who began a session, in the identity provider's own words: so it names the session when it ends there. */
export interface BegunBy {
  readonly connection: string;
  /** `sub`, or the NameID; whatever the account is known by. */
  readonly subject: string;
  /** `sid`, or SessionIndex; null: it told none. */
  readonly session: string | null;
  /** By what the identity provider can be asked again; null: it gave nothing for that. Told to nobody. */
  readonly refreshToken: string | null;
}

/** Undefined where the identity provider gave the person no name that it could come back to. */
export function begunBy(connection: string, assertion: Assertion): BegunBy | undefined {
  if (assertion.protocol === "saml") {
    const { nameId, sessionIndex } = assertion;
    return nameId === null
      ? undefined
      : { connection, subject: nameId.value, session: sessionIndex, refreshToken: null };
  }
  const { claims, refreshToken = null } = assertion;
  const { sub, sid } = claims;
  return typeof sub === "string"
    ? { connection, subject: sub, session: typeof sid === "string" ? sid : null, refreshToken }
    : undefined;
}

/** What a logout message of an identity provider means. */
export interface Ended {
  readonly connection: string;
  /** Null: the sessions alone are named. */
  readonly subject: string | null;
  /** Empty: all of the person's. */
  readonly sessions: readonly string[];
}

/** Ends the sessions that are meant, in whatever browser they are, and no others; how many there were. */
export function endSessions(db: Db, { connection, subject, sessions }: Ended): number {
  if (subject === null && sessions.length === 0) return 0;
  const named = JSON.stringify(sessions);
  return db
    .prepare(
      `DELETE FROM sessions WHERE connection = ? AND (? IS NULL OR subject = ?)
       AND (? = '[]' OR idp_session IN (SELECT value FROM json_each(?)))`,
    )
    .run(connection, subject, subject, named, named).changes;
}
