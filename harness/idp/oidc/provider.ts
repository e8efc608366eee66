import type { EventEmitter } from "node:events";
import { createHash, createPrivateKey } from "node:crypto";
import type Provider from "oidc-provider";
import type { Configuration, KoaContextWithOIDC, ResponseType } from "oidc-provider";
import { defined } from "../../defined.ts";
import type { SigningKey } from "../mount.ts";
import type { OidcSpec } from "../port.ts";
import type { Place } from "./place.ts";
import { readableAccessTokens } from "./access-token.ts";
import type { Store } from "./adapter.ts";
import { STANDARD_CLAIMS, SUPPORTED_SCOPES } from "./claims.ts";
import { callerOf } from "./calls.ts";
import { CLIENT_AUTH_METHODS, refuseOtherWays } from "./client-auth.ts";
import type { Client, Clients } from "./clients.ts";
import { allowLocalImplicit, keepAnswer, noteIdToken, rewriteIdTokens, type Answer } from "./front-channel.ts";
import { Provider as OpenIdProvider } from "./library.ts";
import type { Lent } from "./lent.ts";
import { message } from "./messages.ts";
import { promptFor } from "./offline.ts";
import { originsOf } from "./origins.ts";
import { loginPrompts, signInKnown } from "./policy.ts";
import { problemPage } from "./problem.ts";
import { tellMistake } from "./token-error.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What the provider signs with, and where it remembers. */
export interface ProviderParts {
  readonly store: Store;
  /** Signs the connection's ID tokens. */
  readonly key: SigningKey;
  /**
   * Where `key` is none for RS256: every OpenID Provider supports that too (OpenID Connect Core 15.1) and announces it
   * (Discovery 3), and strict clients read no discovery document without it.
   */
  readonly rsa: SigningKey | null;
  readonly lent: Lent;
}

/** The OpenID Provider of one issuer, with the clients that it knows. */
export async function createProvider(clients: Clients, place: Place, parts: ProviderParts): Promise<Provider> {
  const { host } = clients.first;
  const known = await Promise.all(clients.all.map(metadata));
  const provider = new OpenIdProvider(place.issuer, configuration(clients, known, place, parts));
  answerWhereLent(provider, parts.lent);
  refuseOtherWays(provider, clients);
  nameSessions(provider, clients);
  allowLocalImplicit(provider);
  rewriteIdTokens(provider, clients);
  readableAccessTokens(provider, clients, parts.key);
  const answered = new WeakMap<object, Answer>();
  provider.use(async (koa, next) => {
    const ctx = koa as KoaContextWithOIDC;
    if (ctx.path === place.routes.authorization) {
      host.note(ctx.req, message("authorization_request", ctx.query));
      const { prompt, ...others } = ctx.query;
      const asked = promptFor(ctx.query["scope"], prompt, place.shape);
      if (asked !== prompt) ctx.query = { ...others, ...defined({ prompt: asked }) };
    }
    await next();
    // Absent where no route of the library answers.
    const route = (ctx.oidc as KoaContextWithOIDC["oidc"] | undefined)?.route;
    if (route === "discovery") for (const { rewriter } of clients.all) rewriter.discovery(ctx);
    if (route === "token") await clients.of(ctx).rewriter.token(ctx);
    if (route === "pushed_authorization_request")
      host.note(ctx.req, message("authorization_request", { ...ctx.oidc.params }));
    if (route === "introspection") clients.ownerOf(ctx).rewriter.introspection(ctx);
    if (route === "userinfo") await clients.of(ctx).rewriter.userinfo(ctx);
    const answer = answered.get(ctx);
    if (answer === undefined) return;
    if (answer["code"] === undefined) await clients.of(ctx).rewriter.leaves(ctx);
    keepAnswer(ctx, clients.of(ctx).host, answer);
  });
  provider.on("authorization.success", (ctx, response) => {
    if (response !== undefined) {
      clients.of(ctx).rewriter.redirect(ctx, response);
      answered.set(ctx, response);
    }
    host.note(ctx.req, message("authorization_response", response ?? {}));
    noteIdToken(ctx, host, response);
  });
  provider.on("authorization.error", (ctx, { error, error_description }) => {
    host.note(ctx.req, message("authorization_response", { error, error_description }));
  });
  // Its types have no name for it.
  provider.on("pushed_authorization_request.error" as "grant.error", (ctx, error) => tellMistake(clients, ctx, error));
  provider.on("grant.error", (ctx, error) => tellMistake(clients, ctx, error));
  // A caller that hangs up in the middle of an answer is no error of this server's, which Koa prints as one.
  (provider as EventEmitter).on("error", (error: Error, ctx?: { readonly headerSent: boolean }) => {
    if (ctx?.headerSent !== true) provider.onerror(error);
  });
  // By https, the host says so of every request, whoever speaks TLS.
  provider.proxy = host.base.startsWith("https:");
  return provider;
}

