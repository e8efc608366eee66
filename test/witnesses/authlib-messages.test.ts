import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Idps, OidcFacts, OidcSpec } from "../../harness/idp/port.ts";
import { compact } from "../../harness/idp/oidc/sign.ts";
import { createKeyStore } from "../../harness/idp/state/keys.ts";
import { REDIRECT_URI, relyingParty, signIn as signInByClient } from "../idp/support.ts";
import { askAuthlibAbout, type Reading } from "./support/authlib-messages.ts";
import { openBrowser, openIdps, signIn } from "./support/kit.ts";
import { describeWith } from "./support/packages.ts";
import { ADA } from "./support/people.ts";
import { TearDown } from "./support/tear-down.ts";

const API = "https://api.acme.test";
const SPEC = {
  protocol: "oidc",
  client_id: "witness-app",
  client_secret: "witness-secret",
  client_auth: "basic",
  redirect_uris: [REDIRECT_URI],
  claims_in: ["id_token", "userinfo"],
  signing_alg: "RS256",
  claims: {},
} as const;

/** RFC 9068 2.2; OpenID Connect Back-Channel Logout 1.0, 2.4. */
const ESSENTIAL = {
  access: ["exp", "sub", "client_id", "iat", "jti"],
  logout: ["iat", "exp", "jti", "sub"],
};

