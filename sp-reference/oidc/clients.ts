import * as client from "openid-client";
import { ProtocolFault } from "../app/faults.ts";
import type { OidcConnection } from "../config/model.ts";

const HOUR = 3_600_000;
const TIMEOUT_S = 5;
const JWKS_COOLDOWN_S = 60;
const EARLY_S = 10;
const EARLY_REFETCHES = 3;

interface Issuer {
  readonly metadata: Promise<client.ServerMetadata>;
  readonly at: number;
  /** The issuer's keys, carried from one sign-in to the next. */
  keys: client.ExportedJWKSCache | undefined;
  /** When the keys were made to look old (seconds). */
  earlyRefetches: readonly number[];
}

/**
 * What openid-client needs for each connection, from the issuer's discovery document at the connection's first
 * sign-in: an IdP that is down does not keep the SP from starting, and a failure is not remembered.
 */
export class OidcClients {
  readonly #issuers = new Map<string, Issuer>();
  readonly #discover: typeof discover;

  constructor(how: typeof discover = discover) {
    this.#discover = how;
  }

  /** Runs `work` with the connection's configuration, and keeps the keys that it fetched. */
  async use<T>(connection: OidcConnection, work: (config: client.Configuration) => Promise<T>): Promise<T> {
    const issuer = this.#issuer(connection);
    const metadata = await this.#metadata(connection, issuer);
    const config = new client.Configuration(
      answersByName(connection) ? metadata : { ...metadata, authorization_response_iss_parameter_supported: false },
      connection.clientId,
      {
        [client.clockTolerance]: connection.policy.clock_skew_s,
        ...(connection.userInfoAlg === null ? {} : { userinfo_signed_response_alg: connection.userInfoAlg }),
      },
      authentication(connection),
    );
    config.timeout = TIMEOUT_S;
    for (const apply of settings(connection)) apply(config);
    if (issuer.keys !== undefined) client.setJwksCache(config, refetchable(issuer, issuer.keys));
    try {
      return await work(config);
    } finally {
      issuer.keys = client.getJwksCache(config) ?? issuer.keys;
    }
  }

  /** What was fetched for a connection that is another one now. */
  forget(connection: string): void {
    this.#issuers.delete(connection);
  }

  #issuer(connection: OidcConnection): Issuer {
    const known = this.#issuers.get(connection.name);
    if (known !== undefined && Date.now() - known.at < HOUR) return known;
    const issuer: Issuer = {
      metadata: this.#discover(connection),
      at: Date.now(),
      keys: undefined,
      earlyRefetches: [],
    };
    this.#issuers.set(connection.name, issuer);
    return issuer;
  }

  async #metadata(connection: OidcConnection, issuer: Issuer): Promise<client.ServerMetadata> {
    try {
      return await issuer.metadata;
    } catch (error) {
      if (this.#issuers.get(connection.name) === issuer) this.#issuers.delete(connection.name);
      if (error instanceof ProtocolFault) throw error;
      throw new ProtocolFault("The identity provider can not be reached at the moment. Try again in a minute.", {
        status: 503,
        cause: error,
      });
    }
  }
}

/**
 * What the issuer says of itself. It must call itself what it was asked as (Discovery 4.3; openid-client compares them):
 * whoever is somebody else's IdP could otherwise speak for this one. Throws ProtocolFault.
 */
export async function discover(connection: OidcConnection): Promise<client.ServerMetadata> {
  try {
    const config = await client.discovery(new URL(connection.issuer), connection.clientId, undefined, undefined, {
      execute: settings(connection),
      timeout: TIMEOUT_S,
    });
    return config.serverMetadata();
  } catch (error) {
    if (!(error instanceof client.ClientError) || error.code !== OTHER_ISSUER) throw error;
    throw new ProtocolFault("The identity provider calls itself by another name than its own.", { cause: error });
  }
}

/** openid-client's word for an attribute of an answer that is not the expected one. */
const OTHER_ISSUER = "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED";

function settings({ issuer, policy }: OidcConnection): ((config: client.Configuration) => void)[] {
  const found: ((config: client.Configuration) => void)[] = [];
  // OpenID Connect Core 3.1.3.7(6) lets a client rely on TLS to the token endpoint.
  if (policy.id_token_signature === "always") found.push(client.enableNonRepudiationChecks);
  const { protocol, hostname } = new URL(issuer);
  if (protocol === "http:" && isLoopback(hostname)) found.push(client.allowInsecureRequests);
  return found;
}

/** Whether the authorization response must name its issuer (RFC 9207). */
export function answersByName({ policy }: OidcConnection): boolean {
  return policy.mixup_defence === "iss";
}

/**
 * The library fetches an issuer's keys again for an unknown key only once they are a minute old, which locks everybody
 * out for that minute when the issuer rotates. So they are made to look that old, a few times in ten seconds: often
 * enough for a rotation, too seldom for stray key ids to become a flood.
 */
function refetchable(issuer: Issuer, keys: client.ExportedJWKSCache): client.ExportedJWKSCache {
  const now = Math.floor(Date.now() / 1000);
  if (now - keys.uat >= JWKS_COOLDOWN_S) return keys;
  const lately = issuer.earlyRefetches.filter((at) => now - at < EARLY_S);
  if (lately.length >= EARLY_REFETCHES) return keys;
  issuer.earlyRefetches = [...lately, now];
  return { ...keys, uat: now - JWKS_COOLDOWN_S };
}

function authentication({ name, clientAuth, clientSecret }: OidcConnection): client.ClientAuth {
  if (clientAuth === "none") return client.None();
  if (clientSecret === null) {
    throw new ProtocolFault(`The connection ${name} has no client secret: set CLIENT_SECRET.`, { status: 503 });
  }
  return clientAuth === "basic" ? client.ClientSecretBasic(clientSecret) : client.ClientSecretPost(clientSecret);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}
