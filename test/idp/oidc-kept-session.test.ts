import { decodeJwt } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Idps, IdpsOptions, OidcSpec } from "../../harness/idp/port.ts";
import { ADA, authorize, formAction, Jar, oidcSpec, REDIRECT_URI, relyingParty, signIn, Started } from "./support.ts";

const started = new Started();
afterEach(async () => {
  vi.useRealTimers();
  await started.end();
});

/** So many seconds go by. */
function later(seconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });
}

const BOB = { key: "bob", claims: { subject: "bob-1", name: "Bob" } };

/** One browser at an IdP, in which Ada has signed in. */
async function adasBrowser(changes: Partial<IdpsOptions> = { session: "keep" }, spec: OidcSpec = oidcSpec()) {
  const idps = await started.idps({ connections: [spec], ...changes });
  for (const person of [ADA, BOB]) idps.admit(spec.name, person);
  const { config, facts } = await relyingParty(idps, spec);
  const jar = new Jar();
  await signIn(config, { jar });
  const asked = (parameters: Record<string, string>): string =>
    `${facts.authorization_endpoint}?${new URLSearchParams({ client_id: "app", response_type: "code", redirect_uri: REDIRECT_URI, scope: "openid", ...parameters }).toString()}`;
  /** Where a request ends: `page`, or what the SP is sent. */
  const ends = async (parameters: Record<string, string> = {}): Promise<string> => {
    const { url, response } = await jar.navigate(asked(parameters));
    if (response !== null) return formAction(await response.text(), "pick") === "" ? "" : "page";
    const { searchParams } = new URL(url);
    return searchParams.get("error") ?? (searchParams.has("code") ? "code" : url);
  };
  return { idps, config, facts, jar, asked, ends };
}

describe("a session that is kept", () => {
  test("answers by itself, also prompt=none, and says when that was", async () => {
    const { config, jar, ends } = await adasBrowser();
    expect(await ends()).toBe("code");
    const before = Math.floor(Date.now() / 1000);
    later(60);
    const tokens = await signIn(config, { jar, parameters: { prompt: "none", max_age: "1000" } });
    const claims = tokens.claims();
    expect(claims).toMatchObject({ sub: "k3x9q2ab-ada", auth_time: expect.any(Number) as number });
    expect(claims?.auth_time).toBeLessThanOrEqual(before);
  });

  test.each([
    ["prompt=login", { prompt: "login" }],
    ["prompt=select_account", { prompt: "select_account" }],
    ["max_age=0", { max_age: "0" }],
    ["a claim of another subject", { claims: JSON.stringify({ id_token: { sub: { value: "bob-1" } } }) }],
  ])("is asked again by %s", async (_, parameters) => {
    const { ends } = await adasBrowser();
    expect(await ends(parameters)).toBe("page");
  });

  test("is too old for a max_age that has passed", async () => {
    const { ends } = await adasBrowser();
    later(60);
    expect(await ends({ max_age: "100" })).toBe("code");
    expect(await ends({ max_age: "50" })).toBe("page");
    expect(await ends({ max_age: "50", prompt: "none" })).toBe("login_required");
  });

  test("of somebody else than prompt=none asks for does not answer", async () => {
    const { ends } = await adasBrowser();
    const claims = JSON.stringify({ id_token: { sub: { value: "bob-1" } } });
    expect(await ends({ prompt: "none", claims })).toBe("login_required");
  });

  test("gives a refresh token and consent without a page", async () => {
    const { config, jar, ends } = await adasBrowser();
    expect(await ends({ prompt: "consent" })).toBe("code");
    const { refresh_token } = await signIn(config, { jar, scope: "openid offline_access" });
    expect(refresh_token).toEqual(expect.any(String));
  });

  test("goes over to whoever signs in after it", async () => {
    const { config, jar, ends } = await adasBrowser();
    const { id_token = "" } = await signIn(config, { jar, person: "bob", parameters: { prompt: "login" } });
    expect(decodeJwt(id_token).sub).toBe("bob-1");
    expect(decodeJwt((await signIn(config, { jar })).id_token ?? "").sub).toBe("bob-1");
    expect(await ends({ prompt: "none" })).toBe("code");
  });

  test("is this browser's alone, and over by a sign-out or with the person", async () => {
    const { idps, facts, jar, asked, ends, config } = await adasBrowser();
    expect((await new Jar().navigate(asked({ prompt: "none" }))).url).toContain("login_required");
    const out = await jar.fetch(`${facts.issuer}/logout?client_id=app`);
    expect(await out.text()).toContain("Signed out");
    expect(await ends({ prompt: "none" })).toBe("login_required");
    await signIn(config, { jar });
    idps.dismiss("acme-oidc", ADA.key);
    expect(await ends({ prompt: "none" })).toBe("login_required");
  });

  test("gives way to who was asked to sign in next, but not where nobody may be asked", async () => {
    const { idps, config, jar, ends } = await adasBrowser();
    idps.next({ person: "bob", connection: "acme-oidc" });
    expect(await ends({ prompt: "none" })).toBe("code");
    const { id_token = "" } = await signIn(config, { jar });
    expect(decodeJwt(id_token).sub).toBe("bob-1");
  });

  test("is found by a request of another site's form, too, at its second step", async () => {
    const { facts, jar } = await adasBrowser();
    const body = new URLSearchParams({
      client_id: "app",
      response_type: "code",
      redirect_uri: REDIRECT_URI,
      scope: "openid",
    });
    const first = await new Jar().fetch(facts.authorization_endpoint, { method: "POST", body });
    expect(first.status).toBe(303);
    const { url } = await jar.navigate(new URL(first.headers.get("location") ?? "", facts.issuer).href);
    expect(new URL(url).searchParams.has("code")).toBe(true);
  });

  test("is one for all clients of an issuer", async () => {
    const other = oidcSpec({ name: "acme-api", client_id: "api", issuer_of: "acme-oidc" });
    const idps: Idps = await started.idps({ connections: [oidcSpec(), other], session: "keep" });
    for (const { name } of [oidcSpec(), other]) idps.admit(name, ADA);
    const jar = new Jar();
    await signIn((await relyingParty(idps, oidcSpec())).config, { jar });
    const { back } = await authorize((await relyingParty(idps, other)).config, { jar, parameters: { prompt: "none" } });
    expect(back.searchParams.has("code")).toBe(true);
  });
});

test("without it nobody has one", async () => {
  const { ends } = await adasBrowser({});
  expect(await ends()).toBe("page");
  expect(await ends({ prompt: "none" })).toBe("login_required");
});
