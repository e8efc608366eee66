import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { OidcSpec } from "../../harness/idp/port.ts";
import { askAuthlib, type Testimony } from "./support/authlib.ts";
import type { CorruptionName } from "./support/id-tokens.ts";
import { openBrowser } from "./support/kit.ts";
import { at, openOidcTrial, type OidcTrial } from "./support/oidc.ts";
import { ADA } from "./support/people.ts";
import { describeWith } from "./support/packages.ts";
import { UNCHANGED } from "./support/proxy.ts";
import { TearDown } from "./support/tear-down.ts";

/** Nobody listens there. */
const REDIRECT_URI = "http://localhost:9/callback";
const SPEC = {
  protocol: "oidc",
  client_id: "witness-app",
  redirect_uris: [REDIRECT_URI],
  claims_in: ["id_token", "userinfo"],
  claims: {},
} as const;

const CONNECTIONS = {
  "rs256-basic": { ...SPEC, name: "rs256-basic", signing_alg: "RS256", client_auth: "basic" },
  "es256-post": { ...SPEC, name: "es256-post", signing_alg: "ES256", client_auth: "post" },
  "es256-none": { ...SPEC, name: "es256-none", signing_alg: "ES256", client_auth: "none" },
} satisfies Readonly<Record<string, OidcSpec>>;
type Connection = keyof typeof CONNECTIONS;
const NAMES = Object.keys(CONNECTIONS) as Connection[];
const METHODS = { basic: "client_secret_basic", post: "client_secret_post", none: "none" } as const;

/** Why Authlib refuses each. */
const REFUSALS: Readonly<Record<CorruptionName, RegExp>> = {
  "another signature": /bad_signature/,
  "claims altered under the signature": /bad_signature/,
  "signed by another key": /bad_signature/,
  "not signed at all": /unsupported_algorithm/,
  "HMAC with the public key": /unsupported_algorithm/,
  "another issuer": /claim "iss"/,
  "no issuer": /"iss" claim/,
  "another audience": /claim "aud"/,
  "no audience": /"aud" claim/,
  "another nonce": /claim "nonce"/,
  "no nonce": /"nonce" claim/,
  expired: /expired/,
  "no expiry": /"exp" claim/,
  "no time of issue": /"iat" claim/,
  "no subject": /"sub" claim/,
  "the hash of another access token": /claim "at_hash"/,
};

describeWith(["python3-authlib", "python3-requests"], "Authlib as a relying party", () => {
  const suite = new TearDown();
  const each = new TearDown();
  let trial: OidcTrial;

  beforeAll(async () => {
    trial = await openOidcTrial(suite, Object.values(CONNECTIONS));
  });
  afterAll(() => suite.end());
  afterEach(async () => {
    trial.proxy.rewrite(UNCHANGED);
    await each.end();
  });

  async function signIn(name: Connection): Promise<Testimony> {
    const client_auth = METHODS[CONNECTIONS[name].client_auth];
    const facts = await trial.facts(name);
    const options = { facts, client_auth, redirect_uri: REDIRECT_URI, proxy: trial.proxy.origin };
    return await askAuthlib(options, openBrowser(each), ADA);
  }

  test.each(NAMES)("%s: discovery, keys, ID token and UserInfo are accepted", async (name) => {
    const { issuer } = await trial.facts(name);
    const { subject, ...claims } = ADA.claims;
    const sub = subject;
    expect(await signIn(name)).toMatchObject({
      header: { alg: CONNECTIONS[name].signing_alg },
      claims: { iss: issuer, aud: SPEC.client_id, sub, ...claims },
      userinfo: { sub, ...claims },
    });
  });

  test.each([
    "issuer",
    "jwks_uri",
    "response_types_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
  ])("discovery without %s is refused", async (member) => {
    const { discovery_url } = await trial.facts("es256-post");
    const without = (body: string) => JSON.stringify({ ...(JSON.parse(body) as object), [member]: undefined });
    trial.proxy.rewrite(at(discovery_url, without));
    const because = expect.stringContaining(`"${member}" is required`) as string;
    expect(await signIn("es256-post")).toEqual({ refused: "ValueError", because });
  });

  test.each([
    ["nothing", { claims: { sub: ADA.claims["subject"] } }],
    ["missing-subject", { refused: "MissingClaimError" }],
    ["blank-subject", { refused: "InvalidClaimError" }],
    ["non-string-subject", { claims: { sub: 1001 } }],
  ])("the kit's own tamper %s has a good signature", async (name, testimony) => {
    trial.idps.arm("rs256-basic", ADA.key, { name, parameters: {} });
    expect(await signIn("rs256-basic")).toMatchObject(testimony);
    expect(trial.idps.disarm("rs256-basic", ADA.key)).toEqual({ delivered: true });
  });

  describe.each(["rs256-basic", "es256-post"] as const)("%s: an ID token is refused", (name) => {
    test.each(Object.entries(REFUSALS) as [CorruptionName, RegExp][])("with %s", async (corruption, reason) => {
      await trial.corrupt(name, corruption);
      expect(await signIn(name)).toMatchObject({ refused: expect.any(String), because: expect.stringMatching(reason) });
    });

    test("and accepted when it is signed again with nothing changed", async () => {
      await trial.corrupt(name, null);
      expect(await signIn(name)).toMatchObject({ claims: { sub: ADA.claims["subject"] } });
    });
  });
});
