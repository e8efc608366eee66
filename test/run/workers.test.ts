import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { deal } from "../../harness/run/workers/deal.ts";
import { workersFor } from "../../harness/run/workers/how-many.ts";
import type { Check } from "../../harness/plan/check.ts";
import type { Target } from "../../harness/scenario/model/index.ts";
import { Ground, Kit, STACK, type Ended } from "../faults/kit.ts";
import { descendantsOf, survivors } from "../faults/processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const scenario = (path: string) => join(ROOT, `scenarios/${path}.yaml`);
/** Four that may be driven together, on both protocols, and one that must be alone. */
const SCENARIOS = [
  "first-login/first-create",
  "repeat/rep-same",
  "email-change/mail-change",
  "roles/role-revoke",
  "repeat/conc-first",
];

/** The kit's own lawful SP, as somebody else's folder has it, with these lines in its `start`. */
function folderOf(start: string): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-workers-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const yaml = readFileSync(join(ROOT, "sp-reference/lawful/strict.yaml"), "utf8");
  writeFileSync(
    join(dir, "jitterbug.yaml"),
    yaml.replace("cwd: ../..", () => `cwd: ${JSON.stringify(ROOT)}\n${start}`.trimEnd()),
  );
  return dir;
}

function run(dir: string, workers: number, env: { readonly [name: string]: string } = {}): Kit {
  return new Kit(dir, ["run", ...SCENARIOS.map(scenario), "--seed", "one", "--workers", String(workers)], env);
}

const verdictsOf = ({ report }: Ended) =>
  report?.checks.map(({ name, verdict, reason }) => `${name}: ${verdict} ${reason ?? ""}`);

