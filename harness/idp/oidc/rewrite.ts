import { decodeJwt } from "jose";
import type { AccessToken, KoaContextWithOIDC } from "oidc-provider";
import type { HostServices, SigningKey } from "../mount.ts";
import type { IdpPerson, OidcSpec } from "../port.ts";
import { personClaims, SUPPORTED_SCOPES, tokenClaims } from "./claims.ts";
import { isToldTwice } from "./client-auth.ts";
import type { SpSessions } from "./logout/sessions.ts";
import { idTokenMessage, message } from "./messages.ts";
import { overageOf } from "./overage.ts";
import { compact, decoded } from "./sign.ts";
import type { Claims, Compact, LogoutParts } from "./tampers/tamper.ts";
import { Tampering } from "./tampers/tampering.ts";

/** What all clients of an issuer have in common. */
export interface IssuerParts {
  readonly key: SigningKey;
  readonly issuer: string;
  readonly sessions: SpSessions;
}

const MOMENTS: ReadonlySet<string> = new Set(["iat", "exp", "nbf", "auth_time"]);

/**
 * Everything that the SP is told about a person goes through here, whether a tamper is armed or not: the library
 * knows a person only by the key, and could send neither an odd subject nor a claim that was not announced. So a
 * corrupted sign-in and its control differ in the corruption alone.
 */
export class Rewriter {
  readonly #spec: OidcSpec;
  readonly #host: HostServices;
  readonly #key: SigningKey;
  readonly #issuer: string;
  readonly #sessions: SpSessions;
  readonly #tampering: Tampering;

  constructor(spec: OidcSpec, host: HostServices, { key, issuer, sessions }: IssuerParts) {
    this.#spec = spec;
    this.#host = host;
    this.#key = key;
    this.#issuer = issuer;
    this.#sessions = sessions;
    this.#tampering = new Tampering(host, spec);
  }

  /** The parameters with which the browser is sent back: changed in place, as the library sends them on. */
  redirect(ctx: KoaContextWithOIDC, answer: Record<string, unknown>): void {
    const key = ctx.oidc.entities.Account?.accountId ?? "";
    const named = this.#tampering.named(ctx, key, answer);
    const sent = this.#tampering.edit(ctx, key, "redirect", named, { state: answer["state"] !== undefined });
    for (const name of Object.keys(answer)) if (!Object.hasOwn(sent, name)) delete answer[name];
    Object.assign(answer, sent);
  }

  /** The issuer's discovery document. */
  discovery(ctx: KoaContextWithOIDC): void {
    const body: unknown = ctx.body;
    if (isObject(body)) ctx.body = this.#tampering.document(ctx, body);
  }

  /** The answer of the token endpoint; returns when it may leave. */
  async token(ctx: KoaContextWithOIDC): Promise<void> {
    this.#host.note(ctx.req, message("token_request", { ...ctx.oidc.params }));
    if (isToldTwice(ctx)) {
      ctx.status = 400;
      ctx.body = { error: "invalid_request", error_description: "the client authenticates in two ways at once" };
    }
    const body: unknown = ctx.body;
    if (!isTokenResponse(body)) {
      this.#host.note(ctx.req, message("token_response", isObject(body) ? body : {}));
      return;
    }
    const person = this.#person(ctx);
    if (await this.#tampering.fail(ctx, person.key, "token", body)) {
      await this.leaves(ctx);
      return;
    }
    const answer = this.#tampering.edit(ctx, person.key, "token-answer", body);
    ctx.body = answer;
    this.#host.note(ctx.req, message("token_response", answer));
    if (answer["id_token"] !== undefined) this.#host.note(ctx.req, idTokenMessage(body.id_token));
    await this.leaves(ctx);
  }

  /** What signs the person in is on its way to the SP; returns when it may leave. */
  async leaves(ctx: KoaContextWithOIDC): Promise<void> {
    const { key } = this.#person(ctx);
    this.#tampering.answered(ctx, key);
    await this.#host.meet(key, "sign_in");
  }

