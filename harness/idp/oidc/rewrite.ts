import { decodeJwt } from "jose";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { HostServices } from "../mount.ts";
import type { IdpPerson, OidcSpec } from "../port.ts";
import { personClaims, tokenClaims } from "./claims.ts";
import { message } from "./messages.ts";
import type { Sign } from "./sign.ts";
import { tampered } from "./tampers/registry.ts";
import type { Claims } from "./tampers/tamper.ts";

/**
 * Everything that the SP is told about a person goes through here, whether a tamper is armed or not: the library
 * knows a person only by the key, and could send neither an odd subject nor a claim that was not announced. So a
 * corrupted sign-in and its control differ in the corruption alone.
 */
export class Rewriter {
  readonly #spec: OidcSpec;
  readonly #host: HostServices;
  readonly #sign: Sign;

  constructor(spec: OidcSpec, host: HostServices, sign: Sign) {
    this.#spec = spec;
    this.#host = host;
    this.#sign = sign;
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
    const { AuthorizationCode, RefreshToken } = ctx.oidc.entities;
    const source = AuthorizationCode ?? RefreshToken;
    const person = this.#person(ctx);
    const claims = this.#outgoing(person, {
      ...tokenClaims(decodeJwt(body.id_token)),
      ...personClaims(person, this.#spec, {
        place: "id_token",
        scopes: new Set(source?.scopes),
        requested: Object.keys(source?.claims?.id_token ?? {}),
      }),
    });
    ctx.body = { ...body, id_token: await this.#sign(claims) };
    this.#host.note(ctx.req, message("token_response", body));
    this.#host.note(ctx.req, { kind: "id_token", content: claims });
    this.#tellDelivered(ctx, person);
    await this.#host.meet(person.key, "sign_in");
  }

  /** The answer of the UserInfo endpoint; returns when it may leave. */
  async userinfo(ctx: KoaContextWithOIDC): Promise<void> {
    const token = ctx.oidc.entities.AccessToken;
    if (ctx.status !== 200 || token === undefined) return;
    const person = this.#person(ctx);
    const claims = this.#outgoing(
      person,
      personClaims(person, this.#spec, {
        place: "userinfo",
        scopes: new Set(token.scopes),
        requested: Object.keys(token.claims?.userinfo ?? {}),
      }),
    );
    ctx.body = claims;
    this.#host.note(ctx.req, { kind: "userinfo", content: claims });
    await this.#host.meet(person.key, "userinfo");
  }

  #outgoing(person: IdpPerson, claims: Claims): Claims {
    return tampered(claims, this.#host.tampers.armed(person.key));
  }

  #tellDelivered(ctx: KoaContextWithOIDC, { key }: IdpPerson): void {
    if (this.#host.tampers.armed(key) === undefined) return;
    ctx.res.once("finish", () => this.#host.tampers.delivered(key));
  }

  #person(ctx: KoaContextWithOIDC): IdpPerson {
    const person = this.#host.people.find(ctx.oidc.entities.Account?.accountId ?? "");
    // The library has just found the account; only a dismissal in between can be the cause.
    if (person === undefined) throw new Error("the person was dismissed in the middle of the sign-in");
    return person;
  }
}

/** RFC 6749 2.3. The library does not look for the way that it was not set up for. */
function isToldTwice(ctx: KoaContextWithOIDC): boolean {
  const body: unknown = ctx.oidc.body;
  return ctx.headers.authorization !== undefined && isObject(body) && body["client_secret"] !== undefined;
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null;
}

function isTokenResponse(body: unknown): body is Record<string, unknown> & { readonly id_token: string } {
  return isObject(body) && typeof body.id_token === "string";
}
