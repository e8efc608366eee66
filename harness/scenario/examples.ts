import type { FileKind } from "./json-schema.ts";

/** What an editor calls a file of each kind. */
export const TITLES: { readonly [K in FileKind]: string } = {
  scenario: "Jitterbug scenario",
  target: "Jitterbug target file (jitterbug.yaml)",
  people: "Jitterbug people file",
  shared: "Jitterbug shared steps",
  baseline: "Jitterbug baseline of known failures",
};

/** A small whole file of each kind. */
export const EXAMPLES: { readonly [K in FileKind]: object } = {
  scenario: {
    id: "comes-twice",
    title: "Signing in again changes nothing",
    severity: "MUST",
    protocols: ["oidc", "saml"],
    references: ["OIDCC-5.7"],
    given: { people: ["ada"] },
    steps: [
      {
        sign_in: "ada",
        control: true,
        expect: { outcome: "signed_in", accounts: { created: 1 }, remember: "adas" },
      },
      { sign_in: "ada", expect: { outcome: "signed_in", session: { account: "adas" }, accounts: { created: 0 } } },
    ],
  },
  target: {
    target: "acme-app",
    base_url: "http://localhost:3000",
    start: {
      command: ["npm", "start"],
      env: { OIDC_ISSUER: "{{connections.acme.issuer}}" },
      ready: "GET /healthz",
    },
    connections: {
      acme: {
        protocol: "oidc",
        client_id: "app",
        redirect_uris: ["http://localhost:3000/auth/callback"],
        sign_in: "GET /auth/login",
      },
    },
    policy: { identity_key: "iss_sub", jit: "on" },
    observe: {
      session: { request: "GET /api/me", map: { account: "$.id" } },
      accounts: [{ http: "GET /admin/users", each: "$.users[*]", map: { id: "$.id", email: "$.email" } }],
    },
  },
  people: { people: { ada: { email: "ada@acme.test", given_name: "Ada", groups: ["engineers"] } } },
  shared: {
    shared: "Somebody signs in for the first time, and has an account",
    parameters: { who: null, account: { default: "hers" } },
    steps: [
      {
        sign_in: "{{with.who}}",
        control: true,
        expect: { outcome: "signed_in", accounts: { created: 1 }, remember: "{{with.account}}" },
      },
    ],
  },
  baseline: {
    known_failures: [
      { id: "comes-twice", reason: "The account is found by email until the next release.", expires: "2027-02-28" },
    ],
  },
};
