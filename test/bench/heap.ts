import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Check } from "../../harness/plan/check.ts";
import type { RunEvent } from "../../harness/report/events.ts";
import { createListReporter, REPORT_KINDS, Vault } from "../../harness/report/index.ts";
import { createMultiplexer } from "../../harness/report/multiplexer.ts";
import { redactEvent } from "../../harness/report/redact-event.ts";
import { WireReader } from "../../harness/report/wire/read.ts";
import { Tally } from "../../harness/run/tally.ts";

/**
 * `node --expose-gc test/bench/heap.ts SAVED_RUN CHECKS green|red|mixed [HTML]`: what a run of so many checks holds once they
 * have finished, in MB of live heap: its plan, its tally and every reporter. The checks of the saved run come again and again
 * under other names, each read anew from its line, and as they were, or every one failed, or each twentieth. HTML: where its
 * report goes, beside the others.
 */
const [path = "", count = "5000", colour = "green", html] = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), "jitterbug-bench-"));
try {
  const wanted = Number(count);
  const before = liveMb();
  const checks: Check[] = [];
  let started: Extract<RunEvent, { type: "run_started" }> | undefined;
  for (let copy = 0; checks.length < wanted; copy++) {
    for await (const event of events(copy)) {
      if (event.type !== "run_started") continue;
      started ??= event;
      checks.push(...event.plan.checks.filter(({ settled }) => settled === undefined));
      break;
    }
  }
  if (started === undefined) throw new Error(`${path} holds no plan`);
  const plan = { ...started.plan, checks: checks.slice(0, wanted) };
  console.log(`  the plan alone: ${(liveMb() - before).toFixed(0)} MB`);
  const vault = new Vault();
  const files = ["json", "junit"].flatMap(
    (kind) => REPORT_KINDS[kind]?.({ path: join(dir, kind), version: "0" }) ?? [],
  );
  if (html !== undefined)
    files.push(...["html"].flatMap((kind) => REPORT_KINDS[kind]?.({ path: html, version: "0" }) ?? []));
  const output = { write: () => undefined, isTTY: false, colors: false, columns: 120 };
  const listeners = createMultiplexer([...files, createListReporter({ output, reports: files })]);
  const emit = (event: RunEvent) => listeners.emit(redactEvent(event, vault));
  const options = { strictPolicy: false, whole: true, allowUnobservable: false, allowNothing: false, known: [] };
  const tally = new Tally({ plan, ...options, emit });
  await emit({ ...started, plan });
  const byName = new Map(plan.checks.map((check) => [check.name, check]));
  const began = process.cpuUsage();
  const isRed = () => colour === "red" || (colour === "mixed" && byName.size % 20 === 0);
  for (let copy = 0; byName.size > 0; copy++) {
    for await (const event of events(copy)) {
      if (event.type !== "check_finished") continue;
      const check = byName.get(event.check.name);
      if (check === undefined) continue;
      byName.delete(check.name);
      const { observation, verdict, duration_ms } = event;
      await tally.tell({ check, observation, duration_ms, verdict: isRed() ? failed(verdict) : verdict });
    }
  }
  console.log(`  ${wanted} checks, ${colour}: ${(liveMb() - before).toFixed(0)} MB`);
  await tally.finish({ sick: false, brokenOff: false, duration_ms: 1 });
  const { user, system } = process.cpuUsage(began);
  console.log(
    `  ${((user + system) / 1e6).toFixed(1)} s CPU; peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  );
} finally {
  rmSync(dir, { recursive: true, force: true });
}

type Finished = Extract<RunEvent, { type: "check_finished" }>;

function failed(verdict: Finished["verdict"]): Finished["verdict"] {
  const steps = verdict.steps.map((step) => ({
    ...step,
    verdict: "failed" as const,
    judgements: step.judgements.map((one) => ({ ...one, verdict: "failed" as const })),
  }));
  return { ...verdict, verdict: "failed", reason: "it is taken to have failed", cause: "", fix: "", steps };
}

async function* events(copy: number): AsyncGenerator<RunEvent> {
  const reader = new WireReader();
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  for await (const line of lines) {
    const event = reader.read(named(line, copy));
    if (event !== null) yield event;
  }
}

/** The same line, told of a check of another name. */
function named(line: string, copy: number): string {
  if (copy === 0) return line;
  const parsed = JSON.parse(line) as { type: string; check?: string; name?: string };
  if (parsed.type === "check") return JSON.stringify({ ...parsed, name: `${parsed.name} #${copy}` });
  if (parsed.check !== undefined) return JSON.stringify({ ...parsed, check: `${parsed.check} #${copy}` });
  return line;
}

function liveMb(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
