import type Provider from "oidc-provider";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { HostServices } from "../mount.ts";
import type { Clients } from "./clients.ts";
import { decoded } from "./sign.ts";

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

/** Every ID token, by whichever channel it leaves, is the connection's own: see rewrite.ts. */
export function rewriteIdTokens(provider: Provider, clients: Clients): void {
  const model = provider.IdToken.prototype as unknown as IdToken;
  const { issue } = model;
  model.issue = async function (how) {
    const issued = await issue.call(this, how);
    return how.use === "idtoken" ? await clients.of(this.ctx).rewriter.idToken(this.ctx, issued) : issued;
  };
}

interface IdToken {
  readonly ctx: KoaContextWithOIDC;
  issue: (this: IdToken, how: { readonly use: string }) => Promise<string>;
}

/** An ID token that the browser brings is told as one from the token endpoint is. */
export function noteIdToken(ctx: KoaContextWithOIDC, host: HostServices, answer: object | undefined): void {
  const token: unknown = { id_token: undefined, ...answer }.id_token;
  if (typeof token === "string") host.note(ctx.req, { kind: "id_token", content: decoded(token.split(".")[1] ?? "") });
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
