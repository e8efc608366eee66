import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Kit, type Ended } from "../faults/kit.ts";
import { CALL, folder } from "./configured/ground.ts";

/** One scenario of these steps on the SP that is told of its IdP by `prepare`. */
function run(steps: readonly object[], target: object = {}): Promise<Ended> {
  const dir = folder({ prepare: [CALL], ...target });
  const scenario = {
    id: "by-hand",
    title: "By hand",
    severity: "MUST",
    basis: "harm",
    protocols: ["oidc"],
    given: { people: ["ada"] },
    steps,
    explain: { cause: "c", fix: "f" },
  };
  const file = join(dir, "by-hand.yaml");
  writeFileSync(file, JSON.stringify(scenario));
  return new Kit(dir, ["run", file]).ended;
}

const one = ({ report }: Ended) => report?.checks[0];

test("an SP that leads to the IdP instead of asking for a password has refused it", async () => {
  const drive = { password_sign_in: [{ open: "/sso" }, { fill: { password: "{{password}}" } }, { press: "Go" }] };
  const expectation = { outcome: "refused", session: { account: "none" } };
  const ended = await run([{ password_sign_in: "ada", password: "x", expect: expectation }], { drive });
  expect([ended.status, one(ended)?.verdict]).toEqual([0, "passed"]);
});

test("a form that is not where the target file says is the target file's fault, not a refusal", async () => {
  const drive = { password_sign_in: [{ open: "/login" }, { fill: { password: "{{password}}" } }] };
  const ended = await run([{ password_sign_in: "ada", password: "x", expect: { outcome: "refused" } }], { drive });
  expect([ended.status, one(ended)?.verdict]).toEqual([3, "misconfigured"]);
  expect(one(ended)?.reason).toContain('no field "password" on the page at');
});

test("a page of the SP is visited, and what it says is a message", async () => {
  const visit = { visit: "/anything", browser: "b", expect: { message: { says: "welcome" } } };
  const signIn = { sign_in: "ada", browser: "b", expect: { outcome: "signed_in", remember: "adas" } };
  const again = { visit: "/", browser: "b", expect: { session: { account: "adas" } } };
  const ended = await run([visit, signIn, again]);
  expect([ended.status, one(ended)?.verdict]).toEqual([0, "passed"]);
});

test("whom the IdP gives the application to no more is let in by nobody, and again when they get it back", async () => {
  const browser = { browser: "b" };
  const given = (assigned: boolean) => ({ change: { ada: { assigned } } });
  // This SP knows of no error of an IdP, and breaks.
  const refused = {
    sign_in: "ada",
    expect: { outcome: ["refused", "broken"], session: { account: "none" }, accounts: { created: 0, changed: 0 } },
  };
  const again = { sign_in: "ada", ...browser, expect: { outcome: "signed_in", session: { account: "ada" } } };
  const first = { sign_in: "ada", expect: { outcome: "signed_in", remember: "ada" } };
  const ended = await run([first, given(false), refused, given(true), again]);
  expect([ended.status, one(ended)?.verdict]).toEqual([0, "passed"]);
  const wrong = await run([first, given(false), { ...refused, expect: { outcome: "signed_in" } }]);
  expect([wrong.status, one(wrong)?.verdict]).toEqual([1, "failed"]);
});

test("an address elsewhere is not visited", async () => {
  const ended = await run([{ visit: "http://localhost:1/x", expect: { session: { account: "none" } } }]);
  expect([ended.status, one(ended)?.verdict]).toEqual([3, "misconfigured"]);
  expect(one(ended)?.reason).toContain("http://localhost:1/x is no address of the SP");
});

test("who did not sign out is still in, whatever the page says", async () => {
  const signIn = { sign_in: "ada", browser: "b", expect: { outcome: "signed_in", remember: "adas" } };
  const signOut = { sign_out: "b", expect: { session: { account: "none" } } };
  const ended = await run([signIn, signOut], { drive: { sign_out: [{ open: "/signed-out" }] } });
  expect([ended.status, one(ended)?.verdict]).toEqual([1, "failed"]);
  expect(one(ended)?.reason).toContain("sign_out: b: expected session of none, got adas");
});

test("what the target file does not tell is unobservable by name, and is no success", async () => {
  const ended = await run([{ sign_in: "ada", browser: "b" }, { sign_out: "b" }]);
  expect([ended.status, one(ended)?.verdict]).toEqual([1, "unobservable"]);
  expect(one(ended)?.reason).toBe("the target file does not say how to sign_out");
});

const SIGN_IN = { sign_in: "ada", browser: "b", expect: { outcome: "signed_in", remember: "adas" } };
const STOLEN = { copy: { from: "b", to: "thief" } };
const thief = (account: string) => ({ look: "thief", expect: { session: { account } } });

test("a copied cookie is signed in, and no longer once the server has ended the session", async () => {
  const steps = [SIGN_IN, STOLEN, thief("adas"), { sign_out: "b", expect: { session: { account: "none" } } }];
  const drive = { sign_out: [{ open: "/sign-out" }] };
  const ended = await run([...steps, thief("none"), { visit: "/", browser: "thief" }], { drive });
  expect([ended.status, one(ended)?.verdict, one(ended)?.reason]).toEqual([0, "passed", expect.anything()]);
});

test("a sign-out that only takes the browser's cookie away leaves the second holder in", async () => {
  const steps = [SIGN_IN, STOLEN, { sign_out: "b", expect: { session: { account: "none" } } }, thief("none")];
  const ended = await run(steps, { drive: { sign_out: [{ open: "/forget" }] } });
  expect([ended.status, one(ended)?.verdict]).toEqual([1, "failed"]);
  expect(one(ended)?.reason).toContain("look: thief: expected session of none, got adas");
});

test("a copy is of its moment: what the browser is given later, the second holder has not", async () => {
  const early = { visit: "/", browser: "b" };
  const ended = await run([early, { ...STOLEN, expect: { session: { account: "none" } } }, SIGN_IN, thief("none")]);
  expect([ended.status, one(ended)?.verdict]).toEqual([0, "passed"]);
});
