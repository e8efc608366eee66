import { afterAll, beforeAll, expect, test } from "vitest";
import type { Idps, OidcFacts, SamlFacts } from "../../harness/idp/port.ts";
import { disguised, ELSEWHERE } from "../elsewhere.ts";
import { authnRequest, postFields, redirectUrl } from "./saml/support/request.ts";
import { oidcSpec, REDIRECT_URI, Started } from "./support.ts";

/** Addresses of another host, and some that look as if they were the SP's. */
const FOREIGN = [...ELSEWHERE, ...disguised(REDIRECT_URI)];
const ACS = "http://localhost:4999/acs";

const started = new Started();
let idps: Idps;
let oidc: OidcFacts;
let saml: SamlFacts;

beforeAll(async () => {
  const sp = { protocol: "saml", name: "s", sp_entity_id: "urn:sp", acs: [ACS], name_id: "persistent" } as const;
  idps = await started.idps({ connections: [oidcSpec(), { ...sp, sign: "assertion", attributes: {} }] });
  const [o, s] = [await idps.facts("acme-oidc"), await idps.facts("s")];
  if (o.protocol !== "oidc" || s.protocol !== "saml") throw new Error("other connections than were asked for");
  [oidc, saml] = [o, s];
});
afterAll(() => started.end());

/** Every endpoint of the IdPs that takes an address from whoever comes. */
const DOORS: Readonly<Record<string, (wanted: string) => Promise<Response>>> = {
  "authorization (redirect_uri)": (wanted) =>
    ask(oidc.authorization_endpoint, { ...AUTHORIZE, client_id: oidc.client_id, redirect_uri: wanted }),
  "authorization by POST": (wanted) =>
    post(oidc.authorization_endpoint, { ...AUTHORIZE, client_id: oidc.client_id, redirect_uri: wanted }),
  "authorization with a fault to tell": (wanted) =>
    ask(oidc.authorization_endpoint, { response_type: "x", client_id: oidc.client_id, redirect_uri: wanted }),
  "authorization by somebody unknown": (wanted) =>
    ask(oidc.authorization_endpoint, { ...AUTHORIZE, client_id: "nobody", redirect_uri: wanted }),
  "sign-out (post_logout_redirect_uri)": (wanted) =>
    ask(logout(), { client_id: oidc.client_id, post_logout_redirect_uri: wanted, state: "s" }),
  "sign-out by POST": (wanted) => post(logout(), { client_id: oidc.client_id, post_logout_redirect_uri: wanted }),
  "sign-out by nobody": (wanted) => ask(logout(), { post_logout_redirect_uri: wanted }),
  "single sign-on by redirect (AssertionConsumerServiceURL)": (wanted) =>
    get(redirectUrl({ facts: saml }, request(wanted))),
  "single sign-on by POST": (wanted) => post(saml.sso_url, postFields(request(wanted))),
};

const AUTHORIZE = { response_type: "code", scope: "openid", state: "s", nonce: "n" };

function logout(): string {
  return `${oidc.issuer}/logout`;
}

test.each(Object.keys(DOORS))("%s leads to no host that its connection does not list", async (name) => {
  const led: string[] = [];
  for (const wanted of FOREIGN) {
    const answer = await DOORS[name]?.(wanted);
    if (answer === undefined) continue;
    const page = await answer.text();
    const ways = [
      answer.headers.get("location") ?? "",
      ...[...page.matchAll(/(?:action|href|src)="([^"]*)"/g)].map(([, way = ""]) => way),
    ];
    for (const way of ways)
      if (![idps.origin, new URL(ACS).origin].includes(new URL(way, idps.origin).origin))
        led.push(`${wanted}: ${answer.status} ${way}`);
    if (answer.status >= 500) led.push(`${wanted}: ${answer.status}`);
  }
  expect(led).toEqual([]);
});

test("the addresses of the connection are led to", async () => {
  const back = await ask(logout(), {
    client_id: oidc.client_id,
    post_logout_redirect_uri: `${new URL(REDIRECT_URI).origin}/bye`,
  });
  expect(back.headers.get("location")).toBe("http://localhost:4999/bye");
  const page = await get(redirectUrl({ facts: saml }, request(ACS)));
  expect(await page.text()).toContain(`action="${ACS}"`);
});

/** To be answered at once: nobody is signed in here. */
function request(acs: string): string {
  const written = acs.replaceAll(/[&<"\t\n]/g, (char) => `&#${char.charCodeAt(0)};`);
  return authnRequest({ issuer: "urn:sp", attributes: { IsPassive: "true", AssertionConsumerServiceURL: written } });
}

function get(url: string): Promise<Response> {
  return fetch(url, { redirect: "manual", headers: HTML });
}

function ask(url: string, parameters: Readonly<Record<string, string>>): Promise<Response> {
  return get(`${url}?${new URLSearchParams(parameters).toString()}`);
}

function post(url: string, parameters: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: "POST", redirect: "manual", headers: HTML, body: new URLSearchParams(parameters) });
}

const HTML = { accept: "text/html" };
