import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { deflateRawSync } from "node:zlib";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";
import type { Finding } from "../../harness/observe/finding.ts";
import type { OidcConnection, SamlConnection, Seed, SeedCall, Target } from "../../harness/scenario/model/index.ts";
import { createSp, diagnose } from "../../harness/sp/index.ts";
import { httpDriver, PLACE, sessionOf, sqlDriver, targetOf } from "./support/target.ts";
import { bodyOf, json, later, serve } from "./support/world.ts";

const CALLBACK = "http://localhost:1/callback";
const base = { organization: "default", policy: {}, roles: { mapped: {} }, place: PLACE };
const signIn = (target: string) => ({ sign_in: [{ kind: "open" as const, target, place: PLACE }] });
const oidc: OidcConnection = {
  ...base,
  ...signIn("/login"),
  protocol: "oidc",
  name: "acme-oidc",
  client_id: "app",
  client_auth: "basic",
  redirect_uris: [CALLBACK],
  claims_in: ["id_token"],
  signing_alg: "RS256",
  claims: {},
};
const saml: SamlConnection = {
  ...base,
  ...signIn("/saml"),
  protocol: "saml",
  name: "acme-saml",
  sp_entity_id: "urn:sp",
  acs: [CALLBACK],
  name_id: "persistent",
  sign: "both",
  attributes: {},
};

/** A seed call by POST. */
function call(target: string, json: { readonly [name: string]: string }, id?: string): SeedCall {
  const request = { method: "POST", target } as const;
  return { kind: "http", request, headers: {}, json, place: PLACE, ...(id === undefined ? {} : { id }) };
}

const authn = (issuer: string, acs: string) =>
  `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0" AssertionConsumerServiceURL="${acs}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</saml:Issuer></samlp:AuthnRequest>`;

/** How the SP of a test behaves; what is left out is as it should be. */
interface Behaviour {
  readonly client_id?: string;
  readonly redirect_uri?: string;
  readonly issuer?: string;
  readonly acs?: string;
  readonly idpPath?: string;
  readonly login?: (res: ServerResponse) => unknown;
  readonly me?: (res: ServerResponse) => unknown;
  readonly accounts?: (res: ServerResponse) => unknown;
  readonly storedEmail?: string;
  readonly target?: Partial<Target>;
  readonly seed?: Seed;
}

async function diagnosed(behaviour: Behaviour = {}): Promise<{ findings: readonly Finding[]; bad: Finding[] }> {
  const idp = (
    await serve((req, res) =>
      req.url?.startsWith("/refuses") === true
        ? res.writeHead(400).end("<title>No such client</title>")
        : res.end("<h1>Who are you?</h1>"),
    )
  ).replace("localhost", "127.0.0.1");
  const users: { id: number; email: string }[] = [];
  const base_url = await serve(async (req, res) => {
    const path = req.url?.split("?")[0];
    const to = (location: string) => res.writeHead(302, { location }).end();
    if (path === "/login") {
      const query = new URLSearchParams({
        response_type: "code",
        client_id: behaviour.client_id ?? "app",
        redirect_uri: behaviour.redirect_uri ?? CALLBACK,
      });
      return behaviour.login === undefined
        ? to(`${idp}${behaviour.idpPath ?? "/acme"}/auth?${query.toString()}`)
        : behaviour.login(res);
    }
    if (path === "/saml") {
      const xml = authn(behaviour.issuer ?? "urn:sp", behaviour.acs ?? CALLBACK);
      return to(
        `${idp}/saml/sso?${new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString("base64") }).toString()}`,
      );
    }
    if (path === "/me") return behaviour.me === undefined ? json(res, {}, 401) : behaviour.me(res);
    if (req.method === "GET") return behaviour.accounts === undefined ? json(res, users) : behaviour.accounts(res);
    const { email, id } = JSON.parse((await bodyOf(req)) || "{}") as { email?: string; id?: string };
    if (path === "/remove")
      users.splice(
        users.findIndex((user) => String(user.id) === id),
        1,
      );
    else
      users.push({
        id: users.length + 1,
        email: behaviour.storedEmail === undefined ? (email ?? "") : `${behaviour.storedEmail}+${email}`,
      });
    json(res, { id: users.length });
  });
  const seed = behaviour.seed ?? {
    account: call("/users", { email: "{{email}}" }, "$.id"),
    remove: call("/remove", { id: "{{id}}" }),
  };
  const target = targetOf({
    base_url,
    connections: [oidc, saml],
    observe: { session: sessionOf(), accounts: [httpDriver()], settle: 0 },
    seed,
    ...behaviour.target,
  });
  const heard: Exchange[] = [];
  const agent = createHttpAgent({ onExchange: (exchange) => heard.push(exchange), requestTimeoutMs: 1_000 });
  later(() => agent.close());
  const sp = createSp({ target, variables: {} });
  const facts = new Map([
    [
      "acme-oidc",
      {
        protocol: "oidc" as const,
        issuer: `${idp}/acme`,
        authorization_endpoint: `${idp}${behaviour.idpPath === "/refuses" ? "/refuses" : "/acme"}/auth`,
        client_id: "app",
      },
    ],
    ["acme-saml", { protocol: "saml" as const, entity_id: `${idp}/saml`, sso_url: `${idp}/saml/sso` }],
  ]);
  const log = {
    open: () => undefined,
    close: () => undefined,
    take: (name: string) => heard.filter(({ browser }) => browser?.startsWith(`${name}/`)),
  };
  const findings = await diagnose(sp, target, facts, agent, log);
  return { findings, bad: findings.filter(({ ok }) => !ok) };
}

