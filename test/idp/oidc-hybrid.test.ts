import { decodeJwt } from "jose";
import * as client from "openid-client";
import { afterEach, describe, expect, test } from "vitest";
import type { OidcSpec } from "../../harness/idp/port.ts";
import { ADA, formAction, Jar, oidcSpec, REDIRECT_URI, relyingParty, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

async function acme(changes: Partial<OidcSpec>) {
  const spec = oidcSpec(changes);
  const idps = await started.idps({ connections: [spec] });
  idps.admit(spec.name, ADA);
  return { idps, ...(await relyingParty(idps, spec)) };
}

/** What the SP's callback is asked with: the address, or a form. */
async function answer(config: client.Configuration, parameters: Readonly<Record<string, string>>) {
  const state = client.randomState();
  const nonce = client.randomNonce();
  const common = { redirect_uri: REDIRECT_URI, scope: "openid email", state, nonce };
  const url = client.buildAuthorizationUrl(config, { ...common, ...parameters });
  const jar = new Jar();
  const { url: page, response } = await jar.navigate(url.href);
  if (response === null) return { state, nonce, url: new URL(page), html: "", request: new Request(page) };
  const action = new URL(formAction(await response.text(), "pick"), page).href;
  const body = new URLSearchParams({ person: ADA.key });
  const picked = await jar.navigate(action, { method: "POST", body });
  const html = (await picked.response?.text()) ?? "";
  return { state, nonce, url: new URL(picked.url), html, request: posted(html) };
}

/** The request of the form that a page submits by itself. */
function posted(html: string): Request {
  const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
  const target = /action="([^"]+)"/.exec(html)?.[1] ?? REDIRECT_URI;
  return new Request(target, { method: "POST", body: new URLSearchParams(fields) });
}

describe("hybrid", () => {
  test.each(["fragment", "form_post"])(
    "code id_token by %s: c_hash, and the same person at the token endpoint",
    async (mode) => {
      const { config } = await acme({ response_types: ["code id_token"] });
      client.useCodeIdTokenResponseType(config);
      const { state, nonce, url, request } = await answer(config, { response_mode: mode });
      const input = mode === "fragment" ? url : request;
      const tokens = await client.authorizationCodeGrant(config, input, { expectedState: state, expectedNonce: nonce });
      expect(tokens.claims()).toMatchObject({ sub: ADA.claims.subject, email: "ada@acme.test" });
    },
  );

  test("what leaves by the browser is corrupted as by the token endpoint, and told to the record", async () => {
    const { idps, config } = await acme({ response_types: ["code id_token"] });
    client.useCodeIdTokenResponseType(config);
    idps.arm("acme-oidc", ADA.key, { name: "wrong-issuer", parameters: {} });
    const { state, nonce, url } = await answer(config, {});
    const checks = { expectedState: state, expectedNonce: nonce };
    await expect(client.authorizationCodeGrant(config, url, checks)).rejects.toThrow();
    const sent = new URLSearchParams(url.hash.slice(1));
    expect(decodeJwt(sent.get("id_token") ?? "").iss).not.toBe(
      ((await idps.facts("acme-oidc")) as { issuer: string }).issuer,
    );
  });

  test.each(["fragment", "form_post"])("an answer by %s is kept, and sent on as it would have come", async (mode) => {
    const { idps, config } = await acme({ response_types: ["code id_token"] });
    client.useCodeIdTokenResponseType(config);
    idps.keep("acme-oidc", ADA.key);
    const { state, nonce, html } = await answer(config, { response_mode: mode });
    expect(html).toContain('data-jitterbug="kept"');
    const kept = idps.kept("acme-oidc", ADA.key) ?? "";
    const sent = await fetch(kept, { redirect: "manual" });
    const page = await sent.text();
    const input = mode === "fragment" ? new URL(sent.headers.get("location") ?? "") : posted(page);
    const checks = { expectedState: state, expectedNonce: nonce };
    const tokens = await client.authorizationCodeGrant(config, input, checks);
    expect(tokens.claims()?.sub).toBe(ADA.claims.subject);
  });
});

describe("implicit", () => {
  test.each(["fragment", "form_post"])("id_token by %s", async (mode) => {
    const { config } = await acme({ response_types: ["id_token"] });
    client.useIdTokenResponseType(config);
    const { state, nonce, url, request } = await answer(config, { response_mode: mode });
    const input = mode === "fragment" ? url : request;
    const claims = await client.implicitAuthentication(config, input, nonce, { expectedState: state });
    expect(claims).toMatchObject({ sub: ADA.claims.subject, email: "ada@acme.test" });
  });

  test("its one message is delivered, and waited with", async () => {
    const { idps, config } = await acme({ response_types: ["id_token"] });
    client.useIdTokenResponseType(config);
    idps.arm("acme-oidc", ADA.key, { name: "nothing", parameters: {} });
    const meeting = idps.meet("acme-oidc", [ADA.key], 2, 5_000);
    await Promise.all([answer(config, {}), answer(config, {})]);
    expect(meeting.together).toBe(2);
    expect(idps.disarm("acme-oidc", ADA.key)?.delivered).toBe(true);
  });
});

test("what is not declared is not answered", async () => {
  const { config } = await acme({});
  const { url } = await answer(config, { response_type: "code id_token" });
  expect(new URLSearchParams(url.hash.slice(1)).get("error")).toBe("unsupported_response_type");
  const { config: posting } = await acme({ response_modes: ["form_post"] });
  const refused = await answer(posting, {});
  expect(refused.url.searchParams.get("error")).toBe("invalid_request");
  expect((await answer(posting, { response_mode: "form_post" })).html).toContain('name="code"');
});
