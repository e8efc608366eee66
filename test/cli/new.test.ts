import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { REPORT_KINDS } from "../../harness/report/index.ts";
import { loadScenarios, scenarioLike, writeRecording } from "../../harness/scenario/index.ts";
import { wholeRun } from "../report/events.ts";
import { jitterbug } from "./command-line.ts";

const SHIPPED = fileURLToPath(new URL("../../scenarios/", import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jitterbug-new-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const begin = (...args: readonly string[]) => jitterbug(["new", ...args], { cwd: folder });
const written = (file: string) => readFileSync(join(folder, file), "utf8");
const load = (path: string) => loadScenarios([join(folder, path)], { root: folder });

/** What the console writes of one sign-in. */
function recording(): string {
  const at = { name: "main", protocol: "oidc", organization: "default", domain: "acme.test", policy: {} } as const;
  const claims = { subject: "demo-ada", email: "ada.demo@acme.test" };
  const written = { claims: {}, without: [] };
  const counts = { created: 1, deleted: 0, changed: 0 };
  const account = { id: "1", known: false };
  const seen = { person: "ada", at, claims, written, counts, account, odd: false };
  const act = { did: "sign_in", ...seen, tamper: null, idp_initiated: false, outcome: "signed_in" } as const;
  return writeRecording({ id: "recorded", ns: "demo", earlier: [], acts: [act] });
}

async function writeReport(): Promise<void> {
  const reporter = REPORT_KINDS["json"]?.({ path: join(folder, "report.json"), version: "1.2.3" });
  for (const event of wholeRun()) await reporter?.on(event);
}

describe("jitterbug new", () => {
  it("writes a scenario without a fault, and says what to do with it", async () => {
    const { status, stdout, stderr } = await begin("leaver-comes-back");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^wrote scenarios\/leaver-comes-back\.yaml\n.*run --watch scenarios\/leaver-comes-back\.yaml/,
    );
    expect(load("scenarios")).toMatchObject([{ id: "leaver-comes-back", steps: { length: 3 } }]);
  });

  it("begins as a check of the kit, but for its id and what proves that one", async () => {
    expect((await begin("mine", "--from", "mail-change", "--dir", "own")).status).toBe(0);
    const text = written("own/mine.yaml");
    expect(text).toMatch(
      /^# As mail-change of Jitterbug [\d.]+\.\nid: mine\ntitle: A changed email keeps the account\n/,
    );
    expect(text).not.toMatch(/killed_by|since|tags/);
  });

  it.each([
    ["an id that is none", ["Not_an_id"], "is no id of a scenario"],
    ["a check that is not there", ["mine", "--from", "mail-chnage"], "mail-change"],
    ["a folder that is a file", ["mine", "--dir", "taken"], "cannot be made"],
  ])("refuses %s", async (_, args, says) => {
    writeFileSync(join(folder, "taken"), "");
    const { status, stderr } = await begin(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  it("begins as what was recorded, in a folder of its own", async () => {
    mkdirSync(join(folder, "people"));
    writeFileSync(join(folder, "people/ours.yaml"), "people: { ada: { title: Engineer } }\n");
    const recorded = recording();
    writeFileSync(
      join(folder, "recorded.yaml"),
      recorded.replace(/^id: .*$/m, "id: recorded\ninclude: [people/ours.yaml] # ours"),
    );
    expect(await begin("mine", "--from", "recorded.yaml", "--dir", "own/deep")).toMatchObject({
      status: 0,
      stderr: "",
    });
    const text = written("own/deep/mine.yaml");
    expect(text).toMatch(/^# As recorded\.yaml\.\n# Recorded in Jitterbug's console/);
    expect(text).toContain('include: ["../../people/ours.yaml"] # ours');
    expect(load("own/deep")).toMatchObject([{ id: "mine", steps: { length: 1 } }]);
  });

  it("begins as a check that failed, by the protocol by which it did, and says what was seen", async () => {
    await writeReport();
    await begin("check-failed");
    const several = await begin("mine", "--from", "report.json");
    expect(several).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("say which\n  Add --check with one of check-failed,") as string,
    });
    expect(await begin("mine", "--from", "report.json", "--check", "check-failed")).toMatchObject({
      status: 0,
      stderr: "",
    });
    const text = written("scenarios/mine.yaml");
    expect(text.slice(0, text.indexOf("severity"))).toMatchInlineSnapshot(`
      "# As check-failed, judged failed at acme-oidc (check-failed [oidc, email_sync=off]).
      # step 4, sign_in: ada: expected created 0; seen <script>alert("x")</script>\\u{1b}[31m\\u{202e}evil]]>\\u{0}
      id: mine
      title: Somebody whose family name changes keeps the account
      # How bad it is where it fails: MUST, SHOULD or MAY; and by which protocols it is asked.
      "
    `);
    expect(load("scenarios/mine.yaml")).toMatchObject([{ id: "mine", protocols: ["oidc"] }]);
  });

  it("begins as the one that others follow from, where that is one", async () => {
    await writeReport();
    const path = join(folder, "report.json");
    const report = JSON.parse(readFileSync(path, "utf8")) as { checks: { verdict: string; id: string }[] };
    const red = report.checks.find(({ verdict }) => verdict === "failed");
    const follower = { ...red, id: "follower", name: "follower", follows_from: "check-failed" };
    writeFileSync(path, JSON.stringify({ ...report, checks: [follower, { ...red, name: "check-failed" }] }));
    await begin("check-failed");
    const one = await begin("mine", "--from", "report.json");
    expect({ status: one.status, stderr: one.stderr }).toEqual({ status: 0, stderr: "" });
    expect(written("scenarios/mine.yaml")).toMatch(/^# As check-failed, judged failed/);
  });

  it("of many that failed names the first, says how many there are and where all are told", async () => {
    await writeReport();
    const path = join(folder, "report.json");
    const report = JSON.parse(readFileSync(path, "utf8")) as { checks: { verdict: string }[] };
    const red = report.checks.find(({ verdict }) => verdict === "failed");
    const ids = Array.from({ length: 13 }, (_, at) => `red-${at}`);
    writeFileSync(path, JSON.stringify({ ...report, checks: ids.map((id) => ({ ...red, id, name: id })) }));
    const { status, stderr } = await begin("mine", "--from", "report.json");
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /--check with one of red-0,.* red-9, or 3 more: `jitterbug show report\.json` shows them all/,
    );
  });

  it.each([
    [
      "a file that is no scenario",
      ["--from", "people.yaml"],
      "this is a people file, and a scenario file is asked for",
    ],
    ["a recording that is not there", ["--from", "gone.yaml"], "gone.yaml"],
    ["a report that is none", ["--from", "people.json"], "people.json is no JSON report of a run"],
    ["a check that is not in the report", ["--from", "report.json", "--check", "chek-failed"], "check-failed"],
    ["a check that went well", ["--from", "report.json", "--check", "check-passed"], "check-passed did not go wrong"],
    ["a check of nothing", ["--check", "check-passed"], "--check needs --from"],
    ["a check of a check", ["--from", "mail-change", "--check", "x"], "--check is of a report"],
  ])("refuses %s", async (_, args, says) => {
    writeFileSync(join(folder, "people.yaml"), "people: { ada: {} }\n");
    writeFileSync(join(folder, "people.json"), "{}");
    await writeReport();
    const { status, stderr } = await begin("mine", ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
    expect(readdirSync(folder)).not.toContain("scenarios");
  });

  it("leaves a file that is there as it is", async () => {
    await begin("mine");
    writeFileSync(join(folder, "scenarios/mine.yaml"), "mine");
    const { status, stderr } = await begin("mine");
    expect(status).toBe(2);
    expect(stderr).toContain("is there already");
    expect(written("scenarios/mine.yaml")).toBe("mine");
  });
});

it("every check of the kit can be begun with", () => {
  const files = readdirSync(SHIPPED, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".yaml") && !file.startsWith("people"),
  );
  for (const [at, file] of files.entries())
    writeFileSync(join(folder, `${at}.yaml`), scenarioLike(readFileSync(join(SHIPPED, file), "utf8"), `own-${at}`));
  const loaded = load(".");
  expect(loaded).toHaveLength(files.length);
  expect(files.length).toBeGreaterThan(150);
  expect(loaded.filter(({ killed_by }) => killed_by.length > 0)).toEqual([]);
});
