import { compactVerify, createRemoteJWKSet, decodeJwt, decodeProtectedHeader, importX509 } from "jose";
import { allowInsecureRequests, discovery, fetchUserInfo } from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MARKUP } from "../../harness/observe/markup.ts";
import { CONTROL, eventOf, TAMPERS } from "../../harness/tampers/index.ts";
import { ADA, authorize, oidcSpec, REDIRECT_URI, relyingParty, sent, signIn, Started } from "./support.ts";

/**
 * Every tamper before outside witnesses: compared with its honest twin the message differs in what the tamper is named
 * for and in nothing else, jose finds the signature good or bad as the table has it, and openid-client refuses it for
 * that reason. What it can not refuse says so.
 */
type Case = readonly [name: string, differs: readonly string[], refused: RegExp | null];
const CASES: readonly Case[] = [
  ["nothing", [], null],
  ["missing-subject", ["claims.sub", "userinfo.sub"], /"sub"/],
  ["blank-subject", ["claims.sub", "userinfo.sub"], /"sub"/],
  ["non-string-subject", ["claims.sub", "userinfo.sub"], /"sub"/],
  ["wrong-audience", ["claims.aud"], /"aud"/],
  ["longer-audience", ["claims.aud"], /"aud"/],
  ["missing-audience", ["claims.aud"], /"aud"/],
  ["other-audiences", ["claims.aud"], /"aud"/],
  ["no-audiences", ["claims.aud"], /"aud"/],
  ["audience-list", ["claims.aud"], null],
  ["wrong-issuer", ["claims.iss"], /"iss"/],
  ["longer-issuer", ["claims.iss"], /"iss"/],
  ["missing-issuer", ["claims.iss"], /"iss"/],
  ["expired", ["claims.exp"], /"exp"/],
  ["missing-expiry", ["claims.exp"], /"exp"/],
  ["non-number-expiry", ["claims.exp"], /"exp"/],
  ["missing-issued-at", ["claims.iat"], /"iat"/],
  ["wrong-nonce", ["claims.nonce"], /nonce/],
  ["missing-nonce", ["claims.nonce"], /nonce/],
  ["other-authorized-party", ["claims.azp"], null],
  ["issued-to-another", ["claims.aud", "claims.azp"], /"azp"/],
  ["clock-ahead", ["claims.nbf"], null],
  ["not-yet-valid", ["claims.nbf"], /"nbf"/],
  ["unknown-claims", ["claims.urn:example:claim"], null],
  ["fractional-times", [], null],
  // Optional by the code flow: openid-client leaves it.
  ["wrong-access-token-hash", ["claims.at_hash"], null],
  ["missing-kid", ["header.kid"], null],
  ["unknown-crit", ["header.crit", "header.urn:example:unknown-extension"], /crit/],
  // openid-client reads the last of the two.
  ["subject-told-twice", [], null],
  // Here, too, the last.
  ["audience-told-twice", ["claims.aud"], /"aud"/],
  [
    "access-token-in-its-place",
    ["claims.aud", "claims.client_id", "claims.jti", "claims.nonce", "claims.scope", "header.typ"],
    /"aud"/,
  ],
  [
    "logout-token-in-its-place",
    [
      "claims.email",
      "claims.email_verified",
      "claims.events",
      "claims.family_name",
      "claims.given_name",
      "claims.jti",
      "claims.name",
      "claims.nonce",
      "header.typ",
    ],
    /nonce/,
  ],
  ["undeclared-algorithm", ["header.alg"], /alg/],
  ["foreign-key", [], /signature/],
  ["neighbour-key", ["header.kid"], /key/],
  ["as-neighbour", ["claims.iss", "header.kid"], /key|iss/],
  ["unknown-kid", ["header.kid"], /key/],
  ["embedded-key", ["header.jwk", "header.kid"], /signature/],
  ["embedded-certificate", ["header.kid", "header.x5c"], /signature/],
  ["addressed-key", ["header.jku", "header.kid"], /key/],
  ["addressed-certificate", ["header.kid", "header.x5u"], /signature/],
  ["confused-algorithm", ["header.alg"], /alg/],
  ["alg-none", ["header.alg"], /alg/],
  ["altered-after-signing", ["claims.sub"], /signature/],
  ["missing-id-token", ["answer.id_token"], /id_token/],
  ["missing-expires-in", ["answer.expires_in"], null],
  ["lower-case-token-type", ["answer.token_type"], null],
  ["unknown-members", ["answer.urn:example:member"], null],
  ["vast-token-answer", ["answer.urn:example:member"], null],
  ["vast-userinfo", ["userinfo.urn:example:claim"], null],
  [
    "wrong-userinfo-subject",
    ["userinfo.email", "userinfo.family_name", "userinfo.given_name", "userinfo.name", "userinfo.sub"],
    /"sub"/,
  ],
  ["wrong-state", ["redirect.state"], /"state"/],
  ["missing-state", ["redirect.state"], /"state"/],
  ["wrong-response-issuer", ["redirect.iss"], /"iss"/],
  ["unknown-response-parameter", ["redirect.example_parameter"], null],
];