  /** What an ID token that the library would issue is here: of its own claims those about itself are left. */
  async idToken(ctx: KoaContextWithOIDC, issued: Claims): Promise<string> {
    const { AuthorizationCode, RefreshToken } = ctx.oidc.entities;
    const source = AuthorizationCode ?? RefreshToken;
    const person = this.#person(ctx);
    const told = {
      ...audience(this.#spec, shifted(tokenClaims(issued), this.#spec)),
      ...personClaims(person, this.#spec, {
        place: "id_token",
        overage: overageOf(person, this.#spec, this.#host),
        scopes: new Set(source?.scopes ?? ctx.oidc.requestParamScopes),
        requested: Object.keys(source?.claims?.id_token ?? ctx.oidc.claims?.id_token ?? {}),
      }),
    };
    this.#began(person, told);
    const { header, payload, signature } = await this.#idToken(ctx, person.key, told);
    return `${header}.${payload}.${signature}`;
  }

  /**
   * What an access token is that the library has made; undefined where it says nothing. `payload`: its times.
   * RFC 9068 2.2.
   */
  async accessToken(token: AccessToken, payload: Times): Promise<string | undefined> {
    const { access_token, signing_alg: alg, client_id } = this.#spec;
    const person = this.#host.people.find(token.accountId ?? "");
    if (access_token === undefined || person === undefined) return undefined;
    const key = await this.#host.signers.of(person.key, alg);
    const told = {
      iss: this.#issuer,
      aud: access_token.audiences.length === 0 ? this.#issuer : single(access_token.audiences),
      client_id,
      jti: token.jti,
      ...(token.scope === undefined ? {} : { scope: token.scope }),
      ...shifted({ iat: payload.iat, exp: payload.exp }, this.#spec),
      ...this.#readable(person),
    };
    const { header, payload: body, signature } = await compact({ alg, typ: "at+jwt", kid: key.kid }, told, key, alg);
    return `${header}.${body}.${signature}`;
  }

  /** What an access token tells of a person: the subject, and what the connection names. */
  #readable(person: IdpPerson): Claims {
    const { claims = [] } = this.#spec.access_token ?? {};
    const named = Object.entries(person.claims).filter(([claim]) => claim === "subject" || claims.includes(claim));
    return personClaims(
      { ...person, claims: Object.fromEntries(named) },
      { ...this.#spec, claims_in: ["id_token"] },
      {
        place: "id_token",
        overage: overageOf(person, this.#spec, this.#host),
        scopes: new Set(SUPPORTED_SCOPES),
        requested: [],
      },
    );
  }

  /** A logout token about a person, by the connection's clock, and corrupted where that is armed. */
  async logoutToken(issued: string, person: string | undefined): Promise<string> {
    const { signing_alg: alg } = this.#spec;
    const [header = ""] = issued.split(".");
    const told: LogoutParts = { header: decoded(header), claims: shifted(decodeJwt(issued), this.#spec) };
    const leaves = person === undefined ? told : this.#tampering.logout(person, told);
    const key = leaves.by === "stranger" ? await this.#host.keys.signingKey("stranger", alg) : this.#key;
    const shown = await compact(leaves.header, leaves.claims, key, alg);
    return `${shown.header}.${shown.payload}.${leaves.by === "nobody" ? "" : shown.signature}`;
  }

  /** Who is told of a sign-out must be known by what was told before. */
  #began({ key }: IdpPerson, { sub, sid }: Claims): void {
    const { client_id } = this.#spec;
    const named = {
      ...(typeof sub === "string" ? { subject: sub } : {}),
      ...(typeof sid === "string" ? { sid } : {}),
    };
    this.#sessions.began({ client_id, key, ...named });
  }

  /** The answer of the introspection endpoint (RFC 7662 2.2). */
  introspection(ctx: KoaContextWithOIDC): void {
    const body: unknown = ctx.body;
    const { AccessToken, RefreshToken } = ctx.oidc.entities;
    const person = this.#host.people.find((AccessToken ?? RefreshToken)?.accountId ?? "");
    if (!isObject(body) || body["active"] !== true || person === undefined) return;
    const { sub: _, ...rest } = body;
    const isReadable = AccessToken !== undefined && this.#spec.access_token !== undefined;
    ctx.body = {
      ...shifted(rest, this.#spec),
      ...(isReadable ? this.#readable(person) : "subject" in person.claims ? { sub: person.claims.subject } : {}),
    };
  }

  /** The answer of the UserInfo endpoint; returns when it may leave. */
  async userinfo(ctx: KoaContextWithOIDC): Promise<void> {
    const token = ctx.oidc.entities.AccessToken;
    if (ctx.status !== 200 || token === undefined) return;
    const person = this.#person(ctx);
    const told = personClaims(person, this.#spec, {
      place: "userinfo",
      overage: overageOf(person, this.#spec, this.#host),
      scopes: new Set(token.scopes),
      requested: Object.keys(token.claims?.userinfo ?? {}),
    });
    const claims = this.#tampering.edit(
      ctx,
      person.key,
      "userinfo",
      this.#tampering.edit(ctx, person.key, "subject", told),
    );
    if (!(await this.#tampering.fail(ctx, person.key, "userinfo", claims))) {
      await this.#tellUserInfo(ctx, person.key, claims);
    }
    await this.#host.meet(person.key, "userinfo");
  }

  /** UserInfo on its way, signed where the client is registered for that (OpenID Connect Core 5.3.2). */
  async #tellUserInfo(ctx: KoaContextWithOIDC, person: string, claims: Claims): Promise<void> {
    const { signing_alg: alg, client_id, userinfo } = this.#spec;
    const key = userinfo === "jwt" ? await this.#host.signers.of(person, alg) : null;
    const about = { ...claims, iss: this.#issuer, aud: client_id };
    const told = key === null ? { json: claims } : await compact({ alg, typ: "JWT", kid: key.kid }, about, key, alg);
    const sent = await this.#tampering.userInfo(ctx, person, told);
    if ("json" in sent) {
      ctx.body = sent.json;
      ctx.type = "json";
      this.#host.note(ctx.req, { kind: "userinfo", content: sent.json });
      return;
    }
    ctx.body = `${sent.header}.${sent.payload}.${sent.signature}`;
    ctx.type = "application/jwt";
    this.#host.note(ctx.req, { kind: "userinfo", content: decoded(sent.payload), header: decoded(sent.header) });
  }

  /** An ID token on its way past every point of attack. */
  async #idToken(ctx: KoaContextWithOIDC, person: string, told: Claims): Promise<Compact> {
    const { signing_alg: alg } = this.#spec;
    const tampering = this.#tampering;
    const refresh = ctx.oidc.params?.["grant_type"] === "refresh_token";
    const encryption_key = this.#host.signers.isCrowded();
    const exchange = { nonce: told["nonce"] !== undefined, refresh, encryption_key };
    const named = tampering.named(ctx, person, told);
    const claims = tampering.edit(ctx, person, "claims", tampering.edit(ctx, person, "subject", named), exchange);
    // Beside a key of another kind there is one for RS256: see provider.ts.
    const keys = { single_key: alg === "RS256" && this.#host.signers.published().length === 0 };
    const key = await this.#host.signers.of(person, alg);
    const header = tampering.edit(ctx, person, "header", { alg, typ: "JWT", kid: key.kid }, keys);
    return tampering.sign(ctx, person, await compact(header, claims, key, alg), exchange);
  }

  #person(ctx: KoaContextWithOIDC): IdpPerson {
    const person = this.#host.people.find(ctx.oidc.entities.Account?.accountId ?? "");
    // The library has just found the account; only a dismissal in between can be the cause.
    if (person === undefined) throw new Error("the person was dismissed in the middle of the sign-in");
    return person;
  }
}

interface Times {
  readonly iat?: number;
  readonly exp?: number;
}

/** Moments by the connection's clock. */
function shifted(told: Claims, { clock = 0 }: OidcSpec): Claims {
  const moments = Object.entries(told).flatMap(([name, value]) =>
    MOMENTS.has(name) && typeof value === "number" ? [[name, value + clock] as const] : [],
  );
  return { ...told, ...Object.fromEntries(moments) };
}

function single<T>(all: readonly T[]): T | readonly T[] {
  const [one, ...others] = all;
  return one === undefined || others.length > 0 ? all : one;
}

/** Who else it is for; of several, the one that asked is named (OpenID Connect Core 2, `azp`). */
function audience({ audiences = [], client_id }: OidcSpec, told: Claims): Claims {
  return audiences.length === 0 ? told : { ...told, aud: [client_id, ...audiences], azp: client_id };
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null;
}

function isTokenResponse(body: unknown): body is Record<string, unknown> & { readonly id_token: string } {
  return isObject(body) && typeof body.id_token === "string";
}
