import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Ground, HOSTILE } from "../faults/kit.ts";

/** Vitest is started by each, and an SP by most. */
const LONG = { timeout: 600_000 };
const ROOT = join(import.meta.dirname, "../..");

interface Assertion {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** Vitest itself, as a user runs it, on one file of tests beside the SP's target file. */
async function vitest(dir: string, program: string, ...args: readonly string[]): Promise<readonly Assertion[]> {
  writeFileSync(join(dir, "own.test.ts"), program);
  // As a package in node_modules is: read by Node, and not transformed.
  writeFileSync(
    join(dir, "vitest.config.mjs"),
    "export default { test: { testTimeout: 120_000, server: { deps: { external: [/harness/] } } } };",
  );
  const report = join(dir, "report.json");
  const own = ["run", "--root", dir, "--pool", "threads", "--reporter", "json", "--outputFile", report, ...args];
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|TEST$|NODE_ENV)/.test(name)),
  );
  const child = spawn(process.execPath, [join(ROOT, "node_modules/vitest/vitest.mjs"), ...own], { cwd: dir, env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  await once(child, "close");
  try {
    const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
      readonly testResults: readonly { readonly assertionResults: readonly Assertion[]; readonly message: string }[];
    };
    const [first] = testResults;
    if (first === undefined || first.assertionResults.length === 0) throw new Error(first?.message);
    return first.assertionResults;
  } catch (error) {
    throw new Error(output, { cause: error });
  }
}

const IMPORTS = `
import { expect, test } from ${JSON.stringify(join(ROOT, "node_modules/vitest/dist/index.js"))};
import { testChecks } from ${JSON.stringify(join(ROOT, "harness/lib/vitest.ts"))};
import ${JSON.stringify(join(ROOT, "harness/lib/vitest.ts"))};
import { startSp } from ${JSON.stringify(join(ROOT, "harness/lib/index.ts"))};
`;
const CHECKS = `${IMPORTS} testChecks({ target: "jitterbug.yaml", scenarios: [${JSON.stringify(HOSTILE)}] });`;

test("each check is a test, which fails with what came, the cause and the fix", LONG, async () => {
  using ground = new Ground({ faults: ["honest", "creates-then-500"] });
  const told = await vitest(ground.dir, CHECKS);
  expect(told.map(({ status }) => status)).toEqual(["failed", "passed", "passed"]);
  expect(told[0]?.title).toMatch(/^\S+ \[oidc/);
  expect(told[0]?.failureMessages[0]).toMatch(/^failed: /);
  expect(told[0]?.failureMessages[0]).toMatch(/expected: [\s\S]+actual: [\s\S]+likely cause: .+\n\s+fix: /);
});

test("what Vitest leaves out is not driven", LONG, async () => {
  using ground = new Ground({ faults: ["honest", "creates-then-500"] });
  const told = await vitest(ground.dir, CHECKS, "-t", "honest");
  expect(told.map(({ status }) => status).toSorted()).toEqual(["passed", "skipped", "skipped"]);
});

test("an SP that does not start fails every test, and the last one says why", LONG, async () => {
  using ground = new Ground({ faults: ["honest"], env: { START: "exits" } });
  const told = await vitest(ground.dir, CHECKS);
  expect(told.map(({ status }) => status)).not.toContain("passed");
  expect(JSON.stringify(told)).toContain("the database is not there");
});

test("what is known to fail is skipped with its reason, and a baseline that no longer holds is red", LONG, async () => {
  using ground = new Ground({ faults: ["creates-then-500"] });
  const [first] = await vitest(ground.dir, CHECKS);
  const [id = ""] = first?.title.split(" ") ?? [];
  const entry = { id, reason: "waits for the next release", expires: "2099-01-01" };
  writeFileSync(join(ground.dir, "known.yaml"), JSON.stringify({ known_failures: [entry] }));
  const program = CHECKS.replace("target:", 'baseline: "known.yaml", target:');
  expect((await vitest(ground.dir, program)).map(({ status }) => status)).toEqual(["skipped", "passed"]);
  using sound = new Ground({ faults: ["honest"] });
  writeFileSync(join(sound.dir, "known.yaml"), JSON.stringify({ known_failures: [entry] }));
  const told = await vitest(sound.dir, program);
  expect(told.map(({ status }) => status)).toEqual(["passed", "failed"]);
  expect(told[1]?.failureMessages[0]).toContain(`${id} is mended`);
});

test("matchers speak of accounts, and fail with what became of them", LONG, async () => {
  using ground = new Ground({ faults: ["honest", "creates-then-500"] });
  const told = await vitest(
    ground.dir,
    `${IMPORTS}
    // The SP shows accounts by what stands in their address: the one of whoever is unseen has it not.
    const people = { Ada: { given_name: "Ada" }, unseen: { email: "ada@acme.test" } };
    const sp = await startSp({ target: "jitterbug.yaml", people });
    const [honest, broken] = ["honest", "creates-then-500"];
    const ada = await sp.signIn("Ada", { connection: honest });
    const forged = await sp.signIn("Ada", { connection: honest, tamper: "wrong-audience" });
    const half = await sp.signIn("Ada", { connection: broken });
    const unseen = await sp.signIn("unseen", { connection: honest });
    await sp.close();
    test("holds", () => {
      expect(ada).toBeSignedIn({ email: ada.account.email });
      expect(ada).toHaveCreated();
      expect(ada).toHaveCreated({ email: ada.account.email });
      expect(ada).not.toBeRefused();
      expect(forged).toHaveLeftAccountsAlone();
    });
    test("another address", () => expect(ada).toBeSignedIn({ email: "eve@acme.test" }));
    test("a row was left", () => expect(half).toHaveLeftAccountsAlone());
    test("two accounts", () => expect(ada).toHaveCreated(2));
    test("in, not refused", () => expect(ada).toBeRefused());
    test("unseen", () => expect(unseen).toHaveLeftAccountsAlone());
    test("no await", () => expect(Promise.resolve(ada)).toHaveCreated());`,
  );
  expect(told.map(({ title, status }) => `${title}: ${status}`)).toEqual([
    "holds: passed",
    "another address: failed",
    "a row was left: failed",
    "two accounts: failed",
    "in, not refused: failed",
    "unseen: failed",
    "no await: failed",
  ]);
  expect(told[3]?.failureMessages[0]).toMatch(
    /expected: 2 created\nactual: {3}signed_in \(.+\), as account .+\n.+\n {2}\+ \{"id":/,
  );
  expect(told[5]?.failureMessages[0]).toMatch(/account \S+ is signed in, and the accounts that .+ have none/);
  expect(told[6]?.failureMessages[0]).toContain("was the await forgotten?");
});
