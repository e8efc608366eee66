import { decodeJwt } from "jose";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OidcSpec } from "../../harness/idp/port.ts";
import { createKeyStore } from "../../harness/idp/state/keys.ts";
import { REDIRECT_URI, relyingParty, signIn } from "../idp/support.ts";
import { startApache, type Apache } from "./support/apache.ts";
import { openIdps } from "./support/kit.ts";
import { ADA } from "./support/people.ts";
import { describeWith } from "./support/packages.ts";
import { TearDown } from "./support/tear-down.ts";

const API = "https://api.acme.test";
const SPEC: OidcSpec = {
  protocol: "oidc",
  name: "tokens",
  client_id: "witness-app",
  client_secret: "witness-secret",
  client_auth: "basic",
  redirect_uris: [REDIRECT_URI],
  claims_in: ["id_token", "userinfo"],
  signing_alg: "RS256",
  claims: {},
};
const READABLE: OidcSpec = { ...SPEC, access_token: { audiences: [API], claims: ["email"] } };

async function issued(tearDown: TearDown, spec: OidcSpec) {
  const stateDir = await tearDown.folder();
  const idps = await openIdps(tearDown, [spec], stateDir);
  idps.admit(spec.name, ADA);
  const { config, facts } = await relyingParty(idps, spec);
  const sign = async () => await signIn(config, { person: ADA.key });
  const key = await createKeyStore(stateDir, spec.name).signingKey("signing", "RS256");
  return { facts, key, sign };
}

type Issued = Awaited<ReturnType<typeof issued>>;

/** The signature stays, and is no longer one of what it stands under. */
function altered(token: string): string {
  const [header, , signature] = token.split(".");
  const payload = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: "somebody-else" })).toString("base64url");
  return [header, payload, signature].join(".");
}

describe("oauth4webapi, as an API, on access tokens that can be read", () => {
  const suite = new TearDown();
  let judge: (token: string, audience?: string) => Promise<object>;
  let token = "";
  let idToken = "";

  beforeAll(async () => {
    const { facts, sign } = await issued(suite, READABLE);
    const tokens = await sign();
    [token, idToken] = [tokens.access_token, tokens.id_token ?? ""];
    const server = { issuer: facts.issuer, jwks_uri: facts.jwks_uri };
    judge = async (bearer, audience = API) => {
      const headers = { authorization: `Bearer ${bearer}` };
      const request = new Request("http://localhost:9/api", { headers });
      return await oauth.validateJwtAccessToken(server, request, audience, { [oauth.allowInsecureRequests]: true });
    };
  });
  afterAll(() => suite.end());

  test("accepts them", async () => {
    expect(await judge(token)).toMatchObject({ sub: "w1t-ada", client_id: "witness-app", email: "ada.w1t@acme.test" });
  });

  test("refuses one that was altered, one for another API, and an ID token", async () => {
    await expect(judge(altered(token))).rejects.toThrow(/signature/);
    await expect(judge(token, "https://other.test")).rejects.toThrow(/"aud"/);
    await expect(judge(idToken, "witness-app")).rejects.toThrow(/"typ"/);
  });
});

describeWith(["apache2", "libapache2-mod-auth-openidc"], "mod_auth_openidc as an API", () => {
  const WHOAMI = "/api/whoami";
  const ways = {
    introspection: {
      spec: SPEC,
      // An address of its own for it would have to be https.
      directives: ({ facts }: Issued) => `OIDCOAuthServerMetadataURL ${facts.discovery_url}
OIDCOAuthIntrospectionEndpointAuth client_secret_basic
OIDCOAuthClientID witness-app
OIDCOAuthClientSecret witness-secret
OIDCOAuthTokenIntrospectionInterval 0`,
    },
    "the issuer's keys": {
      spec: READABLE,
      directives: ({ key }: Issued) => `OIDCOAuthVerifyCertFiles ${key.kid}#issuer.pem`,
    },
  } as const;

  describe.each(Object.entries(ways))("by %s", (way, { spec, directives }) => {
    const suite = new TearDown();
    let apache: Apache;
    let running: Issued;

    beforeAll(async () => {
      running = await issued(suite, spec);
      apache = await startApache(suite, () => ({
        files: { "issuer.pem": running.key.certificatePem },
        modules: ["auth_openidc"],
        whoami: [WHOAMI],
        directives: `
${directives(running)}
OIDCOAuthRemoteUserClaim sub
OIDCCryptoPassphrase witness
<Location "/api">
  AuthType oauth20
  Require valid-user
</Location>`,
      }));
    });
    afterAll(() => suite.end());

    async function ask(bearer: string): Promise<string> {
      const response = await fetch(`${apache.origin}${WHOAMI}`, { headers: { authorization: `Bearer ${bearer}` } });
      return response.status === 200
        ? (/^REMOTE_USER=(.*)$/m.exec(await response.text())?.[1] ?? "")
        : String(response.status);
    }

    test("lets in whose token it is", async () => {
      const { access_token } = await running.sign();
      expect(await ask(access_token), await apache.errors()).toBe("w1t-ada");
    });

    test(
      way === "introspection" ? "and nobody whose token is unknown" : "and nobody whose token was altered",
      async () => {
        const { access_token } = await running.sign();
        expect(await ask(way === "introspection" ? `${access_token}x` : altered(access_token))).toBe("401");
      },
    );
  });
});