describeWith(["python3-authlib", "python3-requests"], "Authlib on the newer messages", () => {
  const suite = new TearDown();
  const each = new TearDown();
  const heard: string[] = [];
  let idps: Idps;
  let facts: OidcFacts;
  let tokens: { readonly access: string; readonly id: string };
  let resign: (token: string, changes: object) => Promise<string>;

  beforeAll(async () => {
    const at = await endpoint();
    const specs: OidcSpec[] = [
      {
        ...SPEC,
        name: "tokens",
        access_token: { audiences: [API], claims: [] },
        backchannel_logout: { at, session: false },
      },
      { ...SPEC, name: "pushed", par: "required" },
    ];
    const stateDir = await suite.folder();
    idps = await openIdps(suite, specs, stateDir);
    for (const { name } of specs) idps.admit(name, ADA);
    const tokensOf = await relyingParty(idps, specs[0] as OidcSpec);
    facts = tokensOf.facts;
    const issued = await signInByClient(tokensOf.config, { person: ADA.key });
    tokens = { access: issued.access_token, id: issued.id_token ?? "" };
    const key = await createKeyStore(stateDir, "tokens").signingKey("signing", "RS256");
    resign = async (token, changes) => {
      const header = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as object;
      const parts = await compact({ ...header }, { ...decodeJwt(token), ...changes }, key, "RS256");
      return `${parts.header}.${parts.payload}.${parts.signature}`;
    };
  });
  afterAll(() => suite.end());
  afterEach(() => each.end());

  /** Where the SP takes logout tokens. */
  async function endpoint(): Promise<string> {
    const server = createServer((req, res) => {
      let body = "";
      req.setEncoding("utf8").on("data", (text: string) => (body += text));
      req.on("end", () => {
        heard.push(new URLSearchParams(body).get("logout_token") ?? "");
        res.writeHead(200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    suite.add(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/backchannel`;
  }

  const read = (kind: keyof typeof ESSENTIAL, token: string, audience: string): Promise<Reading> =>
    askAuthlibAbout("read", {
      jwks_uri: facts.jwks_uri,
      issuer: facts.issuer,
      token,
      audience,
      essential: ESSENTIAL[kind],
      logout: kind === "logout",
    });
  const introspect = (token: string, scopes: readonly string[], client_secret: string = SPEC.client_secret) =>
    askAuthlibAbout("introspect", {
      endpoint: `${facts.issuer}/token/introspection`,
      client_id: SPEC.client_id,
      client_secret,
      token,
      scopes,
    });
  /** What is wrong, and what Authlib says of it. */
  const past = Math.floor(Date.now() / 1000) - 600;
  const WRONG = {
    "a claim altered": [(token: string) => token.replace(/\.[^.]+\./, `.${altered(token)}.`), /bad_signature/],
    expired: [(token: string) => resign(token, { exp: past }), /expired/],
    "another issuer": [(token: string) => resign(token, { iss: "https://other.test" }), /claim "iss"/],
    "no audience": [(token: string) => resign(token, { aud: undefined }), /"aud" claim/],
    "no jti": [(token: string) => resign(token, { jti: undefined }), /"jti" claim/],
  } as const;
  const altered = (token: string): string =>
    Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: "somebody-else" })).toString("base64url");

  test("an access token that can be read is accepted, for its API alone", async () => {
    expect(await read("access", tokens.access, API)).toMatchObject({
      header: { typ: "at+jwt" },
      claims: { aud: API, sub: ADA.claims["subject"], client_id: SPEC.client_id },
    });
    expect(await read("access", tokens.access, "https://other.test")).toMatchObject({ refused: "InvalidClaimError" });
    // An ID token is for the client, and of nobody's API.
    expect(await read("access", tokens.id, SPEC.client_id)).toMatchObject({ refused: "MissingClaimError" });
    expect(await read("access", await resign(tokens.access, {}), API)).toMatchObject({ claims: { aud: API } });
  });

  test.each(Object.entries(WRONG))("an access token with %s is refused", async (_, [change, because]) => {
    expect(await read("access", await change(tokens.access), API)).toMatchObject({
      because: expect.stringMatching(because),
    });
  });

  test("an answer of the introspection endpoint is accepted, and of what is not good it is not", async () => {
    expect(await introspect(tokens.access, ["openid"])).toMatchObject({
      claims: { active: true, sub: ADA.claims["subject"], client_id: SPEC.client_id },
    });
    expect(await introspect(tokens.access, ["invoices"])).toMatchObject({ refused: "InsufficientScopeError" });
    expect(await introspect("guessed", ["openid"])).toMatchObject({ refused: "InvalidTokenError" });
    expect(await introspect(tokens.access, ["openid"], "guessed")).toMatchObject({ refused: "HTTPError" });
  });

  test("a logout token is accepted, and an ID token is none", async () => {
    await idps.logout("tokens", ADA.key);
    const [token = "", ...more] = heard;
    expect(more).toEqual([]);
    expect(await read("logout", token, SPEC.client_id)).toMatchObject({
      header: { typ: "logout+jwt" },
      claims: { sub: ADA.claims["subject"], events: { "http://schemas.openid.net/event/backchannel-logout": {} } },
    });
    expect(await read("logout", tokens.id, SPEC.client_id)).toMatchObject({ refused: "MissingClaimError" });
    expect(await read("logout", await resign(token, { nonce: "n" }), SPEC.client_id)).toMatchObject({
      because: expect.stringContaining('"nonce"'),
    });
    for (const [change, because] of Object.values(WRONG)) {
      expect(await read("logout", await change(token), SPEC.client_id)).toMatchObject({
        because: expect.stringMatching(because),
      });
    }
  });

  test("a request that was pushed signs a person in, once, and by its own client", async () => {
    const pushed = (await idps.facts("pushed")) as OidcFacts;
    const asked = {
      endpoint: `${pushed.issuer}/request`,
      authorization_endpoint: pushed.authorization_endpoint,
      token_endpoint: pushed.token_endpoint,
      client_id: SPEC.client_id,
      client_secret: SPEC.client_secret,
      redirect_uri: REDIRECT_URI,
    };
    let address = "";
    const browse = async (url: string): Promise<string> => {
      address = url;
      return (await signIn(openBrowser(each), url, ADA)).url;
    };
    expect(await askAuthlibAbout("push", asked, browse)).toMatchObject({ claims: { scope: "openid" } });
    const again = await fetch(address, { redirect: "manual" });
    expect(again.headers.get("location")).toMatch(/[?&]error=invalid_request/);
    expect(await askAuthlibAbout("push", { ...asked, client_secret: "guessed" }, browse)).toMatchObject({
      refused: "HTTPError",
    });
  });
});
