import { describe, expect, it } from "vitest";
import type { Exchange } from "../../../harness/observe/exchange.ts";
import type { SignInObservation } from "../../../harness/observe/observation.ts";
import type { Account } from "../../../harness/observe/snapshot.ts";
import type { AccountField, OidcConnection } from "../../../harness/scenario/model/index.ts";
import { examineVisit } from "../../../harness/sp/index.ts";
import type { Blank } from "../../../harness/accounts/index.ts";
import { PLACE, targetOf } from "../support/target.ts";

const connection: OidcConnection = {
  organization: "default",
  policy: {},
  roles: { mapped: {} },
  place: PLACE,
  sign_in: [],
  protocol: "oidc",
  name: "acme",
  client_id: "app",
  client_auth: "basic",
  redirect_uris: [],
  claims_in: ["id_token"],
  signing_alg: "RS256",
  claims: {},
};
const ada: Account = { id: "7", email: "doctor.ns@acme.test", given_name: null, seen_by: {} };
const somebody: Account = { id: "1", email: "other@acme.test", seen_by: {} };

interface Case {
  readonly session?: SignInObservation["session"];
  readonly outcome?: SignInObservation["outcome"];
  readonly accounts?: readonly Account[];
  readonly all?: readonly Account[];
  readonly blanks?: readonly string[];
  readonly exchanges?: readonly Exchange[];
  readonly none?: readonly AccountField[];
}

function examined({ session = { state: "signed_out" }, outcome = "refused", ...rest }: Case) {
  const { accounts = [], all = accounts, blanks = [], exchanges = [], none = [] } = rest;
  const signIn: SignInObservation = {
    person: "doctor",
    connection: "acme",
    browser: "b",
    outcome,
    why: "no session: HTTP 200 at /home",
    session,
    page: { url: "http://localhost/home", status: 200, title: "", text: "" },
    duration_ms: 1,
  };
  const told = blanks.map((field): Blank => ({
    driver: "http",
    field,
    path: `$.${field}x`,
    has: "$.id, $.mail",
    place: PLACE,
  }));
  const overview = { accounts: all, blanks: told };
  const { observe } = targetOf();
  return examineVisit({
    target: targetOf({ connections: [connection], observe: { ...observe, none } }),
    connection,
    signIn,
    exchanges,
    accounts,
    overview,
  });
}

function tokenRequest(headers: { readonly [name: string]: string }, body: string): Exchange {
  const url = "http://127.0.0.1:1/oidc/acme/token";
  const response = { status: 401, headers: {} };
  return {
    id: 1,
    at: 0,
    duration_ms: 1,
    by: "sp",
    request: { method: "POST", url, headers, body },
    response,
    messages: [],
  };
}

const in7 = { state: "signed_in", account: "7" } as const;

describe("what the doctor says of a stranger who signed in", () => {
  it.each<[string, Case, boolean, RegExp, RegExp | null]>([
    ["seen", { session: in7, accounts: [ada, somebody] }, true, /account 7, and the accounts show email$/, null],
    [
      "seen, with a path that finds nothing",
      { session: in7, accounts: [ada], blanks: ["given_name", "roles", "attributes.team"] },
      true,
      /show email; map\.given_name of http \(\$\.given_namex\) finds nothing in any account$/,
      /\$\.id, \$\.mail/,
    ],
    [
      "seen, with what the file says that the SP has not",
      { session: in7, accounts: [{ ...ada, roles: ["member"] }], none: ["name", "roles"] },
      false,
      /`observe: \{ roles: none \}` is not so: account 7 shows roles \["member"\]$/,
      /take `roles: none` out of observe/,
    ],
    [
      "seen, with nothing of what the SP has not",
      { session: in7, accounts: [{ ...ada, roles: [] }], none: ["given_name", "roles"] },
      true,
      /account 7, and the accounts show email$/,
      null,
    ],
    [
      "without an email",
      { session: in7, all: [{ ...ada, email: null }], blanks: ["email"] },
      false,
      /map\.email of http \(\$\.emailx\) finds nothing/,
      /has \$\.id, \$\.mail: correct map/,
    ],
    [
      "no account at all",
      { session: in7, blanks: ["each"] },
      false,
      /each \(\$\.eachx\) finds nothing/,
      /correct each/,
    ],
    ["none that a query shows", { session: in7 }, false, /no account with that id: they show none/, /same id/],
    ["other ids", { session: in7, all: [somebody] }, false, /they show 1$/, /same id/],
    [
      "nothing of the person",
      { session: in7, all: [{ id: "7", name: "x", seen_by: {} }] },
      false,
      /shows name, and nothing of the person/,
      /must map the email/,
    ],
    [
      "a session that is not seen",
      { accounts: [ada] },
      false,
      /account 7 was made, but nobody is signed in/,
      /does not see the session/,
    ],
    [
      "a session whose path finds nothing",
      { accounts: [ada], session: { state: "signed_out", hint: "GET /me shows nothing at $.x; it has $.id" } },
      false,
      /account 7 was made/,
      /^correct map\.account of observe\.session/,
    ],
    [
      "nobody, and a path that finds nothing",
      { session: { state: "signed_out", hint: "GET /me shows nothing at $.x; it has $.id" } },
      false,
      /nobody is signed in/,
      /^if the person is in, correct map\.account/,
    ],
    [
      "nobody",
      {},
      false,
      /was not let in: no session/,
      /an email at sp\.test .* by the name of "email" \(claims of acme.*jit: off/,
    ],
    [
      "a secret in the body",
      { exchanges: [tokenRequest({}, "grant_type=authorization_code&client_secret=x")] },
      false,
      /client_secret_post, and the connection's client_auth is basic/,
      /client_auth: post/,
    ],
    ["no secret", { exchanges: [tokenRequest({}, "code=x")] }, false, /with no secret/, /client_auth: none/],
    [
      "another secret",
      { exchanges: [tokenRequest({ authorization: "Basic xyz" }, "code=x")] },
      false,
      /another client_id or another secret/,
      /--show-secrets/,
    ],
  ])("%s", (_, observed, ok, message, hint) => {
    const finding = examined(observed);
    expect(finding).toMatchObject({ topic: "sign-in acme", ok });
    expect(finding.message).toMatch(message);
    if (hint === null) expect(finding.hint).toBeUndefined();
    else expect(finding.hint).toMatch(hint);
  });
});
