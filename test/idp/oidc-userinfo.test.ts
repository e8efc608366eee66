import { compactVerify, createRemoteJWKSet, decodeJwt, decodeProtectedHeader } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TAMPERS } from "../../harness/tampers/index.ts";
import { ADA, oidcSpec, relyingParty, signIn, Started } from "./support.ts";

/** UserInfo of a client that is registered for `userinfo_signed_response_alg`: jose and openid-client are the witnesses. */
const CASES = [
  ["userinfo-for-another", ["aud"], true, /"aud"/],
  ["userinfo-of-another", ["iss"], true, /"iss"/],
  ["userinfo-foreign-key", [], false, /signature/],
  ["userinfo-altered-after-signing", [], false, /signature/],
  ["userinfo-alg-none", [], false, /alg/],
  ["userinfo-as-json", ["aud", "iss"], null, /JWT UserInfo Response expected/],
] as const;
const RENAMED = ["email", "family_name", "given_name", "name"];

describe.each(["ES256", "RS256"] as const)("UserInfo that is signed with %s", (signing_alg) => {
  const started = new Started();
  const spec = oidcSpec({ signing_alg, userinfo: "jwt" });
  const plain = oidcSpec({ signing_alg, name: "plain" });
  let idps: Awaited<ReturnType<Started["idps"]>>;
  let at: Awaited<ReturnType<typeof registered>>;
  beforeAll(async () => {
    idps = await started.idps({ connections: [spec, plain] });
    for (const { name } of [spec, plain]) idps.admit(name, ADA);
    at = await registered();
  });
  afterAll(() => started.end());

  /** A client that was registered so. */
  async function registered() {
    const { facts } = await relyingParty(idps, spec);
    const config = await client.discovery(
      new URL(facts.discovery_url),
      facts.client_id,
      { id_token_signed_response_alg: signing_alg, userinfo_signed_response_alg: signing_alg },
      client.ClientSecretBasic(facts.client_secret),
      { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
    );
    return { config, facts };
  }

  /** The answer as it comes. */
  async function answered(name?: string) {
    const { access_token } = await signIn(at.config);
    if (name !== undefined) idps.arm(spec.name, ADA.key, { name, parameters: {} });
    const headers = { authorization: `Bearer ${access_token}` };
    const answer = await fetch(at.facts.userinfo_endpoint, { headers });
    const body = await answer.text();
    const isSigned = answer.headers.get("content-type") === "application/jwt";
    return { body, isSigned, claims: (isSigned ? decodeJwt(body) : JSON.parse(body)) as { [name: string]: unknown } };
  }

  async function verified(token: string): Promise<boolean> {
    const keys = createRemoteJWKSet(new URL(at.facts.jwks_uri));
    return compactVerify(token, keys).then(
      () => true,
      () => false,
    );
  }

  /** Whom openid-client says that UserInfo is about. */
  async function told(): Promise<string> {
    const tokens = await signIn(at.config);
    const info = await client.fetchUserInfo(at.config, tokens.access_token, tokens.claims()?.sub ?? "");
    return String(info["email"]);
  }

  test("is announced, says whose it is and for whom, and openid-client takes it", async () => {
    expect(at.config.serverMetadata().userinfo_signing_alg_values_supported).toEqual([signing_alg]);
    const { body, claims } = await answered();
    expect(decodeProtectedHeader(body)).toMatchObject({ alg: signing_alg });
    expect(await verified(body)).toBe(true);
    const { subject, ...rest } = ADA.claims;
    expect(claims).toEqual({ ...rest, sub: subject, iss: at.facts.issuer, aud: "app" });
    expect(await told()).toBe(ADA.claims.email);
  });

  test("there is a case for every tamper of it", () => {
    const rows = Object.entries(TAMPERS.oidc).filter(([, row]) => row.at === "userinfo-signature");
    expect(CASES.map(([name]) => name).toSorted()).toEqual(rows.map(([name]) => name).toSorted());
  });

  test.each(CASES)(
    "%s tells of another address and other names, and differs in %j beside",
    async (name, more, good) => {
      const honest = await answered();
      const sent = await answered(name);
      expect(idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
      const all = new Set([...Object.keys(honest.claims), ...Object.keys(sent.claims)]);
      const differ = [...all].filter((claim) => honest.claims[claim] !== sent.claims[claim]);
      expect(differ.toSorted()).toEqual([...RENAMED, ...more].toSorted());
      expect(sent.isSigned).toBe(good !== null);
      if (good !== null) expect(await verified(sent.body)).toBe(good);
    },
  );

  test.each(CASES)("openid-client refuses %s", async (name, _more, _good, refused) => {
    idps.arm(spec.name, ADA.key, { name, parameters: {} });
    const error = await told().then(() => null, causes);
    idps.disarm(spec.name, ADA.key);
    expect(error).toMatch(refused);
    expect(await told()).toBe(ADA.claims.email);
  });

  test("there is nothing to corrupt of one that is JSON", async () => {
    const { config } = await relyingParty(idps, plain);
    idps.arm(plain.name, ADA.key, { name: "userinfo-alg-none", parameters: {} });
    const tokens = await signIn(config);
    await client.fetchUserInfo(config, tokens.access_token, ADA.claims.subject);
    expect(idps.disarm(plain.name, ADA.key)).toEqual({
      delivered: false,
      not_applicable: "the answer of the UserInfo endpoint is not signed",
    });
  });
});

/** What an error says, and what lies below it. */
function causes(error: unknown): string {
  return error instanceof Error
    ? `${error.message} ${error.cause === undefined ? "" : causes(error.cause)}`
    : String(error);
}
