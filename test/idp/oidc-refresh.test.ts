import { compactVerify, createRemoteJWKSet, decodeJwt } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADA, oidcSpec, relyingParty, signIn, Started } from "./support.ts";

/** An ID token that comes by a refresh token (OpenID Connect Core 12.2); openid-client is the witness. */
const started = new Started();
const spec = oidcSpec({ refresh: "always" });
let idps: Awaited<ReturnType<Started["idps"]>>;
let at: Awaited<ReturnType<typeof relyingParty>>;
beforeAll(async () => {
  idps = await started.idps({ connections: [spec] });
  idps.admit(spec.name, ADA);
  at = await relyingParty(idps, spec);
});
afterAll(() => started.end());

async function refreshed() {
  const { refresh_token = "" } = await signIn(at.config);
  return async () => await client.refreshTokenGrant(at.config, refresh_token);
}

test("it is about the same person of the same issuer, for the same client", async () => {
  const tokens = await (await refreshed())();
  expect(tokens.claims()).toMatchObject({ iss: at.facts.issuer, sub: ADA.claims.subject, aud: "app" });
});

test("refreshed-subject names somebody else, signed as ever: whoever was signed in must be compared", async () => {
  const again = await refreshed();
  idps.arm(spec.name, ADA.key, { name: "refreshed-subject", parameters: { subject: "k3x9q2ab-bob" } });
  const { id_token = "" } = await again();
  expect(decodeJwt(id_token).sub).toBe("k3x9q2ab-bob");
  await expect(compactVerify(id_token, createRemoteJWKSet(new URL(at.facts.jwks_uri)))).resolves.toBeDefined();
  expect(idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
});

test.each(["refreshed-subject", "refreshed-issuer", "refreshed-audience"])(
  "%s leaves a sign-in as it is",
  async (name) => {
    idps.arm(spec.name, ADA.key, { name, parameters: {} });
    expect((await signIn(at.config)).claims()).toMatchObject({
      iss: at.facts.issuer,
      sub: ADA.claims.subject,
      aud: "app",
    });
    expect(idps.disarm(spec.name, ADA.key)).toEqual({
      delivered: false,
      not_applicable: "the ID token is that of a sign-in, and no refresh token asked for it",
    });
  },
);

test.each([
  ["refreshed-issuer", { iss: "https://another-issuer.test" }],
  ["refreshed-audience", { aud: "another-client" }],
])("%s is signed as ever, and calls the person what UserInfo does not", async (name, claims) => {
  const { refresh_token = "" } = await signIn(at.config);
  idps.arm(spec.name, ADA.key, { name, parameters: { name: "Mallory Of Elsewhere" } });
  const answer = await fetch(at.facts.token_endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("app:app-secret")}` },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token }),
  });
  const { id_token, access_token } = (await answer.json()) as { id_token: string; access_token: string };
  const told = { name: "Mallory Of Elsewhere", given_name: "Mallory", family_name: "Of Elsewhere" };
  expect(decodeJwt(id_token)).toMatchObject({ ...told, ...claims, sub: ADA.claims.subject });
  await expect(compactVerify(id_token, createRemoteJWKSet(new URL(at.facts.jwks_uri)))).resolves.toBeDefined();
  const info = await client.fetchUserInfo(at.config, access_token, ADA.claims.subject);
  expect(info).toMatchObject({ name: ADA.claims.name });
});

test.each([
  ["refreshed-issuer", /"iss"/],
  ["refreshed-audience", /"aud"/],
  ["wrong-issuer", /"iss"/],
  ["wrong-audience", /"aud"/],
  ["foreign-key", /signature/],
])("%s corrupts it as that of a sign-in", async (name, refused) => {
  const again = await refreshed();
  idps.arm(spec.name, ADA.key, { name, parameters: {} });
  const said = await again().then(() => "", causes);
  expect(said).toMatch(refused);
  expect(idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
});

function causes(error: unknown): string {
  return error instanceof Error
    ? `${error.message} ${error.cause === undefined ? "" : causes(error.cause)}`
    : String(error);
}
