import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import { ProtocolFault } from "../app/faults.ts";
import type { OidcConnection } from "../config/model.ts";
import type { Ended } from "../session/begun-by.ts";

const EVENT = "http://schemas.openid.net/event/backchannel-logout";
const OLDEST_S = 300;

export interface LogoutCall {
  readonly connection: OidcConnection;
  readonly issuer: string;
  /** The issuer's keys. */
  readonly keys: JWTVerifyGetKey;
  /** The form field logout_token. */
  readonly token: string;
}

/**
 * What a logout token ends (OpenID Connect Back-Channel Logout 1.0, 2.6). Whoever finds the address can post one, so
 * here its signature is all that there is, whatever the connection takes an ID token's for. Throws ProtocolFault.
 */
export async function endedByToken(call: LogoutCall): Promise<Ended> {
  const { connection, issuer, keys, token } = call;
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, keys, {
      issuer,
      audience: connection.clientId,
      algorithms: ["RS256", "PS256", "ES256"],
      requiredClaims: ["iat", "exp", "jti", "events"],
      clockTolerance: connection.policy.clock_skew_s,
      maxTokenAge: OLDEST_S,
    }));
  } catch (error) {
    throw new ProtocolFault("The logout token could not be verified.", { cause: error });
  }
  if (!isLogout(payload["events"])) throw new ProtocolFault("The token is about something else than a sign-out.");
  if (payload["nonce"] !== undefined) throw new ProtocolFault("A logout token has no nonce: this is another token.");
  return meantBy(connection, payload);
}

export function isLogout(events: unknown): boolean {
  if (typeof events !== "object" || events === null || !Object.hasOwn(events, EVENT)) return false;
  const event = (events as { readonly [name: string]: unknown })[EVENT];
  return typeof event === "object" && event !== null;
}

/** With a session, that one; else all of the person's (2.7). Throws ProtocolFault where it names neither. */
export function meantBy(connection: OidcConnection, { sub, sid }: JWTPayload): Ended {
  const subject = typeof sub === "string" ? sub : null;
  const sessions = typeof sid === "string" ? [sid] : [];
  if (subject === null && sessions.length === 0) throw new ProtocolFault("The logout token names nobody.");
  return { connection: connection.name, subject, sessions };
}
