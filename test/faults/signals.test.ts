import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, isPortTaken } from "../../harness/ports.ts";
import { Kit, STACK, type Ended } from "./kit.ts";
import { descendantsOf, survivors } from "./processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const;
type Signal = (typeof SIGNALS)[number];

/** All fifty moments with JITTERBUG_LONG=1, a sample else; the same again with JITTERBUG_SEED. */
const MOMENTS = process.env["JITTERBUG_LONG"] === "1" ? 50 : 6;
const SEED = process.env["JITTERBUG_SEED"] ?? randomBytes(4).toString("hex");

const dir = mkdtempSync(join(tmpdir(), "jitterbug-signals-"));
const tmp = join(dir, "tmp");
let port = 0;
/** What a run prints: its name, that the IdPs start, that the SP starts, four checks. */
const LINES = 7;
/** Some time between two of them. */
const GAP_MS = 200;

/** A run of a few scenarios on the reference SP, with a state folder of its own and a port that is known. */
function startRun(mark: string): Kit {
  const scenarios = ["first-login/first-create", "repeat/rep-same"];
  const paths = scenarios.map((name) => join(ROOT, `scenarios/${name}.yaml`));
  return new Kit(dir, ["run", ...paths, "--jobs", "2"], { TMPDIR: tmp, JITTERBUG_TEST: mark });
}

beforeAll(async () => {
  if (process.platform !== "linux") return;
  mkdirSync(tmp);
  port = await freePort();
  const yaml = readFileSync(join(ROOT, "sp-reference/lawful/strict.yaml"), "utf8");
  const fixed = yaml.replaceAll("{{port}}", String(port)).replace("cwd: ../..", `cwd: ${JSON.stringify(ROOT)}`);
  writeFileSync(join(dir, "jitterbug.yaml"), fixed);
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

function expectWhole({ status, report, stderr }: Ended): void {
  expect([status, stderr, report?.partial, report?.summary.failed]).toEqual([0, "", false, 0]);
}

/** mulberry32 */
function random(seed: string): () => number {
  let a = Number.parseInt(seed.slice(0, 8), 16) >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A file of the state folder is whole, or is not there. */
function expectNoBrokenFile(signal: Signal): void {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { name, parentPath } of files.filter((entry) => entry.name.endsWith(".pem"))) {
    expect(readFileSync(join(parentPath, name), "utf8")).toMatch(
      /^-----BEGIN PRIVATE KEY-----[^]*-----END CERTIFICATE-----\n$/,
    );
  }
  if (signal === "SIGKILL") return;
  expect(files.map(({ name }) => name).filter((name) => name.endsWith(".tmp") || name.startsWith("."))).toEqual([]);
  expect(readdirSync(tmp)).toEqual([]);
}

function expectPartial({ status, stdout, stderr, report }: Ended): string {
  expect(stdout + stderr).not.toMatch(STACK);
  // Before its first line runs nothing was started and there is nothing to tell; after its last all is told.
  if (status === null && report === null) return "before it began";
  if (status === null || status === 0) {
    expect(report?.partial).toBe(false);
    return "after it ended";
  }
  expect([status, stderr]).toEqual([130, ""]);
  expect(report?.schema).toBe("jitterbug-report-1");
  const planned = 4;
  expect(report?.partial).toBe((report?.checks.length ?? 0) < planned);
  return `${report?.checks.length} of ${planned} checks told`;
}

describe.runIf(process.platform === "linux")(`stopped at ${MOMENTS} moments, JITTERBUG_SEED=${SEED}`, () => {
  const next = random(SEED);
  const moments = Array.from({ length: MOMENTS }, (_, n) => ({
    signal: SIGNALS[n % SIGNALS.length] ?? "SIGINT",
    lines: Math.floor(next() * LINES),
    ms: Math.floor(next() * GAP_MS),
  }));

  it.each(moments)("$signal $ms ms after line $lines", async ({ signal, lines, ms }) => {
    rmSync(join(dir, "report.json"), { force: true });
    const mark = randomUUID();
    const kit = startRun(mark);
    await kit.printed(lines);
    await pause(ms);
    const { pid = 0 } = kit.child;
    const started = descendantsOf(pid);
    kit.child.kill(signal);
    const ended = await kit.ended;
    const how = signal === "SIGKILL" ? `${started.length} processes below it` : expectPartial(ended);
    console.log(`${signal} ${ms} ms after line ${lines}: ${how}`);
    // The guard of a killed kit gives the SP two seconds.
    await expect.poll(() => survivors(started, mark), { timeout: 60_000 }).toEqual([]);
    expect(await isPortTaken(["127.0.0.1", "::1"], port)).toBe(false);
    expectNoBrokenFile(signal);
  });

  it("a second Ctrl-C does not wait, and leaves nothing for long", async () => {
    const mark = randomUUID();
    const kit = startRun(mark);
    await kit.printed(4);
    const started = descendantsOf(kit.child.pid ?? 0);
    expect(started.length).toBeGreaterThan(0);
    kit.child.kill("SIGINT");
    await pause(20); // two at once would arrive as one
    kit.child.kill("SIGINT");
    // The system's own end, which a busy process cannot miss; the kit's has a status.
    expect([null, 130]).toContain((await kit.ended).status);
    await expect.poll(() => survivors(started, mark), { timeout: 60_000 }).toEqual([]);
  });

  it("and the next run is whole", async () => {
    expectWhole(await startRun("last").ended);
  });
});
