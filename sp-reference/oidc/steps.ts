import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import { decodeProtectedHeader } from "jose";
import * as client from "openid-client";
import { IdpRefusal, ProtocolFault, Withdrawn } from "../app/faults.ts";
import type { OidcConnection } from "../config/model.ts";
import { answersByName, discover } from "./clients.ts";
import { endedByToken, type LogoutCall } from "./logout.ts";
import type { OidcAssertion } from "../mapping/assertion.ts";
import type { BegunBy, Ended } from "../session/begun-by.ts";
import type { Pending, PendingSignIns } from "../session/pending.ts";

/** What came back to the redirect URI, and what was sent out before. */
interface Redemption {
  readonly connection: OidcConnection;
  readonly config: client.Configuration;
  /** The callback's address with its query. */
  readonly url: URL;
  readonly state: string;
  readonly pending: Pending;
}

/** A session whose identity provider is asked again. */
interface Refreshing {
  readonly connection: OidcConnection;
  readonly config: client.Configuration;
  readonly begun: BegunBy & { readonly refreshToken: string };
}

/** What is known of a sign-in that begins, or that comes back. */
interface Way {
  readonly req: Request;
  readonly res: Response;
  readonly waiting: PendingSignIns;
  readonly connection: OidcConnection;
}

export type Begun = Pending & { readonly state: string };

export interface OidcSteps {
  /** What the issuer says of itself. Throws ProtocolFault where it is not the connection's. */
  readonly discover: typeof discover;
  /** The parameters of the authorization request. */
  readonly request: (parameters: Record<string, string>) => Record<string, string>;
  /** Keeps what was sent until the browser comes back. */
  readonly remember: (way: Way & { readonly state: string; readonly begun: Omit<Pending, "browser"> }) => void;
  /** What was sent when this answer's sign-in began. Throws ProtocolFault where this browser began none. */
  readonly recall: (way: Way) => Begun;
  /** What a logout token ends. Throws ProtocolFault. */
  readonly ended: (call: LogoutCall) => Promise<Ended>;
  /** The verified claims. Throws ProtocolFault or IdpRefusal. */
  readonly redeem: (redemption: Redemption) => Promise<OidcAssertion>;
  /** What the identity provider says now of who is signed in, without them. Throws ProtocolFault. */
  readonly refresh: (refreshing: Refreshing) => Promise<OidcAssertion>;
}

/**
 * Exchanges the code and verifies everything: state, `iss` response parameter (RFC 9207), PKCE (RFC 7636), and the ID
 * token's signature, issuer, audience, times and nonce (OpenID Connect Core 3.1.3.7). UserInfo is used only where its
 * sub is the ID token's (5.3.2); openid-client checks that once it is told the expected subject.
 */
async function redeem({ connection, config, url, state, pending }: Redemption): Promise<OidcAssertion> {
  const answer = new URL(url);
  if (!answersByName(connection)) answer.searchParams.delete("iss");
  try {
    const tokens = await client.authorizationCodeGrant(config, answer, {
      expectedState: state,
      idTokenExpected: true,
      ...(pending.nonce === undefined ? {} : { expectedNonce: pending.nonce }),
      ...(pending.codeVerifier === undefined ? {} : { pkceCodeVerifier: pending.codeVerifier }),
    });
    const idToken = tokens.claims();
    if (idToken === undefined) throw new ProtocolFault("The identity provider sent no ID token.");
    if (!isBeside(tokens.access_token, tokens.id_token ?? "", idToken["at_hash"])) {
      throw new ProtocolFault("The identity provider's ID token belongs to another access token.");
    }
    const endpoint = config.serverMetadata().userinfo_endpoint;
    // A blank sub is refused by the mapping, in words that help; openid-client would only throw.
    const userInfo =
      endpoint === undefined || idToken.sub === ""
        ? {}
        : await client.fetchUserInfo(config, tokens.access_token, idToken.sub);
    // The ID token is the signed one of the two: where both name a claim, it wins.
    return {
      protocol: "oidc",
      issuer: idToken.iss,
      claims: { ...userInfo, ...idToken },
      accessToken: tokens.access_token,
      ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
    };
  } catch (error) {
    throw explained(error);
  }
}

/**
 * An ID token may come by the refresh token, too, and is verified as every other; that it is about the same person of the
 * same issuer openid-client leaves to whoever knows who that was (OpenID Connect Core 12.2).
 */
async function refresh({ config, begun }: Refreshing): Promise<OidcAssertion> {
  try {
    const tokens = await client.refreshTokenGrant(config, begun.refreshToken);
    const idToken = tokens.claims();
    if (idToken !== undefined && idToken.sub !== begun.subject)
      throw new ProtocolFault("The identity provider's answer is about somebody else.");
    const { issuer, userinfo_endpoint } = config.serverMetadata();
    const userInfo =
      userinfo_endpoint === undefined ? {} : await client.fetchUserInfo(config, tokens.access_token, begun.subject);
    const { sid = begun.session, ...claims }: { readonly [claim: string]: unknown } = idToken ?? {};
    return {
      protocol: "oidc",
      issuer,
      claims: { ...userInfo, ...claims, sub: begun.subject, ...(sid === null ? {} : { sid }) },
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token ?? begun.refreshToken,
    };
  } catch (error) {
    // Over, or taken back (RFC 6749, 5.2). What fails otherwise says nothing of the person.
    if (error instanceof client.ResponseBodyError && error.error === "invalid_grant")
      throw new Withdrawn("Your identity provider has ended your sign-in: sign in again.", { cause: error });
    throw explained(error);
  }
}

/** Where the ID token says which access token it came with, it is this one (OpenID Connect Core 3.1.3.8). */
function isBeside(accessToken: string, idToken: string, said: unknown): boolean {
  // The hash is that of the signature's algorithm; another kind of algorithm has none in its name.
  const [, bits] = /^[A-Z]S(256|384|512)$/.exec(decodeProtectedHeader(idToken).alg ?? "") ?? [];
  if (said === undefined || bits === undefined) return true;
  const hash = createHash(`sha${bits}`).update(accessToken).digest();
  return said === hash.subarray(0, hash.length / 2).toString("base64url");
}

function explained(error: unknown): unknown {
  if (error instanceof ProtocolFault) return error;
  if (error instanceof client.AuthorizationResponseError) {
    const description = error.error_description === undefined ? "" : ` (${error.error_description})`;
    return new IdpRefusal(`The identity provider did not sign you in: ${error.error}${description}.`);
  }
  return new ProtocolFault("The identity provider's answer could not be verified.", { cause: error });
}

function remember({ req, res, waiting, state, begun }: Parameters<OidcSteps["remember"]>[0]): void {
  waiting.begin(req, res, state, begun);
}

function recall({ req, waiting, connection }: Way): Begun {
  const state = req.query["state"];
  if (typeof state !== "string" || state === "") throw new ProtocolFault("The answer carries no state of ours.");
  return { ...waiting.end(req, state, connection.name), state };
}

export const oidcSteps: OidcSteps = {
  discover,
  request: (parameters) => parameters,
  remember,
  recall,
  redeem,
  refresh,
  ended: endedByToken,
};