/** A client is called back where it said, and where the issuer is lent to. */
function answerWhereLent({ Client }: Provider, lent: Lent): void {
  const prototype = Client.prototype as { redirectUriAllowed: (this: object, uri: string) => boolean };
  const { redirectUriAllowed } = prototype;
  prototype.redirectUriAllowed = function (uri) {
    return lent.has(uri) || redirectUriAllowed.call(this, uri);
  };
}

/** What the library is told of a client. */
async function metadata({ spec, secret }: Client) {
  const method = CLIENT_AUTH_METHODS[spec.client_auth];
  const types = spec.response_types ?? ["code"];
  return {
    client_id: spec.client_id,
    ...(method === "none" ? {} : { client_secret: await secret() }),
    redirect_uris: [...spec.redirect_uris],
    ...(spec.backchannel_logout === undefined
      ? {}
      : {
          backchannel_logout_uri: spec.backchannel_logout.at,
          backchannel_logout_session_required: spec.backchannel_logout.session,
        }),
    ...(spec.par === "required" ? { require_pushed_authorization_requests: true } : {}),
    response_types: [...types] as ResponseType[],
    ...(spec.response_modes === undefined ? {} : { response_modes: [...spec.response_modes] }),
    grant_types: [
      ...(types.some((type) => type.includes("code")) ? ["authorization_code"] : ["implicit"]),
      ...(types.some((type) => type.includes("code")) && spec.refresh !== "never" ? ["refresh_token"] : []),
    ],
    token_endpoint_auth_method: method,
    id_token_signed_response_alg: spec.signing_alg,
    ...(spec.userinfo === "jwt" ? { userinfo_signed_response_alg: spec.signing_alg } : {}),
  };
}

