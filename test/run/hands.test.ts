import { describe, expect, test } from "vitest";
import { folder, one, PASSWORD_SIGN_IN, runSteps, SEED, SIGN_OUT } from "./hands/ground.ts";

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
