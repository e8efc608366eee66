import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Kit } from "../faults/kit.ts";
import { CALL, folder } from "./configured/ground.ts";

/** A scenario whose steps call these modules, on the SP that is told of its IdP by `prepare`. */
async function run(steps: readonly object[], modules: { readonly [name: string]: string }, more: object = {}) {
  const dir = folder({ prepare: [CALL], ...more });
  writeFileSync(join(dir, "own-code.yaml"), JSON.stringify(scenarioOf(steps), null, 1));
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(dir, name), text);
  const events = join(dir, "run.jsonl");
  const ended = await new Kit(dir, ["run", "own-code.yaml", "--save", events]).ended;
  const [check] = ended.report?.checks ?? [];
  return { ...ended, check, dir, events };
}

function scenarioOf(steps: readonly object[]): object {
  return {
    id: "own-code",
    title: "Code of one's own",
    severity: "MUST",
    basis: "harm",
    protocols: ["oidc"],
    given: { people: ["ada"] },
    steps,
    explain: { cause: "c", fix: "f" },
  };
}

const signIn = { sign_in: "ada", browser: "desk", expect: { outcome: "signed_in", remember: "adas" } };
const ACCOUNT = `import type { HoldsContext } from "jitterbug";
export default ({ after, before, names, people, with: { address }, ns, session }: HoldsContext) => {
  const account = after.find(({ id }) => id === names["adas"]);
  const wrong: string[] = [];
  if (account?.email !== address) wrong.push(\`the address is \${account?.email}, and not \${address}\`);
  if (people["ada"]?.claims["email"] !== account?.email) wrong.push("the IdP says another");
  if (!String(account?.email).includes(ns)) wrong.push("the namespace is missing");
  if (before.length !== 1 || session?.state !== "signed_in") wrong.push("before, or the session, is not what it was");
  return wrong;
};`;

test("a module looks at the accounts, and says what is wrong in its own words", async () => {
  const again = (address: string) => ({
    sign_in: "ada",
    browser: "desk",
    expect: { holds: { by: "./account.ts", with: { address } } },
  });
  const right = await run([signIn, again("{{ada.email}}")], { "account.ts": ACCOUNT });
  expect([right.status, right.check?.verdict], right.stderr).toEqual([0, "passed"]);
  const wrong = await run([signIn, again("x@y.test")], { "account.ts": ACCOUNT });
  expect([wrong.status, wrong.check?.verdict]).toEqual([1, "failed"]);
  expect(wrong.check?.reason).toMatch(/what \.\/account\.ts looks for.*the address is ada\.\w+@\S+, and not x@y\.test/);
});

/** Such a text is taken out of what is kept. */
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLW5vYm9keQ";

test("what a module said is kept: the run is judged again without it", async () => {
  const steps = [
    { ...signIn, expect: { ...signIn.expect, holds: ["./a.mjs", { by: "./a.mjs", with: { n: 1, token: TOKEN } }] } },
  ];
  const ended = await run(steps, {
    "a.mjs": "export default ({ with: { n } }) => n === undefined ? null : 'no' + 'o'.repeat(1e5);",
  });
  expect(ended.check?.verdict).toBe("failed");
  expect(ended.check?.reason?.length).toBeLessThan(2_000);
  expect(readFileSync(ended.events, "utf8")).not.toContain(TOKEN);
  writeFileSync(join(ended.dir, "a.mjs"), "throw new Error('gone')");
  const again = await new Kit(ended.dir, ["judge", ended.events]).ended;
  expect(again.stdout + again.stderr).toContain("every verdict is as it was");
});

test("a module does a step in a named browser, whose session is seen after it", async () => {
  const call = {
    call: "./visit.ts",
    browser: "desk",
    with: { path: "/", who: "{{ada.email}}" },
    expect: { session: { account: "adas" } },
  };
  const VISIT = `export default async ({ browser, base_url, with: { path, who } }: any) => {
    const page = await browser.open(base_url + path);
    const me = await browser.request("GET", base_url + "/me");
    if (page.status !== 200 || me.status !== 200 || !who.startsWith("ada.")) throw new Error("not as it should be: " + me.status);
  };`;
  const right = await run([signIn, call], { "visit.ts": VISIT });
  expect([right.status, right.check?.verdict], JSON.stringify(right.check?.reason)).toEqual([0, "passed"]);
  const nobody = await run([signIn, { ...call, browser: undefined }], { "visit.ts": VISIT });
  expect([nobody.status, nobody.check?.verdict]).toEqual([3, "misconfigured"]);
  expect(nobody.check?.reason).toContain("./visit.ts: not as it should be: 401");
});

test("shared steps name a module from the folder of their own file", async () => {
  const dir = folder({ prepare: [CALL] });
  mkdirSync(join(dir, "shared"));
  const shared = { shared: "Looks.", steps: [{ ...signIn, expect: { holds: "./a.mjs" } }] };
  writeFileSync(join(dir, "shared/looks.yaml"), JSON.stringify(shared));
  writeFileSync(join(dir, "shared/a.mjs"), "export default () => 'found here';");
  writeFileSync(join(dir, "own-code.yaml"), JSON.stringify({ ...scenarioOf([{ use: "./shared/looks.yaml" }]) }));
  const ended = await new Kit(dir, ["run", "own-code.yaml"]).ended;
  expect(ended.report?.checks[0]?.reason).toContain("found here");
});

test.each([
  ["throws", "export default () => { throw new Error('out of luck'); };", "out of luck"],
  ["exports nothing", "export const x = 1;", "exports no function by default"],
  ["is no program", "export default (", "a.mjs"],
  ["says neither", "export default () => 42;", "said neither what is wrong"],
  ["does not end", "export default () => new Promise(() => setInterval(() => {}, 1e6));", "did not end within 1 s"],
])("a module that %s makes the check misconfigured, and says nothing of the SP", async (_, text, says) => {
  const ended = await run(
    [{ ...signIn, expect: { ...signIn.expect, holds: "./a.mjs" } }],
    { "a.mjs": text },
    { limits: { command: 1 } },
  );
  expect([ended.status, ended.check?.verdict]).toEqual([3, "misconfigured"]);
  expect(ended.check?.reason).toContain(says);
});

test("a run that is stopped waits for no module", async () => {
  const dir = folder({ prepare: [CALL], limits: { command: 600 } });
  const begun = join(dir, "begun");
  const waits = `import { writeFileSync } from "node:fs";
export default () => { writeFileSync(${JSON.stringify(begun)}, ""); return new Promise(() => setInterval(() => {}, 1e6)); };`;
  writeFileSync(join(dir, "waits.mjs"), waits);
  writeFileSync(join(dir, "own-code.yaml"), JSON.stringify(scenarioOf([{ call: "./waits.mjs" }])));
  const kit = new Kit(dir, ["run", "own-code.yaml"]);
  await expect.poll(() => existsSync(begun)).toBe(true);
  kit.child.kill("SIGINT");
  expect((await kit.ended).status).toBe(130);
});

test("a module that is not there, or lies outside the project, is told with its place before anything runs", async () => {
  const ended = await run(
    [{ call: "./gone.ts" }, { ...signIn, expect: { holds: ["/etc/hostname.ts", "./gone.json"] } }],
    {},
  );
  expect(ended.status).toBe(2);
  expect(ended.stderr).toMatch(/own-code\.yaml:\d+:\d+: there is no file .\.\/gone\.ts/);
  expect(ended.stderr).toContain("must be the path of a module (.ts, .mts, .js, .mjs)");
});
