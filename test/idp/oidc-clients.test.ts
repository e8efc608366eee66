import { decodeJwt } from "jose";
import * as client from "openid-client";
import { afterEach, describe, expect, test } from "vitest";
import type { Idps, OidcSpec } from "../../harness/idp/port.ts";
import { ADA, authorize, formAction, Jar, oidcSpec, REDIRECT_URI, relyingParty, signIn, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

async function running(...connections: readonly OidcSpec[]): Promise<Idps> {
  const idps = await started.idps({ connections });
  for (const { name } of connections) idps.admit(name, ADA);
  return idps;
}

describe("a second client of one issuer", () => {
  const own = oidcSpec();
  const other = oidcSpec({
    name: "acme-api",
    client_id: "api",
    client_secret: "api-secret",
    issuer_of: "acme-oidc",
    client_auth: "post",
    redirect_uris: ["http://localhost:4998/other"],
  });
  const redirectUri = "http://localhost:4998/other";

  test("shares issuer and keys, and is told of as itself", async () => {
    const idps = await running(other, own);
    const [first, second] = [await relyingParty(idps, own), await relyingParty(idps, other)];
    expect(second.facts).toMatchObject({ name: "acme-api", client_id: "api", client_secret: "api-secret" });
    expect(second.facts.issuer).toBe(first.facts.issuer);
    expect(second.facts.jwks_uri).toBe(first.facts.jwks_uri);
    const tokens = [await signIn(first.config), await signIn(second.config, { redirectUri })];
    const [one, two] = tokens.map(({ id_token = "" }) => decodeJwt(id_token));
    expect(two).toMatchObject({ iss: one?.iss, sub: one?.sub, aud: "api" });
    const info = await client.fetchUserInfo(second.config, tokens[1]?.access_token ?? "", two?.sub ?? "");
    expect(info["email"]).toBe("ada@acme.test");
  });

  test("has a secret and addresses of its own, and its own word on names and tampers", async () => {
    const idps = await running(own, { ...other, claims: { email: "mail" } });
    const { config, facts } = await relyingParty(idps, other);
    idps.arm("acme-api", ADA.key, { name: "wrong-audience", parameters: {} });
    const { id_token = "" } = await signIn((await relyingParty(idps, own)).config);
    expect(decodeJwt(id_token)["email"]).toBe("ada@acme.test");
    await expect(signIn(config, { redirectUri })).rejects.toThrow(/claim value/);
    expect(idps.disarm("acme-api", ADA.key)).toEqual({ delivered: true });
    const tokens = await signIn(config, { redirectUri });
    expect(decodeJwt(tokens.id_token ?? "")["mail"]).toBe("ada@acme.test");
    const jar = new Jar();
    const foreign = new URLSearchParams({ client_id: "api", response_type: "code", redirect_uri: REDIRECT_URI });
    const { response } = await jar.navigate(`${facts.authorization_endpoint}?${foreign.toString()}`);
    const page = await response?.text();
    expect(page).toContain("This redirect URI is not registered");
    expect(page).toContain(redirectUri);
  });

  test("whoever signs in next is bound to the connection that was named, not to its issuer", async () => {
    const idps = await running(own, other);
    idps.next({ person: ADA.key, connection: "acme-api" });
    const jar = new Jar();
    const { config } = await relyingParty(idps, own);
    const page = await jar.navigate(client.buildAuthorizationUrl(config, { redirect_uri: REDIRECT_URI }).href);
    expect(formAction((await page.response?.text()) ?? "", "pick")).toContain("/oidc/acme-oidc/login/");
    const theirs = await authorize((await relyingParty(idps, other)).config, { redirectUri, jar: new Jar() });
    expect(theirs.back.searchParams.get("code")).not.toBeNull();
  });

  test("each shows its secret in its own way alone", async () => {
    const idps = await running(own, other);
    const { facts } = await relyingParty(idps, own);
    expect(await asked(facts.token_endpoint, { basic: "api:api-secret" })).toMatchObject({ status: 401 });
    expect(
      await asked(facts.token_endpoint, { form: { client_id: "api", client_secret: "api-secret" } }),
    ).toMatchObject({ status: 400, error: "invalid_grant" });
    expect(
      await asked(facts.token_endpoint, { form: { client_id: "app", client_secret: "app-secret" } }),
    ).toMatchObject({ status: 401, error_description: expect.stringContaining("has client_auth basic") as string });
  });
});

async function asked(
  endpoint: string,
  { basic, form = {} }: { readonly basic?: string; readonly form?: Readonly<Record<string, string>> },
) {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: basic === undefined ? {} : { authorization: `Basic ${btoa(basic)}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code: "x", redirect_uri: REDIRECT_URI, ...form }),
  });
  return { status: answer.status, ...((await answer.json()) as object) };
}

describe("how a client authenticates", () => {
  const secret = { client_id: "app", client_secret: "app-secret" };
  test.each([
    ["post", "Basic", "post", { basic: "app:app-secret" }, "authenticates by client_secret_basic"],
    ["basic", "the form", "basic", { form: secret }, "authenticates by client_secret_post"],
    ["basic", "nothing", "basic", { form: { client_id: "app" } }, "authenticates by none"],
    ["none", "Basic", "none", { basic: "app:app-secret" }, "authenticates by client_secret_basic"],
  ] as const)("client_auth: %s refuses %s, and says so", async (_, _way, client_auth, how, says) => {
    const spec = oidcSpec({ client_auth });
    const { facts } = await relyingParty(await running(spec), spec);
    const told = await asked(facts.token_endpoint, how);
    expect(told).toMatchObject({ status: 401, error: "invalid_client" });
    expect(told).toMatchObject({ error_description: expect.stringContaining(says) as string });
    expect(told).toMatchObject({ error_description: expect.stringContaining(`client_auth ${client_auth}`) as string });
  });

  test.each(["basic", "post"] as const)("in two ways at once is one too many: %s", async (client_auth) => {
    const spec = oidcSpec({ client_auth });
    const { facts } = await relyingParty(await running(spec), spec);
    const told = await asked(facts.token_endpoint, { basic: "app:app-secret", form: secret });
    expect(told).toMatchObject({
      status: 400,
      error: "invalid_request",
      error_description: expect.stringMatching(/two ways at once|one mechanism/) as string,
    });
  });
});

describe("PKCE", () => {
  test.each([
    ["a public client", { client_auth: "none" }, "invalid_request"],
    ["a public client that need not", { client_auth: "none", pkce: "optional" }, null],
    ["a client that must", { pkce: "required" }, "invalid_request"],
    ["a client with a secret", {}, null],
  ] as const)("left out by %s", async (_, changes, error) => {
    const spec = oidcSpec(changes);
    const { config } = await relyingParty(await running(spec), spec);
    const { back } = await authorize(config, { pkce: false });
    expect(back.searchParams.get("error")).toBe(error);
    if (error !== null) expect(back.searchParams.get("error_description")).toMatch(/PKCE/);
  });

  test("a public client signs in with it", async () => {
    const spec = oidcSpec({ client_auth: "none" });
    const { config } = await relyingParty(await running(spec), spec);
    expect(decodeJwt((await signIn(config)).id_token ?? "").aud).toBe("app");
  });
});

test("an ID token for others, too, is for them and names who asked", async () => {
  const spec = oidcSpec({ audiences: ["api", "https://api.acme.test"] });
  const { config } = await relyingParty(await running(spec), spec);
  const claims = decodeJwt((await signIn(config)).id_token ?? "");
  expect(claims).toMatchObject({ aud: ["app", "api", "https://api.acme.test"], azp: "app" });
});
