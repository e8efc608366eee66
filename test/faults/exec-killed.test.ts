import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { Ground } from "./kit.ts";
import { descendantsOf, survivors } from "./processes.ts";

it.runIf(process.platform === "linux").each(["SIGKILL", "SIGINT"] as const)(
  "a kit that gets %s while a command of its target file runs leaves no command behind",
  { timeout: 180_000 },
  async (signal) => {
    const mark = randomUUID();
    // It starts a child of its own, which a kill of the command alone would not reach.
    const exec = ["sh", "-c", "sleep 600 & wait"];
    const map = { id: "$.id", email: "$.email" };
    using ground = new Ground({ faults: ["honest"], accounts: [{ exec, each: "$[*]", map }] });
    const kit = ground.start(["--ephemeral-keys"], { JITTERBUG_TEST: mark });
    const running = () => survivors([], mark).filter((line) => line.includes("sleep 600"));
    await expect.poll(running, { timeout: 60_000 }).toHaveLength(2);
    const started = descendantsOf(kit.child.pid ?? 0);
    kit.child.kill(signal);
    await kit.ended;
    await expect.poll(() => survivors(started, mark), { timeout: 60_000 }).toEqual([]);
  },
);