/** The processes that a run has hired, once each has one below it. */
async function hiredBy(kit: Kit, count: number): Promise<number[]> {
  for (;;) {
    const all = descendantsOf(kit.child.pid ?? 0);
    const hired = all.filter(({ pid }) => commandOf(pid).endsWith("jitterbug.js worker "));
    if (hired.length >= count || kit.child.exitCode !== null) return hired.map(({ pid }) => pid);
    await pause(5);
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

describe("checks shared among workers", () => {
  it("have the verdicts of one process, in its order, with one doctor and one end", async () => {
    const dir = folderOf("");
    const alone = await run(dir, 1).ended;
    const shared = await run(dir, 3).ended;
    expect(verdictsOf(shared)).toEqual(verdictsOf(alone));
    expect(verdictsOf(alone)?.length).toBeGreaterThan(6);
    expect([shared.status, shared.stderr]).toEqual([alone.status, ""]);
    const rest = ({ report }: Ended) => ({
      ...report,
      checks: 0,
      started_at: 0,
      duration_ms: 0,
      findings: report?.findings.length,
    });
    expect(rest(shared)).toEqual(rest(alone));
  });

  it("run what is done once in the first alone, and what is each one's own in all", async () => {
    const script = "require('node:fs').appendFileSync(process.argv[1], process.argv[2] + '\\n')";
    const log = join(mkdtempSync(join(tmpdir(), "jitterbug-workers-")), "log");
    onTestFinished(() => rmSync(join(log, ".."), { recursive: true, force: true }));
    const line = (word: string) => `    - ${JSON.stringify(["{{node}}", "-e", script, log, word])}`;
    const dir = folderOf(`  before:\n${line("once")}\n${line("own {{worker}}")}`);
    expect((await run(dir, 3).ended).status).toBe(0);
    const lines = readFileSync(log, "utf8").trim().split("\n");
    expect(lines[0]).toBe("once");
    expect(lines.toSorted()).toEqual(["once", "own 1", "own 2", "own 3"]);
  });

  it("are not shared where only one SP can run at a time, and that is said where it stands", async () => {
    using ground = new Ground({ faults: ["honest"], base_url: "http://localhost:4999" });
    const ended = await ground.run("--workers", "2");
    expect([ended.status, ended.stderr]).toEqual([2, expect.stringMatching(/^ERR_USAGE .*base_url .*`\{\{port\}\}`/)]);
    const dir = folderOf("  workers: 2");
    const path = join(dir, "jitterbug.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("{{port}}", "4999"));
    const linted = await new Kit(dir, ["lint", "jitterbug.yaml"]).ended;
    expect([linted.status, linted.stdout + linted.stderr]).toEqual([
      2,
      expect.stringMatching(/jitterbug\.yaml:\d+:\d+.*only one can run at a time/s),
    ]);
  });

  it("end with the words of an SP that does not start, once", async () => {
    const dir = folderOf("");
    const path = join(dir, "jitterbug.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("sp-reference/start.js", "sp-reference/gone.js"));
    const { status, stderr, report } = await run(dir, 2).ended;
    expect([status, stderr.match(/ERR_SP_EXITED/g)?.length]).toEqual([3, 1]);
    expect(report).toMatchObject({ partial: true, checks: [] });
  });

  it("are nobody's work who calls it by hand", async () => {
    const { status, stderr } = await new Kit(folderOf(""), ["worker"]).ended;
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^ERR_USAGE .*started by a run/)]);
  });
});

describe.runIf(process.platform === "linux")("a worker that dies", () => {
  it("is told of, and what it left is driven in another", async () => {
    const kit = run(folderOf(""), 2);
    const [victim = 0] = await hiredBy(kit, 2);
    await kit.printed(3);
    process.kill(victim, "SIGKILL");
    const ended = await kit.ended;
    expect(ended.stderr).toBe("");
    expect(ended.report?.warnings.join()).toMatch(/worker \d died \(SIGKILL\); its \d+ checks are driven again/);
    expect([ended.status, ended.report?.partial, ended.report?.summary.failed]).toEqual([0, false, 0]);
  });

  it("like the one that came for it ends the run, which says what they were at", async () => {
    const kit = run(folderOf(""), 2);
    const killed = new Set<number>();
    while (killed.size < 2 && kit.child.exitCode === null) {
      for (const pid of await hiredBy(kit, 2)) {
        if (killed.size < 2 && !killed.has(pid)) process.kill(pid, "SIGKILL");
        killed.add(pid);
      }
    }
    const { status, stdout, stderr, report } = await kit.ended;
    expect([status, stderr]).toEqual([4, expect.stringMatching(/^ERR_INTERNAL .*died .*SIGKILL[^]*--workers 1/)]);
    expect(stdout + stderr).not.toMatch(STACK);
    expect(report?.partial).toBe(true);
  });
});

describe.runIf(process.platform === "linux").each(["SIGKILL", "SIGINT", "SIGTERM"] as const)(
  "a %s of the run",
  (signal) => {
    it("leaves no worker, and no SP of one", async () => {
      const mark = randomUUID();
      const kit = run(folderOf(""), 2, { JITTERBUG_TEST: mark });
      await hiredBy(kit, 2);
      await kit.printed(4);
      const started = descendantsOf(kit.child.pid ?? 0);
      expect(started.length).toBeGreaterThan(3);
      kit.child.kill(signal);
      const { status, report } = await kit.ended;
      if (signal !== "SIGKILL") expect([status, report?.partial]).toEqual([130, true]);
      await expect.poll(() => survivors(started, mark), { timeout: 60_000 }).toEqual([]);
    });
  },
);

describe("how the work is dealt", () => {
  const check = (name: string, steps: number, lane: Check["lane"] = "parallel") =>
    ({ name, lane, variants: [{ steps: Array.from({ length: steps }) }] }) as unknown as Check;

  it("to each about as much, and all that must be alone to the first", () => {
    const checks = [check("a", 9), check("b", 4), check("c", 4), check("race", 3, "exclusive"), check("d", 1)];
    const names = deal(checks, 2).map((hand) => hand.map(({ name }) => name));
    expect(names).toEqual([
      ["race", "a", "d"],
      ["b", "c"],
    ]);
    expect(deal(checks, 9).flat()).toHaveLength(checks.length);
  });

  it("among as many as the file allows, the cores bear and the checks are worth", () => {
    const target = { start: { workers: 4 } } as Target;
    expect(workersFor({ target, cores: 2, checks: 500 })).toBe(1);
    expect(workersFor({ target, cores: 8, checks: 500 })).toBe(4);
    expect(workersFor({ target, cores: 32, checks: 500 })).toBe(4);
    expect(workersFor({ target, cores: 8, checks: 30 })).toBe(1);
    expect(workersFor({ target: {} as Target, cores: 32, checks: 500 })).toBe(1);
    expect(workersFor({ target, asked: 3, cores: 2, checks: 2 })).toBe(2);
  });
});