/** Which endpoint fails, and how it answers then. */
const OUTAGES = [
  ["token-endpoint-fails", "token", 503, true],
  ["token-answer-cut", "token", 200, false],
  ["token-answer-page", "token", 200, false],
  ["token-error-as-success", "token", 200, true],
  ["userinfo-fails", "userinfo", 503, true],
  ["userinfo-cut", "userinfo", 200, false],
] as const;

/** Whose answer is whole, and comes late. */
const LATE = ["token-endpoint-slow", "userinfo-slow"] as const;

/** Which let nobody in. */
const DENIED = ["access-denied", "denied-with-markup"] as const;

/** Which is of the discovery document, too, and so of nobody who has read that before. */
const DISCOVERED = "misnamed-issuer";

const NEIGHBOUR = "neighbour";

function parametersOf(name: string): { readonly [parameter: string]: string } {
  return ["neighbour-key", "as-neighbour"].includes(name) ? { of: NEIGHBOUR } : {};
}

describe.each(["ES256", "RS256"] as const)("signed with %s", (signing_alg) => {
  const started = new Started();
  const spec = oidcSpec({ signing_alg });
  const neighbour = oidcSpec({ signing_alg, name: NEIGHBOUR });
  let at: Awaited<ReturnType<typeof relyingParty>> & { readonly idps: Awaited<ReturnType<Started["idps"]>> };
  let twin: Parts;
  beforeAll(async () => {
    const idps = await started.idps({ connections: [spec, neighbour] });
    idps.admit(spec.name, ADA);
    at = { idps, ...(await relyingParty(idps, spec)) };
    twin = await parts();
  });
  afterAll(() => started.end());

  test("there is a case for every tamper", () => {
    const told = [...CASES.map(([name]) => name), ...OUTAGES.map(([name]) => name), ...LATE, ...DENIED, DISCOVERED];
    // Those of a sign-out, of UserInfo that is signed, of a refresh, and of an IdP that is otherwise have tests of their own.
    const others = ["signed_userinfo", "refresh", "encryption_key"];
    const here = Object.entries(TAMPERS.oidc).flatMap(([name, { needs = [] }]) =>
      eventOf(name) === "logout" || needs.some((need) => others.includes(need)) ? [] : [name],
    );
    expect(told.toSorted()).toEqual(here.toSorted());
  });

  // A second kind of key comes with every algorithm but RS256.
  const several = signing_alg !== "RS256";
  const lacks = (name: string) => TAMPERS.oidc[name]?.needs?.some((need) => need === "single_key" || need === "rsa");
  const applicable = CASES.filter(([name]) => !(several && lacks(name)));

  test.each(applicable)("%s differs from its honest twin in %j", async (name, differs) => {
    at.idps.arm(spec.name, ADA.key, { name, parameters: parametersOf(name) });
    expect(differences(twin, await parts())).toEqual(differs);
    expect(at.idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
    // The issuer says of its key by what it signs, so that the right key is none by PS256.
    const good =
      !["after_signing", "in_signing"].includes(TAMPERS.oidc[name]?.when ?? "") && name !== "missing-id-token";
    expect(await seen.verified).toBe(good);
  });

  test("neighbour-key is the key that the neighbour publishes, and there is none of somebody who is not there", async () => {
    const { facts } = await relyingParty(at.idps, neighbour);
    at.idps.arm(spec.name, ADA.key, { name: "neighbour-key", parameters: { of: NEIGHBOUR } });
    const { id_token } = (await sent(at)) as { id_token?: string };
    const keys = createRemoteJWKSet(new URL(facts.jwks_uri));
    await expect(compactVerify(id_token ?? "", keys)).resolves.toBeDefined();
    at.idps.arm(spec.name, ADA.key, { name: "neighbour-key", parameters: { of: spec.name } });
    await sent(at);
    expect(at.idps.disarm(spec.name, ADA.key)).toMatchObject({ not_applicable: expect.stringMatching(/no other/) });
  });

  test("a key that is to be had at an address is the one that signs", async () => {
    const told = async (name: string) => {
      at.idps.arm(spec.name, ADA.key, { name, parameters: {} });
      const { id_token = "" } = (await sent(at)) as { id_token?: string };
      return { id_token, header: decodeProtectedHeader(id_token) };
    };
    const byKey = await told("addressed-key");
    const keys = createRemoteJWKSet(new URL(byKey.header.jku ?? ""));
    await expect(compactVerify(byKey.id_token, keys)).resolves.toBeDefined();
    expect(new URL(byKey.header.jku ?? "").origin).not.toBe(new URL(at.facts.issuer).origin);
    const byCertificate = await told("addressed-certificate");
    const pem = await (await fetch(byCertificate.header.x5u ?? "")).text();
    await expect(compactVerify(byCertificate.id_token, await importX509(pem, signing_alg))).resolves.toBeDefined();
    await expect(compactVerify(byKey.id_token, createRemoteJWKSet(new URL(at.facts.jwks_uri)))).rejects.toThrow(/key/);
  });

  test("misnamed-issuer names another one in all that comes after the document, and openid-client takes no such document", async () => {
    const named = "https://another-issuer.test";
    at.idps.arm(spec.name, ADA.key, { name: DISCOVERED, parameters: {} });
    await sent(at);
    expect(at.idps.disarm(spec.name, ADA.key)).toEqual({
      delivered: false,
      not_applicable: "the SP did not read the issuer's discovery document",
    });
    const document = async () => (await (await fetch(at.facts.discovery_url)).json()) as { [name: string]: unknown };
    const honest = await document();
    at.idps.arm(spec.name, ADA.key, { name: DISCOVERED, parameters: {} });
    expect(await document()).toEqual({ ...honest, issuer: named });
    const { back, ...answer } = await sent(at);
    const { id_token = "" } = answer as { id_token?: string };
    expect([back.searchParams.get("iss"), decodeJwt(id_token).iss]).toEqual([named, named]);
    expect(await verified(id_token)).toBe(true);
    const options = { execute: [allowInsecureRequests] };
    await expect(discovery(new URL(at.facts.issuer), "app", undefined, undefined, options)).rejects.toThrow(/issuer/);
    expect(at.idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
    expect(await document()).toEqual(honest);
  });

  test.each(OUTAGES)("%s: the %s endpoint answers %s, whole: %s", async (name, endpoint, status, whole) => {
    at.idps.arm(spec.name, ADA.key, { name, parameters: {} });
    const { back } = await authorize(at.config, { pkce: false, person: ADA.key });
    const token = await redeemed(at.facts, back);
    const access = /"access_token":"([^"]+)"/.exec(token.body)?.[1] ?? "";
    const headers = { authorization: `Bearer ${access}` };
    const asked = endpoint === "token" ? token : await answer(fetch(at.facts.userinfo_endpoint, { headers }));
    expect(asked.status).toBe(status);
    expect(isJson(asked.body)).toBe(whole);
    expect(isJson(token.body)).toBe(endpoint === "userinfo" || whole);
    expect(at.idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
  });

  test("subject-told-twice has somebody else first, and the person last", async () => {
    at.idps.arm(spec.name, ADA.key, { name: "subject-told-twice", parameters: {} });
    const { id_token } = (await sent(at)) as { id_token?: string };
    at.idps.disarm(spec.name, ADA.key);
    const told = Buffer.from(id_token?.split(".")[1] ?? "", "base64url").toString();
    expect([...told.matchAll(/"sub":"([^"]+)"/g)].map(([, sub]) => sub)).toEqual([
      `${ADA.claims.subject}-forged`,
      ADA.claims.subject,
    ]);
  });

  test.each(LATE)("%s: the whole answer, after so long and no sooner", async (name) => {
    at.idps.arm(spec.name, ADA.key, { name, parameters: { after: 0.5 } });
    const { back } = await authorize(at.config, { pkce: false, person: ADA.key });
    const asked = performance.now();
    const token = await redeemed(at.facts, back);
    const access = /"access_token":"([^"]+)"/.exec(token.body)?.[1] ?? "";
    const userinfo = fetch(at.facts.userinfo_endpoint, { headers: { authorization: `Bearer ${access}` } });
    const { status, body } = await answer(userinfo);
    expect(performance.now() - asked).toBeGreaterThanOrEqual(499);
    expect([token.status, status, isJson(body)]).toEqual([200, 200, true]);
    expect(at.idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
  });

  test("whoever waits no longer for a slow answer has met it", async () => {
    at.idps.arm(spec.name, ADA.key, { name: "token-endpoint-slow", parameters: { after: 60 } });
    const { back } = await authorize(at.config, { pkce: false, person: ADA.key });
    const body = new URLSearchParams({ grant_type: "authorization_code", code: back.searchParams.get("code") ?? "" });
    body.set("redirect_uri", spec.redirect_uris[0] ?? "");
    const credentials = Buffer.from(`${at.facts.client_id}:${at.facts.client_secret}`).toString("base64");
    const headers = { authorization: `Basic ${credentials}` };
    const asked = fetch(at.facts.token_endpoint, { method: "POST", body, headers, signal: AbortSignal.timeout(2_000) });
    await expect(asked).rejects.toThrow();
    expect(at.idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
  });

  test("userinfo-fails has nothing to act on where nobody asks for it", async () => {
    at.idps.arm(spec.name, ADA.key, { name: "userinfo-fails", parameters: {} });
    const { back } = await authorize(at.config, { pkce: false, person: ADA.key });
    await redeemed(at.facts, back);
    expect(at.idps.disarm(spec.name, ADA.key)).toMatchObject({ delivered: false });
  });

  test("access-denied is an error of OAuth in the place of the code", async () => {
    at.idps.arm(spec.name, ADA.key, { name: "access-denied", parameters: {} });
    const { back, state } = await authorize(at.config, { pkce: false, person: ADA.key });
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: "access_denied",
      error_description: "The person may not use this application",
      iss: at.facts.issuer,
      state,
    });
    expect(at.idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
  });

  test.each([
    [{}, "access_denied", `Not you ${MARKUP}`],
    [{ in: "code" }, `denied${MARKUP}`, "The person may not use this application"],
  ])(
    "denied-with-markup %j has it in the one word alone, by signs that stand there",
    async (parameters, code, words) => {
      at.idps.arm(spec.name, ADA.key, { name: "denied-with-markup", parameters });
      const { back, state } = await authorize(at.config, { pkce: false, person: ADA.key });
      expect(Object.fromEntries(back.searchParams)).toEqual({
        error: code,
        error_description: words,
        iss: at.facts.issuer,
        state,
      });
      // RFC 6749, section 4.1.2.1.
      for (const text of [code, words]) expect(text).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
      expect(at.idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
    },
  );

  test.each(applicable)("openid-client on %s", async (name, _differs, refused) => {
    at.idps.arm(spec.name, ADA.key, { name, parameters: parametersOf(name) });
    const said = await whole().then(() => null, told);
    at.idps.disarm(spec.name, ADA.key);
    if (refused === null) expect(said).toBeNull();
    else expect(said).toMatch(refused);
    at.idps.arm(spec.name, ADA.key, { name: CONTROL, parameters: {} });
    expect(await whole()).toBe(ADA.claims.subject);
    at.idps.disarm(spec.name, ADA.key);
  });

  /** Whoever is signed in, by everything that openid-client looks at. */
  async function whole(): Promise<string> {
    const tokens = await signIn(at.config);
    const { sub } = tokens.claims() ?? expect.fail('no "id_token"');
    return (await fetchUserInfo(at.config, tokens.access_token, sub)).sub;
  }

  let seen: { readonly verified: Promise<boolean> };

  /** A sign-in's messages, name by name; what is new each time is replaced by a word where it is right. */
  async function parts(): Promise<Parts> {
    const { back, nonce, state, userinfo, ...answer } = await sent(at);
    const { id_token } = answer as { id_token?: string };
    seen = { verified: id_token === undefined ? Promise.resolve(false) : verified(id_token) };
    const now = Date.now() / 1000;
    const about = (value: unknown, wanted: number) => Math.abs(Number(value) - wanted) < 30;
    const right = (name: string, value: unknown): unknown => {
      if (name === "claims.nonce" && value === nonce) return "right";
      if (name === "redirect.state" && value === state) return "right";
      if (name === "claims.iat" && about(value, now)) return "right";
      if (name === "claims.exp" && about(value, now + 3600)) return "right";
      return ["redirect.code", "answer.access_token", "answer.id_token"].includes(name) ? "any" : value;
    };
    const messages = {
      redirect: Object.fromEntries(back.searchParams),
      header: id_token === undefined ? {} : decodeProtectedHeader(id_token),
      claims: id_token === undefined ? {} : decodeJwt(id_token),
      answer,
      userinfo,
    };
    const named = Object.entries(messages).flatMap(([message, fields]) =>
      Object.entries(fields).map(([field, value]) => [`${message}.${field}`, value] as const),
    );
    return new Map(named.map(([name, value]) => [name, JSON.stringify(right(name, value))]));
  }

  async function verified(token: string): Promise<boolean> {
    const keys = createRemoteJWKSet(new URL(at.facts.jwks_uri));
    const crit = { "urn:example:unknown-extension": true };
    return compactVerify(token, keys, { crit }).then(
      () => true,
      () => false,
    );
  }
});

async function redeemed(facts: { readonly token_endpoint: string }, back: URL) {
  const headers = { authorization: `Basic ${btoa("app:app-secret")}` };
  const code = back.searchParams.get("code") ?? "";
  const body = new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI });
  return await answer(fetch(facts.token_endpoint, { method: "POST", headers, body }));
}

async function answer(asked: Promise<Response>) {
  const response = await asked;
  return { status: response.status, body: await response.text() };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

type Parts = ReadonlyMap<string, string>;

/** What is in an ID token that was not sent is gone with it, and is not told. */
function differences(one: Parts, other: Parts): readonly string[] {
  const gone = other.has("answer.id_token") ? /^$/ : /^(header|claims)\./;
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((name) => one.get(name) !== other.get(name) && !gone.test(name))
    .toSorted();
}

/** What an error says, with what caused it. */
function told(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? ` ${JSON.stringify(error.cause)}` : "";
  return `${String(error)}${error instanceof Error && error.cause instanceof Error ? ` ${told(error.cause)}` : cause}`;
}
