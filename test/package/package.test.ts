import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportDocument } from "../../harness/report/document.ts";
import { LanguageServer } from "../editor/language-server.ts";
import { Ground, HOSTILE } from "../faults/kit.ts";
import { Installed, run } from "./installed.ts";
import { findChromium } from "../../harness/agent/chromium/index.ts";

const LIMIT_MB = 40;
const NETWORK_MS = 300_000;

const installed = new Installed();
beforeAll(() => installed.install(), NETWORK_MS);
afterAll(() => installed[Symbol.dispose]());

test("the package holds what runs and what is read, and no source, key or secret", () => {
  const files = installed.files();
  const meant = [
    /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|llms\.txt)$/,
    /^dist\/(?:harness|sp-reference)\/.+\.(?:js|d\.ts)$/,
    /^dist\/harness\/LICENSES\.txt$/,
    /^dist\/sp-reference\/package\.json$/,
    /^docs\/[\w/-]+\.md$/,
    /^docs\/images\/[\w-]+\.svg$/,
    /^ci\/[\w-]+\.ya?ml$/,
    /^ci\/image\/(?:Dockerfile|\w+\.js)$/,
    /^harness\/bin\/jitterbug\.js$/,
    /^harness\/report\/html\/page\/\w+\.(?:css|js)$/,
    /^harness\/console\/page\/[\w-]+\.(?:css|html|js|svg)$/,
    /^scenarios\/[\w-]+\/[\w-]+\.yaml$/,
    /^sp-reference\/(?:start\.js|(?:lawful\/(?:organizations\/)?)?[\w-]+\.yaml)$/,
    /^sp-reference\/app\/views\/\w+\.eta$/,
    /^sp-reference\/app\/assets\/\w+\.(?:css|js|svg)$/,
    /^schemas\/(?:target|scenario|people|shared|baseline)\.schema\.json$/,
  ];
  expect(files.filter((file) => !meant.some((pattern) => pattern.test(file)))).toEqual([]);
  for (const pattern of meant) expect(files).toContainEqual(expect.stringMatching(pattern));
});

/** Run by npx, so that none of them needs to be there: each is fetched as the kit's own packages are. */
test.each([
  ["pnpm", "pnpm@12", ["add", "--save-dev"]],
  ["yarn", "yarn@1", ["add", "--dev"]],
  ["bun", "bun@1", ["add", "--dev"]],
])("%s installs it, too, and an editor's line holds there", { timeout: NETWORK_MS }, async (name, version, add) => {
  const folder = join(installed.dir, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, name: "theirs", version: "1.0.0" }));
  const [tarball = ""] = readdirSync(installed.dir).filter((file) => file.endsWith(".tgz"));
  await installed.expectOk(folder, "npx", ["--yes", version, ...add, join(installed.dir, tarball)]);
  const jitterbug = (...args: readonly string[]) => run(folder, "npx", ["--no-install", "jitterbug", ...args]);
  expect(await jitterbug("new", "mine")).toMatchObject({ status: 0 });
  const [line = ""] = readFileSync(join(folder, "scenarios/mine.yaml"), "utf8").split("\n");
  const schema = /\$schema=(.+)$/.exec(line)?.[1] ?? "";
  expect(existsSync(join(folder, "scenarios", schema))).toBe(true);
  using ground = new Ground({ faults: ["honest"] });
  const ended = await jitterbug("run", HOSTILE, "--target", join(ground.dir, "jitterbug.yaml"));
  expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining("1 passed") as string });
});

test("publint has nothing to say of it", async () => {
  const pkgDir = join(installed.project, "node_modules/jitterbug");
  const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

/** An import of what is ESM alone, and resolution as it was before `exports`, are not promised. */
const NOT_PROMISED = ["CJSResolvesToESM", "node10"];

test("its types are found by every resolution that is promised, and are those of what runs", async () => {
  const [tarball = ""] = readdirSync(installed.dir).filter((name) => name.endsWith(".tgz"));
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(join(installed.dir, tarball))));
  if (analysis.types === false) throw new Error("the package has no types");
  expect(Object.keys(analysis.entrypoints)).toEqual([
    ".",
    "./vitest",
    "./playwright",
    "./testcontainers",
    "./package.json",
  ]);
  const problems = analysis.problems.filter(
    (problem) =>
      !NOT_PROMISED.includes(problem.kind) &&
      !("resolutionKind" in problem && NOT_PROMISED.includes(problem.resolutionKind)),
  );
  expect(problems).toEqual([]);
});

/** What npm fetches, compressed. */
const PACK_LIMIT_MB = 3;

test(`the package is less than ${PACK_LIMIT_MB} MB to fetch`, () => {
  const [tarball = ""] = readdirSync(installed.dir).filter((name) => name.endsWith(".tgz"));
  const megabytes = statSync(join(installed.dir, tarball)).size / 1e6;
  console.log(`pack: ${megabytes.toFixed(2)} MB`);
  expect(megabytes).toBeLessThan(PACK_LIMIT_MB);
});

