import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as client from "openid-client";
import { startIdps } from "../../harness/idp/index.ts";
import type { Idps, IdpsOptions, OidcFacts, OidcSpec } from "../../harness/idp/port.ts";

/** What a test started, ended in reverse order. */
export class Started {
  readonly #ends: (() => Promise<unknown>)[] = [];

  add(end: () => Promise<unknown>): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).toReversed()) await end();
  }

  async idps(options: Partial<IdpsOptions> & Pick<IdpsOptions, "connections">): Promise<Idps> {
    const idps = await startIdps({ listen: "127.0.0.1:0", stateDir: null, ...options });
    this.add(() => idps.close());
    return idps;
  }

  /** An address where something else listens. */
  async occupied(): Promise<number> {
    const server = createServer((_req, res) => void res.end("taken"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.add(async () => void server.close());
    return (server.address() as AddressInfo).port;
  }
}

export const REDIRECT_URI = "http://localhost:4999/callback";

export function oidcSpec(changes: Partial<OidcSpec> = {}): OidcSpec {
  return {
    protocol: "oidc",
    name: "acme-oidc",
    client_id: "app",
    client_secret: "app-secret",
    client_auth: "basic",
    redirect_uris: [REDIRECT_URI],
    claims_in: ["id_token", "userinfo"],
    // Quick to make; the tests that are about keys ask for RS256 as well.
    signing_alg: "ES256",
    claims: {},
    ...changes,
  };
}

export const ADA = {
  key: "ada.k3x9q2ab",
  claims: {
    subject: "k3x9q2ab-ada",
    email: "ada@acme.test",
    email_verified: true,
    given_name: "Ada",
    family_name: "Tester",
    name: "Ada Tester",
  },
};

/** A browser without looks: keeps cookies by name and path, follows nothing by itself. */
export class Jar {
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>();

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(" ")[0]}=${value}`)
      .join("; ");
    const headers = { "sec-fetch-mode": "navigate", accept: "text/html", cookie };
    const response = await fetch(url, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name, value = ""] = pair.split("=");
      const path = attributes.find((attribute) => attribute.startsWith("path="))?.slice(5) ?? "/";
      if (value === "") this.#cookies.delete(`${name} ${path}`);
      else this.#cookies.set(`${name} ${path}`, { value, path });
    }
    return response;
  }

  /** Follows redirects of the IdP until a page, or an address elsewhere. */
  async navigate(
    url: string,
    init: RequestInit = {},
  ): Promise<{ readonly url: string; readonly response: Response | null }> {
    const { origin } = new URL(url);
    let at = url;
    let response = await this.fetch(at, init);
    for (let hops = 0; hops < 10; hops++) {
      const location = response.headers.get("location");
      if (location === null) return { url: at, response };
      at = new URL(location, at).href;
      if (new URL(at).origin !== origin) return { url: at, response: null };
      response = await this.fetch(at);
    }
    throw new Error("too many redirects");
  }
}

/** The form of the login page, as `PICK_FORM` and `CANCEL_FORM` find it. */
export function formAction(html: string, kind: "pick" | "cancel" | "unassigned"): string {
  const action = new RegExp(`action="([^"]+)" data-jitterbug="${kind}"`).exec(html)?.[1];
  if (action === undefined) throw new Error(`no ${kind} form in ${html}`);
  return action;
}

/** An SP's own part of one connection, by openid-client. */
export async function relyingParty(
  idps: Idps,
  spec: OidcSpec,
): Promise<{ config: client.Configuration; facts: OidcFacts }> {
  const facts = await idps.facts(spec.name);
  if (facts.protocol !== "oidc") throw new Error("not an OIDC connection");
  const auth = {
    basic: () => client.ClientSecretBasic(facts.client_secret),
    post: () => client.ClientSecretPost(facts.client_secret),
    none: () => client.None(),
  }[spec.client_auth]();
  const config = await client.discovery(
    new URL(facts.discovery_url),
    facts.client_id,
    { id_token_signed_response_alg: spec.signing_alg },
    auth,
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  return { config, facts };
}

export interface SignInOptions {
  readonly person?: string;
  readonly scope?: string;
  readonly parameters?: Record<string, string>;
  readonly redirectUri?: string;
  readonly pkce?: boolean;
  readonly jar?: Jar;
}

/** Everything up to the address at the SP to which the IdP sends the browser back. */
export async function authorize(config: client.Configuration, options: SignInOptions = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: options.redirectUri ?? REDIRECT_URI,
    scope: options.scope ?? "openid profile email",
    state,
    nonce,
    ...(options.pkce === false
      ? {}
      : { code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" }),
    ...options.parameters,
  });
  const jar = options.jar ?? new Jar();
  const { url: page, response } = await jar.navigate(url.href);
  if (response === null) return { back: new URL(page), verifier, state, nonce };
  const action = new URL(formAction(await response.text(), "pick"), page).href;
  const body = new URLSearchParams({ person: options.person ?? ADA.key });
  const picked = await jar.navigate(action, { method: "POST", body });
  if (picked.response !== null) throw new Error(`not sent back: ${await picked.response.text()}`);
  return { back: new URL(picked.url), verifier, state, nonce };
}

export async function signIn(config: client.Configuration, options: SignInOptions = {}) {
  const { back, verifier, state, nonce } = await authorize(config, options);
  return await client.authorizationCodeGrant(config, back, {
    expectedState: state,
    expectedNonce: nonce,
    ...(options.pkce === false ? {} : { pkceCodeVerifier: verifier }),
  });
}

/** A sign-in by hand, because an RP's library refuses what is wrong. */
export async function sent({ config, facts }: Awaited<ReturnType<typeof relyingParty>>, person = ADA.key) {
  const { back, nonce, state } = await authorize(config, { pkce: false, person });
  const response = await fetch(facts.token_endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("app:app-secret")}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: back.searchParams.get("code") ?? "",
      redirect_uri: REDIRECT_URI,
    }),
  });
  const tokens = (await response.json()) as { id_token: string; access_token: string };
  const info = await fetch(facts.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  return { ...tokens, back, nonce, state, userinfo: (await info.json()) as Record<string, unknown> };
}
