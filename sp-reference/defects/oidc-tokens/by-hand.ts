import { createPublicKey, verify, type webcrypto } from "node:crypto";
import { ProtocolFault } from "../../app/faults.ts";
import type { OidcConnection } from "../../config/model.ts";
import type { OidcSteps } from "../../oidc/steps.ts";
import type { Defect } from "../defect.ts";

type Redemption = Parameters<OidcSteps["redeem"]>[0];
type Asked = Pick<Redemption, "connection" | "config">;
type Json = { readonly [name: string]: unknown };

export interface Answer {
  readonly token_type?: string;
  readonly id_token?: string;
  readonly access_token?: string;
  readonly expires_in?: number;
}

export interface Told {
  readonly token: string;
  readonly header: Json;
  readonly claims: Json;
  readonly keys: readonly (webcrypto.JsonWebKey & { readonly kid?: string })[];
}

export function isSignedBy(key: webcrypto.JsonWebKey, token: string): boolean {
  const [head = "", payload = "", signature = ""] = token.split(".");
  const publicKey = { key: createPublicKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363" } as const;
  return verify("sha256", Buffer.from(`${head}.${payload}`), publicKey, Buffer.from(signature, "base64url"));
}

/** What an ID token must hold up to (OpenID Connect Core 3.1.3.7), as somebody writes it who needs no library for it. */
const ITEMS = {
  signature: ({ token, header, keys }: Told) => {
    const signing = keys.filter(({ use }) => use === undefined || use === "sig");
    const key = header["kid"] === undefined ? signing[0] : signing.find(({ kid }) => kid === header["kid"]);
    return key !== undefined && ["RS256", "ES256"].includes(String(header["alg"])) && isSignedBy(key, token);
  },
  extensions: ({ header }: Told) => header["crit"] === undefined,
  issuer: ({ claims }: Told, { connection }: Redemption) => claims["iss"] === connection.issuer,
  audience: ({ claims }: Told, { connection }: Redemption) =>
    [claims["aud"]].flat().includes(connection.clientId) &&
    (claims["azp"] === undefined || claims["azp"] === connection.clientId),
  expiry: ({ claims }: Told) => Number(claims["exp"]) * 1_000 > Date.now(),
  notBefore: ({ claims }: Told) => claims["nbf"] === undefined || Number(claims["nbf"]) * 1_000 <= Date.now(),
  nonce: ({ claims }: Told, { pending }: Redemption) => claims["nonce"] === pending.nonce,
} satisfies { readonly [item: string]: (told: Told, redemption: Redemption) => boolean };

type Item = keyof typeof ITEMS;
/** How an item is looked at in place of what the specification says; left out: not at all. */
type Instead = (told: Told, redemption: Redemption, sound: boolean) => boolean | Promise<boolean>;

/** The redemption of a code by hand, in which items of the list were forgotten, or are looked at in another way. */
export function byHand(items: Item | readonly Item[], instead: Instead = () => true): Defect["spoil"] {
  return redeeming(async (redemption) => (await redeemed(redemption, items, instead)).claims);
}

/** Signs in by what a redemption of another kind brings. */
export function redeeming(claimsOf: (redemption: Redemption) => Promise<Json>): Defect["spoil"] {
  return (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      redeem: async (redemption) => ({
        protocol: "oidc",
        issuer: redemption.connection.issuer,
        claims: await claimsOf(redemption),
      }),
    },
  });
}

/** Throws ProtocolFault where an item does not hold. */
export async function redeemed(
  redemption: Redemption,
  items: Item | readonly Item[] = [],
  instead?: Instead,
  takes: (answer: Answer) => boolean = () => true,
): Promise<{ readonly claims: Json; readonly access_token: string; readonly token: string }> {
  const answer = await tokens(redemption);
  if (!takes(answer)) throw new ProtocolFault("The identity provider's answer could not be read.");
  const { id_token: token = "", access_token = "" } = answer;
  const [head = "", payload = ""] = token.split(".");
  const keys = await keysOf(redemption);
  const told = { token, header: decoded(head), claims: decoded(payload), keys };
  for (const name of Object.keys(ITEMS) as Item[]) {
    const sound = ITEMS[name](told, redemption);
    if (!([items].flat().includes(name) && instead !== undefined ? await instead(told, redemption, sound) : sound))
      throw new ProtocolFault("The identity provider's answer could not be verified.");
  }
  return { claims: told.claims, access_token, token };
}

/** The answer of the UserInfo endpoint; one that is signed is decoded, and no more. */
export async function userInfo(redemption: Redemption, access_token: string): Promise<Json> {
  const answer = await userInfoAnswer(redemption, access_token);
  return typeof answer === "string" ? decoded(answer.split(".")[1] ?? "") : answer;
}

/** As it came: the text of a JWT, or what the JSON says. */
export async function userInfoAnswer(redemption: Redemption, access_token: string): Promise<string | Json> {
  const headers = { authorization: `Bearer ${access_token}` };
  const answer = await fetch(endpoint(redemption, "userinfo_endpoint"), { headers });
  const isSigned = answer.ok && answer.headers.get("content-type")?.startsWith("application/jwt") === true;
  return isSigned ? await answer.text() : await json(answer);
}

/** The issuer's keys. */
export async function keysOf(redemption: Redemption): Promise<Told["keys"]> {
  return ((await json(await fetch(endpoint(redemption, "jwks_uri")))) as { keys: Told["keys"] }).keys;
}

export async function tokens(redemption: Redemption): Promise<Answer> {
  const { connection, pending, url } = redemption;
  return await tokenAnswer(redemption, {
    grant_type: "authorization_code",
    code: url.searchParams.get("code") ?? "",
    redirect_uri: connection.redirectUri,
    code_verifier: pending.codeVerifier ?? "",
  });
}

/** What the token endpoint answers to a grant. */
export async function tokenAnswer(asked: Asked, grant: { readonly [name: string]: string }): Promise<Answer> {
  const { connection } = asked;
  const body = new URLSearchParams({
    ...grant,
    ...(connection.clientAuth === "basic" ? {} : { client_id: connection.clientId }),
    ...(connection.clientAuth === "post" ? { client_secret: connection.clientSecret ?? "" } : {}),
  });
  return await json(
    await fetch(endpoint(asked, "token_endpoint"), { method: "POST", body, headers: authorization(connection) }),
  );
}

function endpoint({ config }: Asked, name: "token_endpoint" | "jwks_uri" | "userinfo_endpoint"): string {
  return config.serverMetadata()[name] ?? "";
}

function authorization({ clientAuth, clientId, clientSecret }: OidcConnection): Record<string, string> {
  if (clientAuth !== "basic") return {};
  const credentials = [clientId, clientSecret ?? ""].map(encodeURIComponent).join(":");
  return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

async function json(response: Response): Promise<Json> {
  if (!response.ok) throw new ProtocolFault("The identity provider's answer could not be verified.");
  return (await response.json()) as Json;
}

export function decoded(part: string): Json {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    throw new ProtocolFault("The identity provider sent no ID token.");
  }
}
