import { createPublicKey } from "node:crypto";
import { jwtVerify, createRemoteJWKSet, decodeJwt, decodeProtectedHeader } from "jose";
import * as client from "openid-client";
import { afterEach, describe, expect, test } from "vitest";
import { ADA, authorize, Jar, oidcSpec, REDIRECT_URI, relyingParty, signIn, Started } from "./support.ts";
import { originsOf } from "../../harness/idp/oidc/origins.ts";
import type { OidcSpec } from "../../harness/idp/port.ts";

const started = new Started();
afterEach(() => started.end());

async function acme(changes: Partial<OidcSpec> = {}) {
  const spec = oidcSpec(changes);
  const idps = await started.idps({ connections: [spec] });
  idps.admit(spec.name, ADA);
  return { spec, idps, ...(await relyingParty(idps, spec)) };
}

describe("the authorization code flow", () => {
  test.each(["basic", "post", "none"] as const)("with client authentication %s", async (client_auth) => {
    const { config, idps } = await acme({ client_auth, signing_alg: "RS256" });
    const tokens = await signIn(config);
    expect(tokens.claims()).toMatchObject({
      iss: `${idps.origin}/oidc/acme-oidc`,
      aud: "app",
      sub: "k3x9q2ab-ada",
      email: "ada@acme.test",
      email_verified: true,
      name: "Ada Tester",
    });
    const info = await client.fetchUserInfo(config, tokens.access_token, "k3x9q2ab-ada");
    expect(info).toEqual({
      sub: "k3x9q2ab-ada",
      email: "ada@acme.test",
      email_verified: true,
      given_name: "Ada",
      family_name: "Tester",
      name: "Ada Tester",
    });
  });

  test("a wrong secret, and none at all, are refused", async () => {
    const { config, facts } = await acme({ client_auth: "post" });
    const { back, verifier } = await authorize(config);
    const grant = {
      grant_type: "authorization_code",
      code: back.searchParams.get("code") ?? "",
      redirect_uri: REDIRECT_URI,
      code_verifier: verifier,
      client_id: "app",
    };
    for (const secret of [{ client_secret: "wrong" }, {}]) {
      const body = new URLSearchParams({ ...grant, ...secret });
      const response = await fetch(facts.token_endpoint, { method: "POST", body });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: "invalid_client" });
    }
  });

  test.each(["basic", "post"] as const)(
    "two client authentications in one request are one too many (%s)",
    async (client_auth) => {
      const { config, facts } = await acme({ client_auth });
      const { back, verifier } = await authorize(config);
      const { client_id, client_secret } = facts;
      const response = await fetch(facts.token_endpoint, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString("base64")}` },
        body: new URLSearchParams({
          grant_type: "authorization_code",
          code: back.searchParams.get("code") ?? "",
          redirect_uri: REDIRECT_URI,
          code_verifier: verifier,
          client_id,
          client_secret,
        }),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: "invalid_request" });
    },
  );

  test("a redirect URI of an application's own scheme has no origin that others have, too", async () => {
    const { facts } = await acme({ redirect_uris: [REDIRECT_URI, "app:/cb"] });
    expect(originsOf([REDIRECT_URI, "app:/cb", "data:x"])).toEqual(new Set([new URL(REDIRECT_URI).origin]));
    const bye = `/logout?client_id=app&post_logout_redirect_uri=${encodeURIComponent("data:text/html,x")}`;
    const logout = await fetch(facts.issuer + bye, { redirect: "manual" });
    expect([logout.status, logout.headers.get("location")]).toEqual([400, null]);
  });

  test("without PKCE, and with it the wrong verifier is refused", async () => {
    const { config } = await acme();
    expect((await signIn(config, { pkce: false })).claims()?.sub).toBe("k3x9q2ab-ada");
    const { back, state, nonce } = await authorize(config);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: client.randomPKCECodeVerifier() };
    await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  test("a code is good once", async () => {
    const { config } = await acme();
    const { back, verifier, state, nonce } = await authorize(config);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    await client.authorizationCodeGrant(config, back, checks);
    await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  test("ES256, with what the discovery and the JWKS say about it", async () => {
    const { config, facts } = await acme({ signing_alg: "ES256" });
    // RS256 is never missing (Discovery 3), and there is a key for it.
    expect(config.serverMetadata().id_token_signing_alg_values_supported?.toSorted()).toEqual(["ES256", "RS256"]);
    const { keys } = (await (await fetch(facts.jwks_uri)).json()) as { keys: { alg: string }[] };
    expect(keys.map(({ alg }) => alg).toSorted()).toEqual(["ES256", "RS256"]);
    const { id_token = "" } = await signIn(config);
    const { protectedHeader } = await jwtVerify(id_token, createRemoteJWKSet(new URL(facts.jwks_uri)), {
      issuer: facts.issuer,
      audience: "app",
      algorithms: ["ES256"],
    });
    expect(protectedHeader).toMatchObject({ alg: "ES256", typ: "JWT" });
  });

  test("the JWKS tells no private part", async () => {
    const { facts } = await acme({ signing_alg: "RS256" });
    const { keys } = (await (await fetch(facts.jwks_uri)).json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(createPublicKey({ key: keys[0] ?? {}, format: "jwk" }).asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  test("a redirect URI with a query string comes back with it", async () => {
    const redirectUri = "http://localhost:4999/callback?org=acme&x=%20y";
    const { config } = await acme({ redirect_uris: [REDIRECT_URI, redirectUri] });
    const { back } = await authorize(config, { redirectUri });
    expect(back.searchParams.get("org")).toBe("acme");
    expect(back.searchParams.get("x")).toBe(" y");
    expect(back.searchParams.get("code")).toBeTruthy();
    expect(back.searchParams.get("iss")).toBe(config.serverMetadata().issuer);
  });

  test("an authorization request by POST", async () => {
    const { facts } = await acme();
    const body = new URLSearchParams({
      client_id: "app",
      response_type: "code",
      scope: "openid",
      redirect_uri: REDIRECT_URI,
      state: "s&t",
    });
    const { response } = await new Jar().navigate(facts.authorization_endpoint, { method: "POST", body });
    expect(await response?.text()).toContain('data-jitterbug="pick"');
  });

  test("form_post", async () => {
    const { config } = await acme();
    await expect(authorize(config, { parameters: { response_mode: "form_post" } })).rejects.toThrow(
      /<form method="post" action="http:\/\/localhost:4999\/callback">[^]*name="code"/,
    );
  });
});

describe("UserInfo", () => {
  test("by GET, and by POST with the token in the header or in the form", async () => {
    const { config, facts } = await acme();
    const { access_token } = await signIn(config);
    const authorization = `Bearer ${access_token}`;
    const answers = await Promise.all([
      fetch(facts.userinfo_endpoint, { headers: { authorization } }),
      fetch(facts.userinfo_endpoint, { method: "POST", headers: { authorization } }),
      fetch(facts.userinfo_endpoint, { method: "POST", body: new URLSearchParams({ access_token }) }),
    ]);
    for (const answer of answers) expect(await answer.json()).toMatchObject({ sub: "k3x9q2ab-ada" });
  });

  test("is told to nobody without a good token", async () => {
    const { facts } = await acme();
    for (const headers of [{}, { authorization: "Bearer made-up" }]) {
      const answer = await fetch(facts.userinfo_endpoint, { headers });
      expect([400, 401]).toContain(answer.status);
      expect(await answer.text()).not.toContain("k3x9q2ab");
    }
  });
});

describe("what an SP may ask of a sign-in", () => {
  test("prompt=none gets login_required, even after a sign-in in the same browser", async () => {
    const { config } = await acme();
    const jar = new Jar();
    await signIn(config, { jar });
    const { back } = await authorize(config, { jar, parameters: { prompt: "none" } });
    expect(back.searchParams.get("error")).toBe("login_required");
  });

  test("the second person in a browser comes out as the second person", async () => {
    const { config, idps } = await acme();
    idps.admit("acme-oidc", { key: "bob", claims: { subject: "bobs" } });
    const jar = new Jar();
    expect((await signIn(config, { jar })).claims()?.sub).toBe("k3x9q2ab-ada");
    expect((await signIn(config, { jar, person: "bob" })).claims()?.sub).toBe("bobs");
  });

  test.each(["login", "consent", "select_account", "login consent"])("prompt=%s", async (prompt) => {
    const { config } = await acme();
    expect((await signIn(config, { parameters: { prompt } })).claims()?.sub).toBe("k3x9q2ab-ada");
  });

  test("max_age brings auth_time", async () => {
    const { config } = await acme();
    const tokens = await signIn(config, { parameters: { max_age: "0" } });
    expect(tokens.claims()?.auth_time).toBeTypeOf("number");
  });

  test("id_token_hint of an earlier sign-in", async () => {
    const { config } = await acme();
    const { id_token = "" } = await signIn(config);
    expect((await signIn(config, { parameters: { id_token_hint: id_token } })).claims()?.sub).toBe("k3x9q2ab-ada");
  });

  test("offline_access brings a refresh token, which brings new tokens with what is true then", async () => {
    const { config, idps } = await acme();
    expect((await signIn(config)).refresh_token).toBeUndefined();
    const { refresh_token = "", scope } = await signIn(config, { scope: "openid email offline_access" });
    expect(scope).toContain("offline_access");
    idps.admit("acme-oidc", { key: ADA.key, claims: { ...ADA.claims, email: "ada.king@acme.test" } });
    const again = await client.refreshTokenGrant(config, refresh_token);
    expect(decodeJwt(again.id_token ?? "")).toMatchObject({ sub: "k3x9q2ab-ada", email: "ada.king@acme.test" });
    expect(again.refresh_token).not.toBe(refresh_token);
  });

  test("standard claims need their scope, or the claims parameter; others need neither", async () => {
    const { config, idps } = await acme();
    idps.admit("acme-oidc", { key: ADA.key, claims: { ...ADA.claims, groups: ["engineering"], title: "Engineer" } });
    const bare = await signIn(config, { scope: "openid" });
    expect(bare.claims()).toMatchObject({ groups: ["engineering"], title: "Engineer" });
    expect(bare.claims()).not.toHaveProperty("email");
    expect(bare.claims()).not.toHaveProperty("name");
    const claims = JSON.stringify({ id_token: { email: null }, userinfo: { name: { essential: true } } });
    const asked = await signIn(config, { scope: "openid", parameters: { claims } });
    expect(asked.claims()).toMatchObject({ email: "ada@acme.test" });
    expect(asked.claims()).not.toHaveProperty("name");
    expect(await client.fetchUserInfo(config, asked.access_token, "k3x9q2ab-ada")).toMatchObject({
      name: "Ada Tester",
    });
  });
});

describe("RP-initiated logout", () => {
  test("goes back to the SP, with the state", async () => {
    const { config } = await acme();
    const { id_token = "" } = await signIn(config);
    const url = client.buildEndSessionUrl(config, {
      id_token_hint: id_token,
      post_logout_redirect_uri: "http://localhost:4999/bye",
      state: "s",
    });
    const response = await fetch(url, { redirect: "manual" });
    expect(response.headers.get("location")).toBe("http://localhost:4999/bye?state=s");
  });

  test("goes nowhere that is not the SP's, and for nobody unknown", async () => {
    const { config } = await acme();
    const end = new URL(config.serverMetadata().end_session_endpoint ?? "");
    const ask = async (query: Record<string, string>) =>
      await fetch(`${end.href}?${new URLSearchParams(query).toString()}`, { redirect: "manual" });
    const evil = { post_logout_redirect_uri: "http://localhost:5000/bye" };
    expect((await ask({ client_id: "app", ...evil })).status).toBe(400);
    expect((await ask({ client_id: "other", ...evil })).status).toBe(400);
    expect((await ask({ id_token_hint: "made.up.token", ...evil })).status).toBe(400);
    expect((await ask(evil)).status).toBe(200);
  });
});

test("every ID token names its key", async () => {
  const { config } = await acme();
  const { id_token = "" } = await signIn(config);
  expect(decodeProtectedHeader(id_token).kid).toMatch(/^[\w-]{43}$/);
});
