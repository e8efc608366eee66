import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { watchMemory } from "./processes.ts";
import { costOf, requireWithin } from "./survive.ts";

const BOUNDS = { cpuMs: 400, mebibytes: 100 };
const eat = (mebibytes: number) => Buffer.alloc(mebibytes * 1024 * 1024, 1).length;

/** A bound that was never seen red bounds nothing. */
describe.runIf(process.platform === "linux")("what a hostile input costs", () => {
  it("is told where it is memory, also after another that ate more", async () => {
    for (const mebibytes of [300, 200]) {
      const cost = await costOf(() => eat(mebibytes));
      expect(cost.mebibytes).toBeGreaterThan(mebibytes - 50);
      expect(() => requireWithin({ ...cost, cpuMs: 0 }, BOUNDS)).toThrow(/mebibytes of memory/);
    }
  });

  it("is told where it is CPU time", async () => {
    const cost = await costOf(() => {
      for (const from = process.cpuUsage(); process.cpuUsage(from).user < 500_000;) continue;
    });
    expect(() => requireWithin(cost, BOUNDS)).toThrow(/milliseconds of CPU/);
  });

  it("is nothing where nothing is done", async () => {
    requireWithin(await costOf(() => eat(1)), BOUNDS);
  });

  it("is told of a child of a child that eats 600 MiB", async () => {
    const memory = watchMemory(process.pid);
    const code = "const eaten = Buffer.alloc(600 * 1024 * 1024, 1); setTimeout(() => process.exit(eaten[0] - 1), 500)";
    const child = spawn("/bin/sh", ["-c", '"$@"; exit $?', "sh", process.execPath, "-e", code]);
    await once(child, "exit");
    expect(memory()).toBeGreaterThan(550);
  });
});
