import { hash } from "node:crypto";
import type Provider from "oidc-provider";
import type { Client, KoaContextWithOIDC } from "oidc-provider";
import type { HostServices } from "../mount.ts";
import type { Clients } from "./clients.ts";
import { aboutWhom } from "./logout/tell.ts";
import { idTokenMessage } from "./messages.ts";
import type { Claims } from "./tampers/tamper.ts";

/** The parameters by which the browser tells the SP. */
export type Answer = Record<string, unknown>;

/** The library's rules for the world at large: here every SP is on this machine, and asks by http. */
export function allowLocalImplicit(provider: Provider): void {
  const { prototype } = (provider.Client as unknown as { readonly Schema: { readonly prototype: Schema } }).Schema;
  const { invalidate } = prototype;
  prototype.invalidate = function (message, code) {
    if (code !== "implicit-force-https" && code !== "implicit-forbid-localhost") invalidate.call(this, message, code);
  };
}

interface Schema {
  invalidate: (this: object, message: string, code?: string) => void;
}

/**
 * Every ID token, by whichever channel it leaves, is the connection's own: see rewrite.ts. So it is not signed here, as the
 * library would: what it would have said is all that is taken.
 */
export function rewriteIdTokens(provider: Provider, clients: Clients): void {
  const { expiresIn } = provider.IdToken as unknown as { readonly expiresIn: Lifetime };
  const model = provider.IdToken.prototype as unknown as IdToken;
  const { issue } = model;
  model.issue = async function (how) {
    if (how.use === "idtoken") {
      const now = Math.floor(Date.now() / 1000);
      const lifetime = expiresIn.call(provider.IdToken, this.ctx, this, this.client);
      const about = { iss: provider.issuer, aud: this.client.clientId, iat: now, exp: now + lifetime };
      return await clients.of(this.ctx).rewriter.idToken(this.ctx, { ...hashed(await this.payload()), ...about });
    }
    const issued = await issue.call(this, how);
    return how.use === "logout"
      ? await clients.named(this.client.clientId).rewriter.logoutToken(issued, aboutWhom())
      : issued;
  };
}

type Lifetime = (this: unknown, ctx: KoaContextWithOIDC, token: IdToken, client: Client) => number;

interface IdToken {
  readonly ctx: KoaContextWithOIDC;
  readonly client: Client;
  payload: () => Promise<Claims>;
  issue: (this: IdToken, how: { readonly use: string }) => Promise<string>;
}

/** What stands beside the token is there by the left half of its hash, SHA-256 with every algorithm that there is (OpenID Connect Core 3.3.2.11). */
function hashed(payload: Claims): Claims {
  const hashes = ["at_hash", "c_hash", "s_hash"].flatMap((name) => {
    const value = payload[name];
    return typeof value === "string" ? [[name, leftHalf(hash("sha256", value, "buffer"))] as const] : [];
  });
  return { ...payload, ...Object.fromEntries(hashes) };
}

function leftHalf(digest: Buffer): string {
  return digest.subarray(0, digest.length / 2).toString("base64url");
}

/** An ID token that the browser brings is told as one from the token endpoint is. */
export function noteIdToken(ctx: KoaContextWithOIDC, host: HostServices, answer: object | undefined): void {
  const token: unknown = { id_token: undefined, ...answer }.id_token;
  if (typeof token === "string") host.note(ctx.req, idTokenMessage(token));
}

/** An answer that leaves for the SP may be kept, by whichever way it would have gone. */
export function keepAnswer(ctx: KoaContextWithOIDC, host: HostServices, answer: Answer): void {
  const key = ctx.oidc.entities.Account?.accountId;
  const location: unknown = ctx.response.headers["location"];
  const kept =
    typeof location === "string"
      ? { url: location }
      : { url: String(ctx.oidc.params?.["redirect_uri"]), form: texts(answer) };
  if (key === undefined || !host.answers.keep(key, kept)) return;
  ctx.response.remove("Location");
  ctx.status = 200;
  ctx.type = "html";
  ctx.body = host.login.kept();
}

function texts(answer: Answer): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === "string" ? value : JSON.stringify(value)]],
    ),
  );
}
