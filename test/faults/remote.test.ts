import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Ground, STACK, type Ended } from "./kit.ts";

/** An address of this machine that is not loopback: to the kit that is another machine. */
const host = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

const SCENARIOS = ["hostile/scenario.yaml", "remote/seeded.yaml", "remote/tampered.yaml"].map((name) =>
  join(import.meta.dirname, name),
);
const WITHHELD = `at ${host}, which is not this machine; --allow-remote-changes ${host} allows it`;
const TOLD = (id: string, verdict: string, reason: string) => [id, verdict, reason];

function told({ report }: Ended): unknown {
  return report?.checks.map(({ id, verdict, reason }) => [id, verdict, reason]);
}

describe.runIf(host !== undefined)("an SP on another machine (needs a network interface)", () => {
  const ground = () =>
    new Ground({ faults: ["honest"], base_url: `http://${host}:{{port}}`, seed: true, remove: true });
  const run = (on: Ground, ...flags: readonly string[]) => on.start([...SCENARIOS, "--ephemeral-keys", ...flags]).ended;

  it("is not talked to without leave", async () => {
    using on = ground();
    const { status, stderr, report } = await run(on);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`^ERR_REMOTE_HOST .*${host}:\\d+ is not on this machine\\n.*--allow-remote ${host}`),
    );
    expect(stderr).not.toMatch(STACK);
    expect(report?.checks.filter(({ verdict }) => verdict !== "unobservable") ?? []).toEqual([]);
  });

  it("is signed in to with leave, and neither seeded nor tampered with: that is unobservable", async () => {
    using on = ground();
    const ended = await run(on, "--allow-remote", host ?? "");
    expect(told(ended)).toEqual([
      TOLD("hostile-first", "passed", ""),
      TOLD("remote-seeded", "unobservable", `it would seed ${WITHHELD}`),
      TOLD(
        "remote-tampered",
        "unobservable",
        `it would send corrupted messages to ${host}, ${WITHHELD.split(", ")[1]}`,
      ),
    ]);
    expect(ended.status).toBe(1);
    expect(ended.report?.warnings).toEqual([
      expect.stringMatching(
        /^the accounts that this run made were left: seed\.remove would change .*--allow-remote-changes/,
      ),
    ]);
  });

  it("is seeded, tampered with and cleaned up with the second flag", async () => {
    using on = ground();
    const ended = await run(on, "--allow-remote", host ?? "", "--allow-remote-changes", host ?? "");
    expect(told(ended)).toEqual([
      TOLD("hostile-first", "passed", ""),
      TOLD("remote-seeded", "passed", ""),
      TOLD("remote-tampered", "passed", ""),
    ]);
    expect([ended.status, ended.report?.warnings]).toEqual([0, []]);
  });

  it("needs both flags", async () => {
    using on = ground();
    const { status, stderr } = await run(on, "--allow-remote-changes", host ?? "");
    expect(status).toBe(2);
    expect(stderr).toContain(`ERR_USAGE  --allow-remote-changes ${host} needs --allow-remote ${host}, too`);
  });

  it("is told so by the doctor, who seeds nothing there", async () => {
    using on = ground();
    const { status, stdout } = await on.command("doctor", "--ephemeral-keys", "--allow-remote", host ?? "");
    expect(stdout).toContain(`seed: was not tried: nothing may be changed at ${host}, which is not this machine`);
    expect(status).toBe(0);
  });
});