function configuration(
  clients: Clients,
  known: readonly Awaited<ReturnType<typeof metadata>>[],
  { routes, shape }: Place,
  { key, rsa, store }: ProviderParts,
): Configuration {
  const { spec, host } = clients.first;
  const tag = createHash("sha256").update(spec.name).digest("hex").slice(0, 8);
  const path = new URL(host.base).pathname;
  const redirectOrigins = originsOf(known.flatMap(({ redirect_uris }) => redirect_uris));
  return {
    adapter: store.adapter,
    clients: [...known],
    clientAuthMethods: [...new Set(known.map(({ token_endpoint_auth_method }) => token_endpoint_auth_method))],
    clientBasedCORS: (_ctx, origin) => redirectOrigins.has(origin),
    claims: { openid: [...STANDARD_CLAIMS] },
    // Two IdPs share one host: without names and paths of their own, one would overwrite the other's cookies.
    cookies: {
      names: { session: `s_${tag}`, interaction: `i_${tag}`, resume: `r_${tag}` },
      long: { httpOnly: true, sameSite: "lax", path },
      short: { httpOnly: true, sameSite: "lax" },
    },
    discovery: {
      end_session_endpoint: host.base + routes.end_session,
      ...(declares(clients, "frontchannel_logout")
        ? { frontchannel_logout_supported: true, frontchannel_logout_session_supported: true }
        : {}),
    },
    enabledJWA: {
      idTokenSigningAlgValues: [...new Set([spec.signing_alg, "RS256"] as const)],
      userinfoSigningAlgValues: [spec.signing_alg],
    },
    // Asked last of all that is asked of a request, whether the parameter is there or not.
    extraParams: { [shape.domain_hint ?? "domain_hint"]: (ctx) => signInKnown(ctx, clients) },
    expiresWithSession: async () => false,
    fetch: callerOf(host),
    features: {
      backchannelLogout: { enabled: declares(clients, "backchannel_logout") },
      claimsParameter: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      // A resource server is another client of the issuer.
      jwtUserinfo: { enabled: declares(clients, "userinfo") },
      introspection: { enabled: true, allowedPolicy: async () => true },
      pushedAuthorizationRequests: { enabled: clients.all.some(({ spec }) => spec.par !== undefined) },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
      // Its own needs a session at the IdP; see logout.ts.
      rpInitiatedLogout: { enabled: false },
    },
    findAccount: async (ctx, accountId) => {
      const person = clients.of(ctx).host.people.find(accountId);
      // Whom the application is not given to any more, nothing is refreshed for.
      const isGone = person === undefined || (person.assigned === false && ctx.oidc.route === "token");
      return isGone ? undefined : { accountId, claims: async () => ({ sub: accountId }) };
    },
    interactions: {
      policy: loginPrompts(clients, shape),
      url: async (_ctx, interaction) => `${path}/login/${interaction.uid}`,
    },
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed("refresh_token") &&
      (source.scopes.has("offline_access") ||
        shape.refresh === "always" ||
        clients.named(client.clientId).spec.refresh === "always"),
    jwks: { keys: [privateJwk(key, spec.signing_alg), ...(rsa === null ? [] : [privateJwk(rsa, "RS256")])] },
    loadExistingGrant,
    pkce: { required: (_ctx, client) => asksForChallenge(clients.named(client.clientId).spec) },
    renderError: async (ctx, out, error) => {
      ctx.type = "html";
      ctx.body = problemPage(clients, ctx, out, error);
    },
    responseTypes: [...new Set(known.flatMap(({ response_types }) => response_types))],
    rotateRefreshToken: (ctx) => clients.of(ctx).spec.refresh !== "keep",
    routes,
    scopes: [...SUPPORTED_SCOPES],
    // Generous, because a person may leave a login page or a debugger open for long.
    ttl: {
      AccessToken: (_ctx, token) => clients.named(token.clientId).spec.lifetimes?.access_token ?? HOUR,
      AuthorizationCode: 10 * 60,
      Grant: Math.max(
        ...clients.all.flatMap(({ spec: { lifetimes = {} } }) => [14 * DAY, ...Object.values(lifetimes)]),
      ),
      IdToken: (_ctx, _token, client) => clients.named(client.clientId).spec.lifetimes?.id_token ?? shape.lifetime,
      Interaction: HOUR,
      RefreshToken: (_ctx, token) => clients.named(token.clientId).spec.lifetimes?.refresh_token ?? 14 * DAY,
      Session: host.keepsSessions ? DAY : HOUR,
    },
  };
}

function declares({ all }: Clients, what: "backchannel_logout" | "frontchannel_logout" | "userinfo"): boolean {
  return all.some(({ spec }) => spec[what] !== undefined);
}

/** The library names the session to clients of the back channel alone. */
function nameSessions(provider: Provider, clients: Clients): void {
  provider.Client.prototype.includeSid = function () {
    const { backchannel_logout, frontchannel_logout } = clients.named(this.clientId).spec;
    return backchannel_logout?.session === true || frontchannel_logout?.session === true;
  };
}

/** RFC 9700 2.1.1: whoever has no secret proves by PKCE that the code is theirs. */
function asksForChallenge({ pkce, client_auth }: OidcSpec): boolean {
  return pkce === undefined ? client_auth === "none" : pkce === "required";
}

/** There is no consent page: what is asked for is granted. */
async function loadExistingGrant(ctx: KoaContextWithOIDC) {
  const { account, client, params } = ctx.oidc;
  const grant = new ctx.oidc.provider.Grant({ accountId: account?.accountId, clientId: client?.clientId });
  if (typeof params?.scope === "string") grant.addOIDCScope(params.scope);
  grant.addOIDCClaims([...ctx.oidc.requestParamClaims]);
  await grant.save();
  return grant;
}

function privateJwk(key: SigningKey, alg: string) {
  const jwk = createPrivateKey(key.privateKeyPem).export({ format: "jwk" });
  return { ...jwk, kid: key.kid, alg, use: "sig" };
}
