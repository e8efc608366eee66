import { describe, expect, it, onTestFinished } from "vitest";
import type { RunEvent } from "../../harness/report/events.ts";
import { Workforce, type WorkforceOptions } from "../../harness/run/workers/workforce.ts";
import { checkOf } from "../judge/stage.ts";
import { targetOf } from "../sp/support/target.ts";
import { isAlive } from "../sp/support/world.ts";

/** A worker of somebody else's making: a program that hears orders and says what it likes. */
function workforceOf(code: string, on: WorkforceOptions["on"] = () => Promise.resolve()) {
  const workforce = new Workforce({
    command: [process.execPath, "-e", code, "--"],
    environment: process.env,
    workers: 1,
    work: {
      target: targetOf(),
      scenarios: [],
      select: { protocols: [], profiles: [], ids: [], tags: [], policies: [] },
      jobs: 1,
      seed: "s",
      version: "0",
      environment: {},
      allowRemote: [],
      allowUnobservable: false,
      strictPolicy: false,
      stateDir: null,
    },
    on,
  });
  onTestFinished(() => workforce.close());
  return workforce.work([checkOf([])]);
}

const says = (...reports: readonly object[]) =>
  `process.on("message", (order) => { if (order.type === "stop") process.exit();
    for (const report of ${JSON.stringify(reports)}) process.send(report); });`;
const warning: RunEvent = { type: "warning", at: 1, text: "hello" };
const STARTED = {
  jitterbug: 1,
  kit: "0",
  type: "run_started",
  at: 1,
  target: "t",
  seed: "s",
  strict_policy: false,
  whole: false,
  shard: false,
  declared: {},
  not_offered: [],
  planned: 0,
};
const lines = (...all: readonly object[]) => ({ type: "lines", lines: all.map((line) => JSON.stringify(line)) });

describe("what workers say", () => {
  it("ends the run where it cannot be understood", async () => {
    await expect(workforceOf(says({ type: "lines", lines: ["no JSON"] }))).rejects.toThrow("this is no JSON");
  });

  it("ends the run where it cannot be told on", async () => {
    const told = workforceOf(says(lines(STARTED, warning)), () =>
      Promise.reject(new Error("a fault of the run's own")),
    );
    await expect(told).rejects.toThrow("a fault of the run's own");
  });

  it("is told on, and the worker ends with its word", async () => {
    const events: RunEvent[] = [];
    const told = workforceOf(says(lines(STARTED, warning), { type: "ended", broken_off: null }), async (event) => {
      events.push(event);
    });
    expect(await told).toBeNull();
    expect(events).toEqual([warning]);
  });

  it("a worker that does not hear is ended all the same", async () => {
    let pid = 0;
    const deaf = `process.on("message", (order) => { if (order.type === "work") process.send(${JSON.stringify(
      lines(STARTED, { ...warning, text: "PID" }),
    )}.lines.reduce((told, line) => ({ ...told, lines: [...told.lines, line.replace("PID", String(process.pid))] }), { type: "lines", lines: [] })); });
      process.on("disconnect", () => {}); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`;
    const told = workforceOf(deaf, (event) => {
      if (event.type === "warning") pid = Number(event.text);
      return Promise.reject(new Error("stop"));
    });
    await expect(told).rejects.toThrow("stop");
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(false);
  }, 60_000);
});
