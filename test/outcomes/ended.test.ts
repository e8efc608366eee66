import { expect, test } from "vitest";
import { run, type Told } from "./ground.ts";

const REFUSED = { outcome: "refused", session: { account: "none" }, accounts: { created: 0 } };
const LET_IN = { outcome: "signed_in", session: { account: "new" }, accounts: { created: 1 } };

/** Of the first step: what was seen of its sign-in. */
function seen({ finished }: Told, name: string) {
  return finished(name).observation.variants[0]?.steps[0]?.sign_ins[0];
}

test("a refusal is one however it is told, and what the person saw is the evidence", async () => {
  const ways = ["plain", "single-page", "home", "silent", "nothing", "not-here", "busy"];
  const told = await run({ ways, scenarios: { one: [{ sign_in: "eve", expect: REFUSED }] } });
  for (const way of ways) expect([way, told.check(`${way}/one`)]).toMatchObject([way, { verdict: "passed" }]);
  expect(seen(told, "single-page/one")?.why).toMatch(
    /HTTP 200 at .*\/single-page\/app#\/login\?error=not_a_member "Acme"$/,
  );
  expect(seen(told, "home/one")?.why).toMatch(/\/\?message=You are not a member "Acme. You are not a member"$/);
  expect(seen(told, "nothing/one")?.why).toMatch(/HTTP 204 at .*\/nothing\/callback$/);
});

test("a crash that the person can read is no correct refusal: warned; one in a script is none", async () => {
  const expectations = {
    refused: [{ sign_in: "eve", expect: REFUSED }],
    "let-in": [{ sign_in: "eve", expect: LET_IN }],
  };
  const row = [{ sign_in: "eve", expect: { one_of: [{ outcome: "signed_in" }, REFUSED] } }];
  const told = await run({ ways: ["crash", "down"], scenarios: { ...expectations, row } });
  expect(told.check("crash/refused")).toMatchObject({
    verdict: "warned",
    reason: expect.stringMatching(
      /broken: a crash shows at .*\/crash\/callback \(HTTP 200\): "TypeError: Cannot/,
    ) as unknown,
  });
  expect(told.check("crash/row")).toMatchObject({
    verdict: "warned",
    reason: expect.stringContaining("a crash is not a correct refusal") as unknown,
  });
  expect(told.check("crash/let-in").verdict).toBe("failed");
  // Without a word of when to come again it is no refusal, but an SP that is down.
  expect(told.check("down/refused").verdict).toBe("failed");
});

test("what breaks beside a session is told and fails; where everybody lands need be no page of the SP", async () => {
  const broken = ["session-then-500", "session-then-loop", "session-then-cut"];
  const lawful = ["lands-nowhere", "lands-elsewhere"];
  const told = await run({ ways: [...broken, ...lawful], scenarios: { one: [{ sign_in: "ada", expect: LET_IN }] } });
  for (const way of broken) {
    expect(told.check(`${way}/one`)).toMatchObject({
      verdict: "failed",
      reason: expect.stringContaining("expected signed_in, got signed_in, and broken: ") as unknown,
    });
    expect(seen(told, `${way}/one`)?.session.state).toBe("signed_in");
  }
  for (const way of lawful) expect([way, told.check(`${way}/one`).verdict]).toEqual([way, "passed"]);
});

test("what comes after a sign-in does not stand for what a refused person was told", async () => {
  const onboarding = [{ open: "/plain/onboarding" }, { request: "POST /plain/onboarding" }];
  const told = await run({
    ways: ["plain", "home", "session-then-500"],
    target: { after_sign_in: onboarding },
    scenarios: { eve: [{ sign_in: "eve", expect: REFUSED }], ada: [{ sign_in: "ada", expect: LET_IN }] },
  });
  expect(seen(told, "plain/eve")?.why).toMatch(/HTTP 403 at .*\/plain\/callback "You are not let in\."$/);
  expect(seen(told, "home/eve")?.page.text).toBe("Acme. You are not a member");
  expect(told.check("plain/ada").verdict).toBe("passed");
  expect(told.check("session-then-500/ada").verdict).toBe("failed");
});

test("what only a page's scripts could show is not seen without them; a bounce without a word is", async () => {
  const says = [{ sign_in: "eve", expect: { message: { says: "not a member" } } }];
  const told = await run({ ways: ["single-page", "silent", "home"], scenarios: { says } });
  expect(told.check("single-page/says")).toMatchObject({
    verdict: "unobservable",
    reason: expect.stringContaining("use agent: chromium") as unknown,
  });
  expect(told.check("silent/says").reason).toContain("the page that everybody sees before they sign in");
  expect(told.check("home/says").verdict).toBe("passed");
});