describe("doctor", () => {
  test("finds nothing wrong where nothing is", async () => {
    const { findings, bad } = await diagnosed();
    expect(bad).toEqual([]);
    expect(findings.map(({ topic }) => topic)).toEqual([
      "session",
      "connection acme-oidc",
      "connection acme-saml",
      "accounts",
      "seed",
      "remove",
    ]);
  });

  const readAll = (res: ServerResponse, count: number) =>
    json(
      res,
      Array.from({ length: count }, (_, id) => ({ id, email: `person${id}@acme.test` })),
    );

  test.each<[string, Pick<Target["observe"], "accounts">, RegExp]>([
    ["without a search", { accounts: [httpDriver()] }, /jitterbug\.yaml:\d+\): http: GET \/accounts\?q=\{\{ns\}\}/],
    [
      "with a query already",
      { accounts: [httpDriver({ request: { method: "GET", target: "/accounts?all=1" } })] },
      /GET \/accounts\?all=1&q=\{\{ns\}\}/,
    ],
  ])("says what a look at very many accounts costs, and the line to filter with: %s", async (_, observe, line) => {
    const of = async (count: number) => {
      const { findings } = await diagnosed({
        accounts: (res) => readAll(res, count),
        target: { observe: { session: sessionOf(), settle: 0, ...observe } },
      });
      return findings.find(({ topic }) => topic === "accounts");
    };
    expect(await of(1_000)).toMatchObject({
      ok: true,
      message: expect.stringContaining("each look reads 1000 accounts"),
      hint: expect.stringMatching(line),
    });
    expect(await of(999)).toEqual({ topic: "accounts", ok: true, message: "can be read by 1 driver" });
  });

  test("has no word on the cost of looks that are filtered already", async () => {
    const filtered = httpDriver({ request: { method: "GET", target: "/accounts?q={{ns}}" } });
    const { findings } = await diagnosed({
      accounts: (res) => readAll(res, 2_000),
      target: { observe: { session: sessionOf(), accounts: [filtered], settle: 0 } },
    });
    expect(findings.find(({ topic }) => topic === "accounts")?.hint).toBeUndefined();
  });

  test.each<[string, Behaviour, string, RegExp, RegExp]>([
    [
      "another client",
      { client_id: "other" },
      "connection acme-oidc",
      /asks as the client other, and the connection's is app/,
      /client_id app.*jitterbug\.yaml:7/,
    ],
    [
      "another redirect URI",
      { redirect_uri: "http://localhost:2/cb" },
      "connection acme-oidc",
      /answered at http:\/\/localhost:2\/cb/,
      /redirect_uris \(jitterbug\.yaml:7/,
    ],
    [
      "another connection's issuer",
      { idpPath: "/globex" },
      "connection acme-oidc",
      /leads to http:\/\/127\.0\.0\.1:\d+\/globex\/auth, not to .*\/acme\/auth/,
      /issuer http/,
    ],
    [
      "an IdP that refuses",
      { idpPath: "/refuses" },
      "connection acme-oidc",
      /its IdP refuses the request: HTTP 400 .*: No such client/,
      /acme-oidc/,
    ],
    [
      "a login that crashes",
      { login: (res) => res.writeHead(500).end("<title>Oops</title>") },
      "connection acme-oidc",
      /does not lead to the IdP: HTTP 500 at .*\/login: Oops/,
      /sign_in \(jitterbug\.yaml:7\)/,
    ],
    [
      "a login that hangs",
      { login: () => true },
      "connection acme-oidc",
      /does not lead to the IdP: .*\/login: /,
      /sign_in/,
    ],
    [
      "a button that is not there",
      {
        target: {
          connections: [
            {
              ...oidc,
              sign_in: [
                { kind: "open", target: "/me", place: PLACE },
                { kind: "press", what: "Sign in", place: PLACE },
              ],
            },
          ],
        },
      },
      "connection acme-oidc",
      /jitterbug\.yaml:7:3: nothing to press named "Sign in"/,
      /sign_in/,
    ],
    [
      "another entityID",
      { issuer: "urn:other" },
      "connection acme-saml",
      /calls itself urn:other \(Issuer\), .* urn:sp/,
      /sp_entity_id/,
    ],
    [
      "another ACS",
      { acs: "http://localhost:2/acs?a=1&amp;b=2" },
      "connection acme-saml",
      /answered at http:\/\/localhost:2\/acs\?a=1&b=2/,
      /acs \(jitterbug\.yaml:7/,
    ],
    [
      "a session for everybody",
      { me: (res) => json(res, { id: 1 }) },
      "session",
      /shows a fresh browser as signed in as account 1/,
      /observe\.session \(jitterbug\.yaml:7\)/,
    ],
    ["a session that cannot be told", { me: (res) => json(res, {}, 500) }, "session", /HTTP 500/, /observe\.session/],
    ["accounts behind a token", { accounts: (res) => json(res, {}, 401) }, "accounts", /HTTP 401/, /authorization/],
    [
      "a mapping that misses the email",
      { seed: { account: call("/users", {}, "$.id") } },
      "seed",
      /told the id 1, and the accounts show no account/,
      /jitterbug\.yaml:7/,
    ],
    ["an email that is stored otherwise", { storedEmail: "x" }, "seed", /is shown with x\+doctor/, /map\.email/],
    [
      "a map that matches nothing",
      {
        seed: { account: call("/users", { email: "{{email}}", given_name: "{{given_name}}" }, "$.id") },
        target: {
          observe: {
            session: sessionOf(),
            accounts: [httpDriver({ map: { id: "$.id", email: "$.email", given_name: "$.firstname" } })],
            settle: 0,
          },
        },
      },
      "seed",
      /seeded with given_name, and is shown without/,
      /map\.given_name of observe\.accounts matches nothing/,
    ],
    [
      "an invalid JSONPath",
      { target: { observe: { session: sessionOf(), accounts: [httpDriver({ each: "$[" })], settle: 0 } } },
      "accounts",
      /invalid JSONPath in each: \$\[/,
      /RFC 9535/,
    ],
    [
      "a database that is not there",
      {
        target: {
          observe: {
            session: sessionOf(),
            accounts: [sqlDriver({ database: "postgres://kit:s3cret@localhost:1/sp" })],
            settle: 0,
          },
        },
      },
      "accounts",
      /finds no server at kit@localhost:1\/sp: nothing listens there/,
      /start it/,
    ],
    [
      "a removal that does not remove",
      {
        seed: { account: call("/users", { email: "{{email}}" }, "$.id"), remove: call("/users", {}) },
      },
      "remove",
      /still there/,
      /seed\.remove/,
    ],
  ])("tells of %s", async (_, behaviour, topic, message, hint) => {
    const { bad } = await diagnosed(behaviour);
    expect(bad.map((finding) => finding.topic)).toEqual([topic]);
    expect(bad[0]?.message).toMatch(message);
    expect(bad[0]?.hint).toMatch(hint);
    expect(`${bad[0]?.message}${bad[0]?.hint}`).not.toContain("\n");
  });
});
