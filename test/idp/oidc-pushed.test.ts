import * as client from "openid-client";
import { afterEach, describe, expect, test } from "vitest";
import type { Exchange } from "../../harness/observe/exchange.ts";
import type { OidcSpec } from "../../harness/idp/port.ts";
import { ADA, formAction, Jar, oidcSpec, REDIRECT_URI, relyingParty, signIn, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

async function acme(changes: Partial<OidcSpec>) {
  const spec = oidcSpec(changes);
  const exchanges: Exchange[] = [];
  const idps = await started.idps({ connections: [spec], onExchange: (exchange) => exchanges.push(exchange) });
  idps.admit(spec.name, ADA);
  return { idps, exchanges, ...(await relyingParty(idps, spec)) };
}

/** A sign-in whose request was pushed, by openid-client. */
async function pushed(config: client.Configuration, scope = "openid email") {
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = await client.buildAuthorizationUrlWithPAR(config, { redirect_uri: REDIRECT_URI, scope, state, nonce });
  const jar = new Jar();
  const { url: page, response } = await jar.navigate(url.href);
  const html = (await response?.text()) ?? "";
  if (!html.includes('data-jitterbug="pick"')) return { url, html };
  const action = new URL(formAction(html, "pick"), page).href;
  const { url: back } = await jar.navigate(action, { method: "POST", body: new URLSearchParams({ person: ADA.key }) });
  const checks = { expectedState: state, expectedNonce: nonce };
  return { url, html, tokens: await client.authorizationCodeGrant(config, new URL(back), checks), jar };
}

describe.each(["basic", "post", "none"] as const)("a request that was pushed, client_auth %s", (client_auth) => {
  test("signs in, and shows the browser nothing but its name", async () => {
    const { config, exchanges } = await acme({ par: "required", client_auth, pkce: "optional" });
    const { url, tokens } = await pushed(config, "openid email offline_access");
    expect([...url.searchParams.keys()].toSorted()).toEqual(["client_id", "request_uri"]);
    expect(tokens?.claims()).toMatchObject({ sub: "k3x9q2ab-ada", email: "ada@acme.test" });
    expect(tokens?.refresh_token).toEqual(expect.any(String));
    const asked = exchanges.flatMap(({ messages }) => messages).filter(({ kind }) => kind === "authorization_request");
    expect(asked[0]?.content).toMatchObject({ redirect_uri: REDIRECT_URI, response_type: "code" });
    expect(JSON.stringify(asked)).not.toContain("app-secret");
  });
});

test("a request is good once", async () => {
  const { config } = await acme({ par: "required" });
  const { url, jar } = await pushed(config);
  const again = await (jar ?? new Jar()).navigate(url.href);
  expect(new URL(again.url).searchParams.get("error")).toBe("invalid_request_uri");
});

test("required: one that was not pushed is refused; optional: it is not", async () => {
  const { config } = await acme({ par: "required" });
  await expect(signIn(config)).rejects.toThrow();
  const { facts } = await acme({ par: "required" });
  const query = { client_id: "app", response_type: "code", scope: "openid", redirect_uri: REDIRECT_URI };
  const { url } = await new Jar().navigate(`${facts.authorization_endpoint}?${new URLSearchParams(query).toString()}`);
  expect(new URL(url).searchParams.get("error_description")).toBe("Pushed Authorization Request must be used");
  expect((await signIn((await acme({ par: "optional" })).config)).claims()?.sub).toBe("k3x9q2ab-ada");
});

test("left out, there is no endpoint for it", async () => {
  const { config } = await acme({});
  expect(config.serverMetadata().pushed_authorization_request_endpoint).toBeUndefined();
});

test("what cannot be meant is told the SP at once", async () => {
  const { config } = await acme({ par: "optional" });
  const { pushed_authorization_request_endpoint: endpoint = "" } = config.serverMetadata();
  const ask = async (form: Record<string, string>, secret = "app-secret") => {
    const headers = { authorization: `Basic ${btoa(`app:${secret}`)}` };
    const answer = await fetch(endpoint, { method: "POST", headers, body: new URLSearchParams(form) });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  const request = { client_id: "app", response_type: "code", scope: "openid", redirect_uri: REDIRECT_URI };
  expect(await ask(request)).toMatchObject({ status: 201, request_uri: expect.stringContaining("urn:") as string });
  expect(await ask({ ...request, redirect_uri: `${REDIRECT_URI}/other` })).toMatchObject({
    status: 400,
    error: "invalid_request",
  });
  expect(await ask(request, "wrong")).toMatchObject({
    status: 401,
    error: "invalid_client",
    error_description: expect.stringContaining("invalid secret provided") as string,
  });
});
