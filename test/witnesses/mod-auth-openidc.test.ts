import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "../../harness/agent/port.ts";
import type { OidcSpec } from "../../harness/idp/port.ts";
import { startApache, type Apache } from "./support/apache.ts";
import type { CorruptionName } from "./support/id-tokens.ts";
import { openBrowser, signIn } from "./support/kit.ts";
import { openOidcTrial, type OidcTrial } from "./support/oidc.ts";
import { ADA } from "./support/people.ts";
import { describeWith } from "./support/packages.ts";
import { UNCHANGED } from "./support/proxy.ts";
import { TearDown } from "./support/tear-down.ts";

const CONNECTION = "apache-oidc";
const WHOAMI = "/openid/whoami";

/**
 * It takes an ID token with `"alg": "none"` in the code flow, whatever algorithm it is configured with, as it trusts
 * the connection to the token endpoint in place of a signature (OpenID Connect Core 3.1.3.7, item 6).
 */
const UNSIGNED = "not signed at all";

/** Why mod_auth_openidc refuses each other one, from its log. */
const REFUSALS: Readonly<Record<Exclude<CorruptionName, typeof UNSIGNED>, RegExp>> = {
  "another signature": /JWT signature verification failed/,
  "claims altered under the signature": /JWT signature verification failed/,
  "signed by another key": /JWT signature verification failed/,
  "HMAC with the public key": /not signed with/,
  "another issuer": /does not match received "iss"/,
  "no issuer": /did not contain an "iss"/,
  "another audience": /did not match the "aud" claim/,
  "no audience": /did not contain an "aud"/,
  "another nonce": /the nonce value \(another-nonce\)/,
  "no nonce": /did not contain a "nonce"/,
  expired: /JWT expired/,
  "no expiry": /did not contain an "exp"/,
  "no time of issue": /did not contain an "iat"/,
  "no subject": /did not contain the required-by-spec "sub"/,
  "the hash of another access token": /could not validate access token against "at_hash"/,
};

const VARIANTS = [
  { signing_alg: "RS256", client_auth: "basic", signed: {} },
  { signing_alg: "ES256", client_auth: "post", signed: { userinfo: "jwt" } },
] as const;

describeWith(["apache2", "libapache2-mod-auth-openidc"], "Apache with mod_auth_openidc", () => {
  describe.each(VARIANTS)("$signing_alg, client secret by $client_auth", ({ signing_alg, client_auth, signed }) => {
    const suite = new TearDown();
    const each = new TearDown();
    let trial: OidcTrial;
    let apache: Apache;

    beforeAll(async () => {
      apache = await startApache(suite, async (origin) => {
        const spec: OidcSpec = {
          protocol: "oidc",
          name: CONNECTION,
          client_id: "witness-app",
          client_auth,
          redirect_uris: [`${origin}/openid/callback`],
          claims_in: ["id_token", "userinfo"],
          signing_alg,
          claims: {},
          ...signed,
        };
        trial = await openOidcTrial(suite, [spec]);
        const { discovery_url, client_id, client_secret } = await trial.facts(CONNECTION);
        return {
          modules: ["auth_openidc"],
          whoami: [WHOAMI],
          directives: `
OIDCProviderMetadataURL ${discovery_url}
OIDCClientID ${client_id}
OIDCClientSecret ${client_secret}
OIDCProviderTokenEndpointAuth client_secret_${client_auth}
OIDCRedirectURI ${origin}/openid/callback
OIDCCryptoPassphrase witness
OIDCScope "openid profile email"
OIDCPKCEMethod S256
OIDCPassClaimsAs environment
OIDCRemoteUserClaim sub
OIDCIDTokenSignedResponseAlg ${signing_alg}
${"userinfo" in signed ? `OIDCUserInfoSignedResponseAlg ${signing_alg}` : ""}
OIDCOutgoingProxy ${new URL(trial.proxy.origin).host}
<Location "/openid">
  AuthType openid-connect
  Require valid-user
</Location>`,
        };
      });
    });
    afterAll(() => suite.end());
    afterEach(async () => {
      trial.proxy.rewrite(UNCHANGED);
      await each.end();
    });

    async function signedIn(browser: Browser): Promise<ReadonlyMap<string, string> | null> {
      await signIn(browser, `${apache.origin}${WHOAMI}`, ADA);
      return await apache.whoami(browser, WHOAMI);
    }

    test("signs a person in, with the claims of ID token and UserInfo", async () => {
      const { issuer } = await trial.facts(CONNECTION);
      const environment = await signedIn(openBrowser(each));
      expect(Object.fromEntries(environment ?? []), await apache.errors()).toMatchObject({
        REMOTE_USER: "w1t-ada",
        OIDC_CLAIM_iss: issuer,
        OIDC_CLAIM_aud: "witness-app",
        OIDC_CLAIM_sub: "w1t-ada",
        OIDC_CLAIM_email: "ada.w1t@acme.test",
        OIDC_CLAIM_email_verified: "1",
        OIDC_CLAIM_name: "Ada Löwe",
        OIDC_CLAIM_preferred_username: "ada.w1t",
      });
    });

    test("keeps nobody's session without a sign-in", async () => {
      expect(await apache.whoami(openBrowser(each), WHOAMI)).toBeNull();
    });

    describe("an ID token is refused", () => {
      test.each(Object.entries(REFUSALS) as [keyof typeof REFUSALS, RegExp][])(
        "with %s",
        async (corruption, reason) => {
          await trial.corrupt(CONNECTION, corruption);
          await apache.errors();
          expect(await signedIn(openBrowser(each))).toBeNull();
          expect(await apache.errors()).toMatch(reason);
        },
      );

      test(`but not when it is ${UNSIGNED}`, async () => {
        await trial.corrupt(CONNECTION, UNSIGNED);
        expect((await signedIn(openBrowser(each)))?.get("REMOTE_USER")).toBe("w1t-ada");
      });

      test("and accepted when it is signed again with nothing changed", async () => {
        await trial.corrupt(CONNECTION, null);
        expect((await signedIn(openBrowser(each)))?.get("REMOTE_USER")).toBe("w1t-ada");
      });
    });
  });
});
