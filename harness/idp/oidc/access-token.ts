import { createPublicKey } from "node:crypto";
import { compactVerify, decodeJwt } from "jose";
import type Provider from "oidc-provider";
import type { AccessToken } from "oidc-provider";
import type { SigningKey } from "../mount.ts";
import type { Clients } from "./clients.ts";

interface Told {
  readonly value: string;
  readonly payload: object;
}

interface Model {
  find: (this: unknown, value: string, options?: object) => Promise<AccessToken | undefined>;
  readonly prototype: { getValueAndPayload: (this: AccessToken) => Promise<Told> };
}

/**
 * Where a connection says so, an access token leaves as a JWT (RFC 9068), and what comes in its place is one again. The
 * library has such tokens for an API alone: it would refuse them at UserInfo, at introspection and at revocation.
 */
export function readableAccessTokens(provider: Provider, clients: Clients, key: SigningKey): void {
  const model = provider.AccessToken as unknown as Model;
  const { find } = model;
  const { getValueAndPayload } = model.prototype;
  model.prototype.getValueAndPayload = async function () {
    const told = await getValueAndPayload.call(this);
    const { rewriter } = clients.named(this.clientId);
    return { ...told, value: (await rewriter.accessToken(this, told.payload)) ?? told.value };
  };
  model.find = async function (value, options) {
    return await find.call(this, (await idOf(value, key)) ?? value, options);
  };
}

/** The name under which the library keeps it; undefined where it is no JWT that this issuer signed. */
export async function idOf(token: string, key: SigningKey): Promise<string | undefined> {
  if (token.split(".").length !== 3) return undefined;
  try {
    await compactVerify(token, createPublicKey(key.certificatePem));
    return decodeJwt(token).jti;
  } catch {
    return undefined;
  }
}
