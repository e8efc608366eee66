import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { OidcSpec } from "../../harness/idp/port.ts";
import { ADA, oidcSpec, relyingParty, signIn, Started } from "./support.ts";

const started = new Started();
afterEach(async () => {
  vi.useRealTimers();
  await started.end();
});

const GRACE = { ...ADA, claims: { ...ADA.claims, groups: ["engineering"] } };
const SCOPE = "openid profile email offline_access";

async function signedIn(changes: Partial<OidcSpec> = {}, { scope = SCOPE } = {}) {
  const spec = oidcSpec(changes);
  const idps = await started.idps({ connections: [spec] });
  idps.admit(spec.name, GRACE);
  const { config, facts } = await relyingParty(idps, spec);
  const tokens = await signIn(config, { scope });
  const claims = decodeJwt(tokens.id_token ?? "");
  const userinfo = () =>
    fetch(facts.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  const unassign = () => idps.admit(spec.name, { ...GRACE, assigned: false });
  return { idps, config, facts, tokens, claims, userinfo, unassign };
}

describe("what a connection declares of its tokens", () => {
  test("lifetimes, which end where they are asked with", async () => {
    const lifetimes = { id_token: 120, access_token: 60, refresh_token: 600 };
    const { config, tokens, claims, userinfo } = await signedIn({ lifetimes });
    expect(tokens.expires_in).toBe(60);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(120);
    expect((await userinfo()).status).toBe(200);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    expect((await userinfo()).status).toBe(401);
    vi.setSystemTime(Date.now() + 600_000);
    await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
    });
  });

  test("refresh: nothing for whom the application is not given to any more", async () => {
    const { config, tokens, unassign } = await signedIn({ refresh: "keep" });
    const refresh = () => client.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect((await refresh()).access_token).toEqual(expect.any(String));
    unassign();
    await expect(refresh()).rejects.toMatchObject({ error: "invalid_grant" });
  });

  test("refresh: rotate ends a refresh token with its use, and keep does not", async () => {
    const rotating = await signedIn();
    const first = rotating.tokens.refresh_token ?? "";
    expect((await client.refreshTokenGrant(rotating.config, first)).refresh_token).not.toBe(first);
    await expect(client.refreshTokenGrant(rotating.config, first)).rejects.toMatchObject({ error: "invalid_grant" });
    const keeping = await signedIn({ refresh: "keep" });
    const only = keeping.tokens.refresh_token ?? "";
    for (const _ of [1, 2])
      expect((await client.refreshTokenGrant(keeping.config, only)).refresh_token ?? only).toBe(only);
  });

  test("refresh: always brings one that nobody asked for, and so does Keycloak's shape, but for `never`", async () => {
    for (const [changes, comes] of [
      [{ refresh: "always" }, true],
      [{ profile: "keycloak" }, true],
      [{ profile: "keycloak", refresh: "keep" }, true],
      [{ profile: "keycloak", refresh: "never" }, false],
      [{ profile: "entra" }, false],
    ] as const) {
      const { tokens, config } = await signedIn(changes, { scope: "openid" });
      expect(tokens.refresh_token !== undefined, JSON.stringify(changes)).toBe(comes);
      if (tokens.refresh_token === undefined) continue;
      const again = await client.refreshTokenGrant(config, tokens.refresh_token);
      expect(again.claims()?.sub).toBe("k3x9q2ab-ada");
    }
  });

  test("refresh: never, and offline_access that is not asked for, bring none", async () => {
    expect((await signedIn({ refresh: "never" })).tokens.refresh_token).toBeUndefined();
    const { config } = await signedIn();
    expect((await signIn(config)).refresh_token).toBeUndefined();
  });

  test.each([600, -600])("a clock that is %i s off, in every moment that is told", async (clock) => {
    const { config, tokens, claims } = await signedIn({ clock, access_token: { audiences: [], claims: [] } });
    const now = Math.floor(Date.now() / 1000);
    expect(Math.abs(Number(claims.iat) - now - clock)).toBeLessThan(30);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
    const readable = decodeJwt(tokens.access_token);
    expect([readable.iat, readable.exp]).toEqual([claims.iat, Number(claims.iat) + 3600]);
    const told = await client.tokenIntrospection(config, tokens.access_token);
    expect(told).toMatchObject({ active: true, exp: readable.exp });
  });
});

