import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { createSaver, Vault } from "../../harness/report/index.ts";
import type { Reporter, RunEvent } from "../../harness/report/events.ts";
import { judgeSaved } from "../../harness/run/judge-saved.ts";
import type { RunOptions, RunResult } from "../../harness/run/options.ts";
import { runSuite } from "../../harness/run/run-suite.ts";

/** Every event that says what came of something, without what is of the moment. */
function told(events: readonly RunEvent[]): readonly object[] {
  return events.flatMap((event): readonly object[] => {
    if (event.type === "check_finished") return [{ check: event.check.name, verdict: event.verdict }];
    return event.type === "policy" ? [event.policy] : [];
  });
}

function ofRun({ checks, findings, ...result }: Omit<RunResult, "broken_off">): object {
  const { seed, partial, duration_ms, policy, nothing, exitStatus } = result;
  const told = checks.map(({ check, verdict }) => [check.name, verdict]);
  return { told, findings: findings.length, seed, partial, duration_ms, policy, nothing, exitStatus };
}

/** Runs, saves the run, and judges what was saved once more: what is told must be the same. */
export async function runAndJudgeAgain(options: RunOptions): Promise<RunResult> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-saved-"));
  const path = join(dir, "run.jsonl");
  const vault = options.vault ?? new Vault();
  const [first, second]: [RunEvent[], RunEvent[]] = [[], []];
  const witness = (into: RunEvent[]): Reporter => ({ name: "witness", on: (event) => void into.push(event) });
  try {
    const saver = createSaver({ path, version: "0", vault });
    const result = await runSuite({ ...options, vault, reporters: [...options.reporters, saver, witness(first)] });
    expect(saver.written).toBe(true);
    const { allowUnobservable, allowNothing = false } = options;
    const again = await judgeSaved({ path, reporters: [witness(second)], allowUnobservable, allowNothing });
    expect(told(second)).toEqual(told(first));
    expect(again.changed).toEqual([]);
    expect(ofRun(again)).toEqual(ofRun(result));
    return result;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
