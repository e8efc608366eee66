import { describe, expect, test } from "vitest";
import { BY_TOKEN, folder, one, PASSWORD_SIGN_IN, runSteps, SEED, SIGN_OUT } from "./hands/ground.ts";

const LOCAL = {
  given: { people: ["ada"], accounts: { local: { email: "local.{{ns}}@{{domain}}", password: "pw-1" } } },
};
const BY_PASSWORD = { password_sign_in: "local", expect: { outcome: "signed_in", session: { account: "local" } } };
const SIGN_IN = { sign_in: "ada", browser: "b", control: true, expect: { outcome: "signed_in", remember: "adas" } };
const OUT = { sign_out: "b", expect: { session: { account: "none" } } };

describe("a menu whose link is named as the form's button is", () => {
  test("who has filled in the form presses the form's own", async () => {
    const dir = folder([], { seed: SEED, drive: { password_sign_in: PASSWORD_SIGN_IN } });
    const ended = await runSteps(dir, [BY_PASSWORD], LOCAL);
    expect([ended.status, one(ended)?.verdict, one(ended)?.reason]).toEqual([0, "passed", ""]);
  });

  test("without a fill the two are told with their place and the cure, and no verdict is given", async () => {
    const drive = { sign_out: [{ open: "/out" }, { press: "Sign Out" }] };
    const ended = await runSteps(folder([], { drive }), [SIGN_IN, OUT]);
    expect([ended.status, one(ended)?.verdict]).toEqual([3, "misconfigured"]);
    expect(one(ended)?.reason).toMatch(
      /jitterbug\.yaml:\d+:\d+: "Sign Out" means 2 things .*link "Sign Out" for GET \/out \(.+\) or button "Sign Out" for POST \/out \(#out button\)/,
    );
    expect(one(ended)?.reason).toContain('such as `press: "#out button"`');
  });

  test("a CSS selector says which, and the sound SP passes", async () => {
    const ended = await runSteps(folder([], { drive: { sign_out: SIGN_OUT } }), [SIGN_IN, OUT]);
    expect([ended.status, one(ended)?.verdict]).toEqual([0, "passed"]);
  });
});

test("a button that only a script knows is told with the cure", async () => {
  const drive = { sign_out: [{ open: "/out" }, { press: "Leave" }] };
  const ended = await runSteps(folder(["scripted"], { drive }), [SIGN_IN, OUT]);
  expect([ended.status, one(ended)?.verdict]).toEqual([3, "misconfigured"]);
  expect(one(ended)?.reason).toContain('only a script does something when "Leave" (button) is pressed');
  expect(one(ended)?.reason).toContain("--agent chromium");
});

describe("an SP whose session is a token", () => {
  const observe = { session: BY_TOKEN };
  const asks = { authorization: "Bearer {{kept.token}}" };

  test("a sign-out that was itself refused says nothing of it, and is told with its place and the cure", async () => {
    const drive = { sign_out: [{ request: "POST /out" }] };
    const ended = await runSteps(folder(["token"], { observe, drive }), [SIGN_IN, OUT]);
    expect([ended.status, one(ended)?.verdict]).toEqual([3, "misconfigured"]);
    expect(one(ended)?.reason).toMatch(
      /jitterbug\.yaml:\d+:\d+: http:.*\/out answered HTTP 401: .*nobody is signed in.*, and the person is still signed in: sign_out must send/,
    );
  });

  test("what is kept is sent by actions, and forgotten when the person has signed out", async () => {
    const drive = { sign_out: [{ request: "POST /out", headers: asks }] };
    const steal = { copy: { from: "b", to: "thief" }, expect: { session: { account: "adas" } } };
    const thief = { look: "thief", expect: { session: { account: "none" } } };
    const ended = await runSteps(folder(["token"], { observe, drive }), [SIGN_IN, steal, OUT, thief]);
    expect([ended.status, one(ended)?.verdict, one(ended)?.reason]).toEqual([0, "passed", ""]);
  });

  test("a wrong password is an outcome, whatever the answer's status", async () => {
    const drive = { password_sign_in: PASSWORD_SIGN_IN };
    const dir = folder(["token"], { observe, drive, seed: SEED });
    const wrong = { password_sign_in: "local", password: "other", expect: { outcome: "refused" } };
    const ended = await runSteps(dir, [wrong, BY_PASSWORD], LOCAL);
    expect([ended.status, one(ended)?.verdict, one(ended)?.reason]).toEqual([0, "passed", ""]);
  });
});

describe("a form that comes once", () => {
  const again = { sign_in: "ada", expect: { outcome: "signed_in", session: { account: "adas" } } };
  const refused = { sign_in: "bob", tamper: "missing-subject", expect: { outcome: "refused" } };

  test("is filled in where it is there, and only there", async () => {
    const after_sign_in = [
      { fill: { agree: "yes" }, if: { selector: "form#terms" } },
      { press: "Accept", if: { text: "i agree" } },
    ];
    const ended = await runSteps(folder(["terms"], { after_sign_in }), [SIGN_IN, again, refused], {
      given: { people: ["ada", "bob"] },
    });
    expect([ended.status, one(ended)?.verdict, one(ended)?.reason]).toEqual([0, "passed", ""]);
  });

  test("or what finds nothing to act on is optional", async () => {
    const after_sign_in = [
      { fill: { agree: "yes" }, optional: true },
      { press: "Accept", optional: true },
    ];
    const ended = await runSteps(folder(["terms"], { after_sign_in }), [SIGN_IN, again]);
    expect([ended.status, one(ended)?.verdict]).toEqual([0, "passed"]);
  });

  test("an onboarding that the SP refuses as it is asked is no verdict on the SP", async () => {
    const signIn = { sign_in: "ada", browser: "b", expect: { outcome: "signed_in", remember: "adas" } };
    const observe = { session: BY_TOKEN };
    const after_sign_in = [{ request: "POST /terms", form: { agree: "yes" } }];
    const ended = await runSteps(folder(["terms", "token"], { observe, after_sign_in }), [signIn]);
    expect([ended.status, one(ended)?.verdict]).toEqual([3, "misconfigured"]);
    expect(one(ended)?.reason).toMatch(
      /jitterbug\.yaml:\d+:\d+: http:.*\/terms answered HTTP 401.*correct after_sign_in/,
    );
    const [request] = after_sign_in;
    const asked = [{ ...request, headers: { authorization: "Bearer {{kept.token}}" } }];
    const mended = await runSteps(folder(["terms", "token"], { observe, after_sign_in: asked }), [signIn]);
    expect([mended.status, one(mended)?.verdict]).toEqual([0, "passed"]);
  });
});

describe("what a session shows of its account", () => {
  const accounts = { http: "GET /admin/accounts", each: "$[*]", map: { id: "$.id", email: "$.email" } };
  const session = { request: "GET /me", map: { account: "$.id", roles: "$.roles", "attributes.mail": "$.email" } };
  const roles = (has: readonly string[]) => ({
    sign_in: "ada",
    expect: {
      outcome: "signed_in",
      account: { roles: { has }, attributes: { mail: "{{ada.email}}" } },
      accounts: { changed: 0 },
    },
  });

  test("is judged where no driver shows it", async () => {
    const dir = folder([], { observe: { session, accounts } });
    const ended = await runSteps(dir, [
      SIGN_IN,
      roles(["member"]),
      { change: { ada: { title: "x" } } },
      roles(["member"]),
    ]);
    expect([ended.status, one(ended)?.verdict, one(ended)?.reason]).toEqual([0, "passed", ""]);
    const other = await runSteps(dir, [SIGN_IN, roles(["owner"])]);
    expect([other.status, one(other)?.verdict]).toEqual([1, "failed"]);
    expect(one(other)?.reason).toContain("role owner, got roles member");
  });

  test("a path that finds nothing shows nothing: no role is missing for it", async () => {
    const misses = { request: "GET /me", map: { account: "$.id", roles: "$.rights" } };
    const wanted = { sign_in: "ada", expect: { outcome: "signed_in", account: { roles: { has: ["member"] } } } };
    const ended = await runSteps(folder([], { observe: { session: misses, accounts } }), [wanted]);
    expect([ended.status, one(ended)?.verdict]).toEqual([1, "unobservable"]);
  });
});

describe("a question between the IdP and the account", () => {
  const ONLY = {
    protocol: "oidc",
    client_id: "app",
    redirect_uris: ["http://localhost:{{port}}/callback"],
    signing_alg: "ES256",
    sign_in: "GET /sso",
    interrupted: { selector: "form#terms" },
  };
  const STEPS = [
    { sign_in: "ada", browser: "b", expect: { outcome: "interrupted" } },
    { link: "ada", browser: "b", expect: { outcome: "signed_in" } },
  ];

  test.each([
    ["an answer", { request: "GET /me", map: { account: "$.id" } }],
    ["a page", { request: "GET /profile", map: { account: { selector: "#user" } } }],
  ])("is still there where the session is read from %s", async (_, session) => {
    const drive = { link: [{ fill: { agree: "yes" } }, { press: "Accept" }] };
    const dir = folder(["terms"], { connections: { only: ONLY }, drive, observe: { session } });
    const ended = await runSteps(dir, STEPS);
    expect([one(ended)?.verdict, one(ended)?.reason]).toEqual(["passed", ""]);
  });
});