test(`installing it takes less than ${LIMIT_MB} MB`, () => {
  const megabytes = installed.size() / 1e6;
  console.log(`installed: ${megabytes.toFixed(1)} MB`);
  expect(megabytes).toBeLessThan(LIMIT_MB);
});

test("it tells its version, its checks and that they are without fault", async () => {
  const manifest = JSON.parse(readFileSync(join(installed.project, "node_modules/jitterbug/package.json"), "utf8")) as {
    readonly version: string;
  };
  expect(await installed.jitterbug("--version")).toMatchObject({ status: 0, stdout: `${manifest.version}\n` });
  const { status, stdout } = await installed.jitterbug("list");
  expect(status).toBe(0);
  expect(stdout).toContain("first-create");
  expect(await installed.jitterbug("lint")).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+ scenarios: no faults\n$/),
  });
});

test("what it begins is completed and checked by an editor", { timeout: NETWORK_MS }, async () => {
  expect(await installed.jitterbug("new", "mine")).toMatchObject({ status: 0 });
  const file = join(installed.project, "scenarios/mine.yaml");
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/node_modules\/jitterbug\/schemas\/scenario\.schema\.json\n/,
  );
  await using editor = await LanguageServer.start(installed.project);
  expect(await editor.open(file, text)).toEqual([]);
  expect(await editor.open(`${file}.yaml`, text.replace("- change:", "- chnage:"))).toMatchObject([
    { message: expect.stringContaining("which step it is") },
  ]);
});

/** As a project would that has TypeScript: held to the types in both ways of finding them, and then run. */
test("a program imports it, with its types", { timeout: NETWORK_MS }, async () => {
  const program = join(installed.project, "program.mts");
  writeFileSync(program, PROGRAM);
  for (const way of [["nodenext"], ["esnext", "--moduleResolution", "bundler"]]) {
    const args = ["--strict", "--target", "es2024", "--lib", "es2024,esnext.disposable", "--types", "node", "--module"];
    const typeRoots = join(ROOT, "node_modules/@types");
    await installed.expectOk(installed.project, process.execPath, [
      TSC,
      ...args,
      ...way,
      "--typeRoots",
      typeRoots,
      program,
    ]);
  }
  const { stdout } = await installed.expectOk(installed.project, process.execPath, [program.replace(".mts", ".mjs")]);
  expect(stdout).toMatch(/^issuer http:\/\/127\.0\.0\.1:\d+\/oidc\/acme\nERR_USAGE\n$/);
});

