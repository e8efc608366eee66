import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jitterbug, start, type Ended } from "./command-line.ts";

const REFERENCE = ["--target", "../../../sp-reference/jitterbug.yaml"];
/** Checks that three defects fail, others that pass, one that asks for passwords, and one of SAML. */
const IDS = ["mail-change", "first-create", "link-prehijack", "mail-freed", "role-revoke"].flatMap((id) => [
  "--id",
  id,
]);
const SCENARIOS = new URL("../../scenarios/", import.meta.url).pathname;
const DEFECT = "key-by-email";

let dir: string;
let saved: string;
let run: Ended;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "jitterbug-judge-"));
  saved = join(dir, "deep/run.jsonl");
  const reports = ["--report", `json=${join(dir, "run.json")}`];
  const args = ["run", ...REFERENCE, ...IDS, "--ephemeral-keys", "--save", saved, ...reports];
  run = await jitterbug(args, { env: { SP_DEFECTS: DEFECT } });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const json = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
const lines = (): string[] => readFileSync(saved, "utf8").trimEnd().split("\n");

/** Judges these lines, of a file of their own. */
async function judge(text: string): Promise<Ended & { readonly file: string }> {
  const file = join(dir, "other.jsonl");
  writeFileSync(file, text);
  return { ...(await jitterbug(["judge", file])), file };
}

describe("run --save", () => {
  it("is a line for each thing that happened, for nobody else to read, and says where it is", () => {
    expect(run.status).toBe(1);
    expect(statSync(saved).mode & 0o777).toBe(0o600);
    expect(existsSync(`${saved}.part`)).toBe(false);
    expect(run.stdout).toContain(saved);
    const types = lines().map((line) => (JSON.parse(line) as { readonly type: string }).type);
    expect(types[0]).toBe("run_started");
    expect(types.at(-1)).toBe("run_finished");
    expect(new Set(types)).toContain("check_finished");
  });

  it("holds no secret of the target, no password and no token", () => {
    const text = readFileSync(saved, "utf8");
    const passwords = readdirSync(SCENARIOS, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".yaml"))
      .flatMap((file) => [...readFileSync(join(SCENARIOS, file), "utf8").matchAll(/password: "(\w+)-\{\{ns\}\}/g)])
      .map(([, beginning = ""]) => beginning);
    expect(new Set(passwords)).toContain("Squat");
    expect(passwords.filter((beginning) => new RegExp(`${beginning}-[a-z0-9]{8}-`).test(text))).toEqual([]);
    expect(text).toContain("[redacted password 1]");
    expect(text).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
    expect(text).not.toMatch(/"client_secret":"(?!\[redacted)/);
  });

  it.each([
    ["a folder", () => dir, 2],
    ["a place that cannot be written", () => "/proc/run.jsonl", 4],
    ["a full disk", () => "/dev/full", 4],
  ])("to %s is told, and the verdicts stand", async (_, path, status) => {
    const args = ["run", ...REFERENCE, "--id", "first-create", "--protocol", "oidc", "--ephemeral-keys"];
    const { stdout, stderr, ...ended } = await jitterbug([...args, "--save", path()]);
    expect(ended.status).toBe(status);
    expect(stdout + stderr).toMatch(status === 2 ? /--save/ : /saved run .*could not be written/);
    if (status === 4) expect(stdout).toMatch(/\d+ passed/);
  });
});

describe("judge", () => {
  it("comes to the same verdicts, the same reports and the same exit status", async () => {
    const report = join(dir, "again.json");
    const again = await jitterbug(["judge", saved, "--report", `json=${report}`]);
    expect(again.status).toBe(1);
    expect(again.stdout).toContain("every verdict is as it was when the run was saved");
    expect(json(report)).toEqual(json(join(dir, "run.json")));
  });

  it("tells which verdicts differ from those that were saved", async () => {
    const changed = lines().map((line) =>
      line.replace('"verdict":{"verdict":"failed"', '"verdict":{"verdict":"passed"'),
    );
    const { status, stdout } = await judge(`${changed.join("\n")}\n`);
    expect(status).toBe(1);
    expect(stdout).toMatch(/verdicts? differs? from when the run was saved:\n +\S+ \[.*\]: was passed, is failed/);
  });

  it("judges what a kill left, and says that it is partial", async () => {
    const all = lines();
    const cut = `${all.slice(0, -3).join("\n")}\n${(all.at(-3) ?? "").slice(0, 40)}`;
    const { stdout, file } = await judge(cut);
    expect(stdout).toContain(`${file} was cut off`);
    expect(stdout).toMatch(/Stopped early: \d+ of \d+ checks finished/);
  });

  it("a run that is killed leaves its lines beside the name that they would have had", async () => {
    const path = join(dir, "killed.jsonl");
    const { child, ended } = start(["run", ...REFERENCE, "--ephemeral-keys", "--save", path]);
    const part = `${path}.part`;
    while (!existsSync(part) || !readFileSync(part, "utf8").includes('"type":"check_finished"')) {
      expect(child.exitCode).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill("SIGKILL");
    await ended;
    expect(existsSync(path)).toBe(false);
    const { stdout, stderr } = await jitterbug(["judge", part]);
    expect(stderr).toBe("");
    expect(stdout).toContain(`${part} was cut off`);
    expect(stdout).toMatch(/[1-9]\d* passed/);
  });

  const first = () => lines()[0] ?? "";
  it.each<[string, () => string, RegExp]>([
    ["an empty file", () => "", /it is empty/],
    ["a file of something else", () => "target: acme\n", /:1: this is no JSON/],
    ["a JSON report", () => readFileSync(join(dir, "run.json"), "utf8"), /:1: this is no JSON/],
    ["a list", () => "[]\n", /:1: this is no JSON object/],
    ["other lines", () => '{"type":"run_started"}\n', /:1: this is no saved run/],
    [
      "a run of another form",
      () => `${first().replace('"jitterbug":1', '"jitterbug":7')}\n`,
      /:1: .*form 7, and this kit reads form 1/,
    ],
    ["a plan that is not whole", () => lines().slice(0, 3).join("\n"), /cut off before its plan was whole/],
    ["two runs in one", () => [...lines(), ...lines()].join("\n"), /a second run begins here/],
    [
      "a line of no known kind",
      () => [...lines().slice(0, -1), '{"type":"verdict"}', ""].join("\n"),
      /no line of a saved run has the type "verdict"/,
    ],
    [
      "a name that is none",
      () => [...lines().slice(0, -1), '{"type":"check_started","at":1,"check":"constructor"}', ""].join("\n"),
      /no line before this one tells of the check "constructor"/,
    ],
    [
      "a member that is missing",
      () => lines().join("\n").replace('"type":"check_finished","at"', '"type":"check_finished","x"'),
      /"check_finished" has no at/,
    ],
    [
      "an observation that is none",
      () => lines().join("\n").replaceAll('"steps":[{', '"steps":[null,{'),
      /:\d+: this cannot be judged/,
    ],
  ])("refuses %s, with the line", async (_, text, message) => {
    const { status, stderr } = await judge(text());
    expect(stderr).toMatch(message);
    expect(stderr).toContain("ERR_SAVED_RUN");
    expect(status).toBe(2);
  });

  it.each([
    ["nowhere.jsonl", "there is no such file"],
    [".", "this is no file"],
    ["/dev/zero", "this is no file"],
  ])("refuses %s", async (path, message) => {
    const { status, stderr } = await jitterbug(["judge", path]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