describe("access tokens that can be read", () => {
  test("have what RFC 9068 asks for, and what the connection names", async () => {
    const access_token = { audiences: ["https://api.acme.test"], claims: ["groups", "email"] };
    const { facts, tokens, userinfo } = await signedIn({ access_token, claims: { groups: "realm_access.roles" } });
    const { payload, protectedHeader } = await jwtVerify(
      tokens.access_token,
      createRemoteJWKSet(new URL(facts.jwks_uri)),
      { issuer: facts.issuer, audience: "https://api.acme.test", typ: "at+jwt", algorithms: ["ES256"] },
    );
    expect(protectedHeader.kid).toBe(decodeProtectedHeader(tokens.id_token ?? "").kid);
    expect(payload).toEqual({
      iss: facts.issuer,
      aud: "https://api.acme.test",
      sub: "k3x9q2ab-ada",
      client_id: "app",
      scope: SCOPE,
      jti: expect.any(String) as string,
      iat: expect.any(Number) as number,
      exp: Number(payload.iat) + 3600,
      email: "ada@acme.test",
      realm_access: { roles: ["engineering"] },
    });
    expect(await (await userinfo()).json()).toMatchObject({ sub: "k3x9q2ab-ada" });
  });

  test("are for the issuer where no audience is named, and are not read where nothing is declared", async () => {
    const { facts, tokens } = await signedIn({ access_token: { audiences: [], claims: [] } });
    expect(decodeJwt(tokens.access_token).aud).toBe(facts.issuer);
    expect((await signedIn()).tokens.access_token).not.toContain(".");
  });

  test("of another issuer, or changed, are none", async () => {
    const { facts, tokens } = await signedIn({ access_token: { audiences: [], claims: [] } });
    const [header, payload = "", signature] = tokens.access_token.split(".");
    const forged = { ...decodeJwt(tokens.access_token), sub: "k3x9q2ab-bob" };
    const changed = [header, Buffer.from(JSON.stringify(forged)).toString("base64url"), signature].join(".");
    const other = (await signedIn({ access_token: { audiences: [], claims: [] } })).tokens.access_token;
    for (const token of [changed, other, [header, payload, "AAAA"].join(".")]) {
      const asked = await fetch(facts.userinfo_endpoint, { headers: { authorization: `Bearer ${token}` } });
      expect(asked.status).toBe(401);
    }
  });
});

describe.each(["opaque", "jwt"] as const)("introspection and revocation of %s tokens", (format) => {
  const changes = format === "jwt" ? { access_token: { audiences: [], claims: ["groups"] } } : {};

  test("tell who it is for whom, until it is revoked", async () => {
    const { config, tokens, userinfo } = await signedIn(changes);
    const told = await client.tokenIntrospection(config, tokens.access_token);
    expect(told).toMatchObject({
      active: true,
      sub: "k3x9q2ab-ada",
      client_id: "app",
      scope: SCOPE,
      token_type: "Bearer",
    });
    expect(told["groups"]).toEqual(format === "jwt" ? ["engineering"] : undefined);
    await client.tokenRevocation(config, tokens.access_token);
    expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
    expect((await userinfo()).status).toBe(401);
  });

  test("a refresh token is told and revoked, too, with all that came of it", async () => {
    const { config, tokens, userinfo } = await signedIn(changes);
    const refresh = tokens.refresh_token ?? "";
    expect(await client.tokenIntrospection(config, refresh)).toMatchObject({ active: true, sub: "k3x9q2ab-ada" });
    await client.tokenRevocation(config, refresh);
    await expect(client.refreshTokenGrant(config, refresh)).rejects.toMatchObject({ error: "invalid_grant" });
    expect((await userinfo()).status).toBe(401);
  });

  test("want to know who asks; and another client of the issuer may ask, but not revoke", async () => {
    const own = oidcSpec(changes);
    const api = oidcSpec({ name: "api", client_id: "api", client_secret: "api-secret", issuer_of: own.name });
    const idps = await started.idps({ connections: [own, api] });
    for (const { name } of [own, api]) idps.admit(name, GRACE);
    const { config } = await relyingParty(idps, own);
    const { config: theirs } = await relyingParty(idps, api);
    const { access_token } = await signIn(config);
    expect(await client.tokenIntrospection(theirs, access_token)).toMatchObject({ active: true, client_id: "app" });
    await client.tokenRevocation(theirs, access_token);
    expect(await client.tokenIntrospection(config, access_token)).toMatchObject({ active: true });
    const { introspection_endpoint: endpoint = "" } = config.serverMetadata();
    const stranger = await fetch(endpoint, { method: "POST", body: new URLSearchParams({ token: access_token }) });
    expect(stranger.status).toBe(400);
  });
});