const ROOT = join(import.meta.dirname, "../..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const PROGRAM = `
import { defineTarget, JitterbugError, run, startIdps, startSp, type SignIn } from "jitterbug";
const target = defineTarget({
  target: "mine",
  base_url: "http://localhost:1",
  connections: { acme: { protocol: "oidc", client_id: "app", redirect_uris: ["http://localhost:1/cb"], sign_in: "GET /" } },
  observe: { session: { request: "GET /me", map: { account: "$.id" } }, accounts: { http: "GET /", map: { id: "$.id" } } },
});
// @ts-expect-error a word that no target file has
defineTarget({ ...target, conections: {} });
export const outcomeOf = ({ outcome }: SignIn): "signed_in" | "refused" | "interrupted" | "broken" => outcome;
export const failed = async (): Promise<number> => (await run({ target, ids: ["rep-same"] })).report.summary.failed;
export { startSp };
await using idps = await startIdps({ target });
const told = idps.connections["acme"];
console.log("issuer", told?.protocol === "oidc" ? told.idp.issuer : "");
await idps.next("nobody").catch((error: unknown) => console.log(error instanceof JitterbugError ? error.code : error));
`;

/** As they stand beside the kit where somebody uses them; nothing is fetched. */
function putBeside(...names: readonly string[]): void {
  for (const name of names) {
    const link = join(installed.project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(join(ROOT, "node_modules", name), link);
  }
}

/** The tests of whoever installed the kit, beside what else is tried there. */
function ownTests(name: string): string {
  const folder = join(installed.project, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

test("each check is a test of Vitest's", { timeout: NETWORK_MS }, async () => {
  using ground = new Ground({ faults: ["honest", "creates-then-500"] });
  putBeside("vitest");
  const folder = ownTests("vitest");
  const file = join(folder, "checks.test.mjs");
  const asked = { target: join(ground.dir, "jitterbug.yaml"), scenarios: [HOSTILE] };
  writeFileSync(
    file,
    `import { testChecks } from "jitterbug/vitest";\ntestChecks(${JSON.stringify(asked)});
    import { expect, test } from "vitest";
    test("matchers", () => expect(() => expect({}).toBeRefused()).toThrow("was the await forgotten?"));`,
  );
  const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--root", folder, "--reporter", "verbose"];
  const { status, stdout, stderr } = await run(folder, process.execPath, args);
  expect({ status, told: stdout + stderr }).toMatchObject({
    status: 1,
    told: expect.stringMatching(/likely cause: The SP is hostile\.[\s\S]+1 failed.*3 passed/) as string,
  });
});

test("a page of Playwright's is signed in", { timeout: NETWORK_MS }, async () => {
  using ground = new Ground({ faults: ["honest"] });
  putBeside("@playwright/test", "playwright", "playwright-core");
  const folder = ownTests("playwright");
  cpSync(join(ground.dir, "jitterbug.yaml"), join(folder, "jitterbug.yaml"));
  const executablePath = findChromium();
  const use = { launchOptions: { executablePath, args: ["--no-sandbox"] } };
  const config = JSON.stringify({ timeout: NETWORK_MS, workers: 1, reporter: "line", testMatch: "*.spec.mjs", use });
  writeFileSync(join(folder, "playwright.config.mjs"), `export default ${config};`);
  writeFileSync(
    join(folder, "page.spec.mjs"),
    `import { test, expect } from "jitterbug/playwright";
    test.use({ jitterbug: { target: "jitterbug.yaml", people: { grace: { email: "grace@acme.test" } } } });
    test("signed in", async ({ page, signIn }) => {
      const grace = await signIn("grace");
      await page.goto("/api/me");
      await expect(page.locator("body")).toContainText(grace.account.id);
      expect(page.context().pages()).toHaveLength(1);
    });
    test("nobody", async ({ page }) => expect((await page.goto("/api/me")).status()).toBe(401));
    test("corrupted", async ({ page, signIn }) => {
      expect(await signIn("grace", { tamper: "wrong-audience" })).toMatchObject({ delivered: true, account: null });
      expect((await page.goto("/api/me")).status()).toBe(401);
    });`,
  );
  const args = [join(ROOT, "node_modules/@playwright/test/cli.js"), "test"];
  const { status, stdout, stderr } = await run(folder, process.execPath, args);
  expect({ status, told: stdout + stderr }).toMatchObject({
    status: 0,
    told: expect.stringContaining("3 passed") as string,
  });
});

test("what runs in a process of its own is found where its address says", async () => {
  const found = { "sp/sql/sqlite-serve": "serveSqlite", "sp/container/reap": "reapAfterDeath" };
  for (const [file, name] of Object.entries(found)) {
    const program = `console.log(typeof (await import("./node_modules/jitterbug/dist/harness/${file}.js")).${name})`;
    const args = ["--input-type=module", "--eval", program];
    expect(await installed.expectOk(installed.project, process.execPath, args)).toMatchObject({ stdout: "function\n" });
    const code = installed.files().filter((path) => /^dist\/harness\/.+\.js$/.test(path));
    const own = code.map((path) => readFileSync(join(installed.project, "node_modules/jitterbug", path), "utf8"));
    expect(own.filter((text) => text.includes(`new URL("./${file}.js", import.meta.url)`))).toHaveLength(1);
  }
});

test("everybody whose code came into the package is named, with their notice", () => {
  const notices = readFileSync(join(installed.project, "node_modules/jitterbug/dist/harness/LICENSES.txt"), "utf8");
  for (const name of ["oidc-provider", "koa", "express", "jose", "zod", "yaml"])
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: MIT$|^${name} \\d+\\.\\d+\\.\\d+: ISC$`, "m"));
  expect(notices.match(/^Copyright|Copyright \(c\)/gim)?.length).toBeGreaterThan(80);
});

test("it judges an SP", { timeout: 60_000 }, async () => {
  using ground = new Ground({ faults: ["honest", "creates-then-500"] });
  const report = join(ground.dir, "report.json");
  const target = join(ground.dir, "jitterbug.yaml");
  const { status, stderr } = await installed.jitterbug(
    "run",
    HOSTILE,
    "--target",
    target,
    "--report",
    `json=${report}`,
  );
  const { checks } = JSON.parse(readFileSync(report, "utf8")) as ReportDocument;
  expect(checks.map(({ connection, verdict }) => [connection, verdict])).toEqual([
    ["creates-then-500", "failed"],
    ["honest", "passed"],
  ]);
  expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.not.stringContaining("ERR_") });
  expect(await installed.jitterbug("show", report)).toMatchObject({ status: 0, stderr: "" });
  expect(readFileSync(report.replace(/json$/, "html"), "utf8")).toContain("creates-then-500");
});

test(
  "the reference SP says which packages it lacks, and runs when they are there",
  { timeout: NETWORK_MS },
  async () => {
    for (const command of ["demo", "selftest"]) {
      const { status, stderr } = await installed.jitterbug(command);
      expect({ status, stderr }).toMatchObject({ status: 3, stderr: expect.stringContaining("ERR_MISSING_PACKAGE") });
      const [, install = ""] = /`npm (install --prefix .+)`\n$/.exec(stderr) ?? [];
      expect(install).toBe("install --prefix node_modules/jitterbug/dist/sp-reference");
      if (command === "selftest")
        await installed.expectOk(installed.project, "npm", [...install.split(" "), "--no-audit"]);
    }
    const target = "node_modules/jitterbug/sp-reference/jitterbug.yaml";
    const { status, stdout, stderr } = await installed.jitterbug("run", "--target", target, "--id", "rep-same");
    expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: expect.stringContaining("passed") });
  },
);
