/** Files that are right, with nearly every key that there is: what is hostile is put into them, one place at a time. */

const PORT = 3999;

export const TARGET = {
  target: "acme",
  base_url: `http://localhost:${PORT}`,
  idps: { listen: "127.0.0.1:0", url: "http://127.0.0.1:0", people: "people.yaml" },
  resolve: ["sp.test:8443:127.0.0.1"],
  start: {
    before: [["true"]],
    command: ["node", "server.js"],
    cwd: ".",
    env: { MODE: "test" },
    ready: "GET /healthz",
    timeout: 5,
    stdin: "open",
  },
  organizations: { acme: { verified_domains: ["acme.test"], policy: { jit: "on" } } },
  connections: {
    oidc: {
      organization: "acme",
      protocol: "oidc",
      profile: "okta",
      client_id: "app",
      client_secret: "not-a-word-1",
      client_auth: "basic",
      redirect_uris: [`http://localhost:${PORT}/cb`],
      claims_in: ["id_token"],
      signing_alg: "RS256",
      claims: { email: "mail" },
      sign_in: "GET /login",
      interrupted: { selector: "form#a", text: "x", url: "/y" },
      roles: { one: { group: "g", role: "m" }, two: { group: "h", role: "n" }, default: "guest" },
    },
    saml: {
      organization: "acme",
      protocol: "saml",
      sp_entity_id: "urn:acme",
      acs: `http://localhost:${PORT}/acs`,
      name_id: "persistent",
      sign: "assertion",
      attributes: { email: "mail" },
      sign_in: [
        { open: "/login" },
        { fill: { email: "{{email}}" } },
        { press: "Continue" },
        { request: "POST /login", json: { a: "{{email}}" }, headers: { a: "b" }, open: "$.url" },
      ],
    },
  },
  policy: { identity_key: "iss_sub", link_by: "never", required_attributes: ["email"] },
  observe: {
    session: {
      request: "GET /api/me",
      headers: { a: "b" },
      map: { account: "$.id" },
      kept: { token: { query: "token" }, found: { pattern: "a(b)" }, one: { selector: "a", attribute: "href" } },
    },
    accounts: [
      {
        http: "GET /accounts",
        auth: { basic: { user: "a", password: "not-a-word-2" } },
        each: "$[*]",
        map: { id: "$.id", email: "$.email" },
        next: "$.next",
      },
      { sql: "sqlite:./x.sqlite3", query: "select id from t", map: { id: "id" } },
      { scim: "/scim/v2", filter: 'userName co "{{ns}}"', map: { id: "id" }, groups: "roles" },
      { exec: ["true"], each: "$[*]", map: { id: "$.id" } },
    ],
    settle: 0,
  },
  seed: {
    account: { http: "POST /accounts", json: { email: "{{email}}" }, id: "$.id" },
    deactivate: { http: "POST /accounts/{{id}}", form: { a: "b" }, ok: [409] },
    remove: { exec: ["true"] },
    grant: { sql: "sqlite:./x.sqlite3", statements: ["update t set role = :role where id = :id"] },
    invite: { http: "POST /invitations", link: "$.link" },
  },
  prepare: [{ http: "POST /p", json: { a: "b" } }, { open: "/a" }],
  reset: [{ http: "POST /r" }],
  drive: { sign_out: [{ press: "Sign out" }], link: "none", accept_invite: [{ open: "{{link}}" }] },
  after_sign_in: [{ press: "ok", if: { selector: "a", text: "x" }, optional: true }],
  limits: { answer: 3, command: 3, jobs: 2, in_flight: 2, sign_ins_per_minute: 1000 },
  agent: "http",
};

export const PEOPLE = {
  people: {
    ada: {
      without: ["groups"],
      email: "ada.{{ns}}@{{domain}}",
      given_name: "Ada",
      groups: ["g"],
      email_verified: true,
    },
    bob: null,
  },
};

export const SCENARIO = {
  id: "hostile",
  title: "A scenario",
  severity: "MUST",
  basis: "harm",
  protocols: ["oidc", "saml"],
  tags: ["a"],
  references: ["OIDCC-5.7"],
  require: { policy: { jit: "on" }, can: ["password_sign_in"] },
  given: {
    people: { ada: { without: ["groups"], title: "E{{ns}}" }, bob: null },
    accounts: { hers: { email: "{{ada.email}}", password: "pa55{{ns}}", active: true } },
    connections: { ours: {}, theirs: { organization: "other" } },
  },
  each: { v: ["x", "y"] },
  steps: [
    {
      sign_in: "ada",
      connection: "ours",
      browser: "b",
      return_to: "/x",
      tamper: "nothing",
      expect: {
        outcome: "signed_in",
        session: { account: "new" },
        accounts: { created: 1, untouched: ["hers"] },
        remember: "adas",
      },
    },
    { change: { ada: { email: "x.{{ns}}@{{domain}}", without: ["name"], title: "{{v}}" } } },
    { look: "b", expect: { session: { account: "adas" } } },
    { visit: "/x", browser: "b" },
    { password_sign_in: "hers" },
    { sign_out: "b" },
  ],
  explain: { cause: "c", fix: "f" },
};

export type Path = readonly (string | number)[];

/** Every place of a document, maps and lists included. */
export function* placesOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* placesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** The document with another value at a place, each value on a line of its own. JSON is YAML. */
export function withValue(document: object, path: Path, value: unknown): string {
  const copy: unknown = structuredClone(document);
  let at = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = (at[step] ??= {}) as Record<string | number, unknown>;
  at[path.at(-1) ?? ""] = value;
  return JSON.stringify(copy, null, 1);
}

const HERE = "here is the place that was looked for";

export function lineOf(document: object, path: Path): number {
  return (
    withValue(document, path, HERE)
      .split("\n")
      .findIndex((line) => line.includes(HERE)) + 1
  );
}
