import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { jitterbug, start } from "./command-line.ts";
import { fittingFlags } from "./fitting.ts";

const scenario = (id: string, created: number): string => `id: ${id}
title: Somebody new has one account
severity: MUST
protocols: [oidc]
references: [OIDCC-5.7]
given: { people: [ada] }
steps:
  - sign_in: ada
    expect: { outcome: signed_in, accounts: { created: ${created} } }
explain: { cause: "None is made.", fix: "Make one." }
`;

let folder: string;
let running: ReturnType<typeof start>;
let port: string;
let said = "";

const save = (name: string, text: string) => writeFileSync(join(folder, name), text);
const times = (text: string): number => said.split(text).length - 1;
/** Once it waits for the so-manieth time: what was said since the time before. */
async function waiting(count: number): Promise<string> {
  await vi.waitFor(() => expect(times("Ctrl-C ends it.")).toBe(count), { timeout: 100_000, interval: 50 });
  return said.split("Ctrl-C ends it.")[count - 1] ?? "";
}

/** Of each check, and how many there are, in the order of the alphabet. */
const verdicts = (told: string): readonly string[] =>
  [...new Set(told.match(/[✓✗] \w+|\d+ (passed|failed)/g))].toSorted((one, other) => one.localeCompare(other));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "jitterbug-watch-"));
  port = String(await freePort());
  const options = { cwd: folder, env: { PORT: port } };
  const made = await jitterbug(["init", ...fittingFlags(port), "--no-doctor"], options);
  expect(made).toMatchObject({ status: 0, stderr: "" });
  save("one.yaml", scenario("one", 1));
  save("two.yaml", scenario("two", 1));
  running = start(["run", "--watch", "one.yaml", "two.yaml", "--ephemeral-keys"], options);
  for (const stream of [running.child.stdout, running.child.stderr])
    stream?.on("data", (text: Buffer) => (said += text.toString()));
});
afterAll(async () => {
  running.child.kill("SIGKILL");
  await running.ended;
  rmSync(folder, { recursive: true, force: true });
});

describe("run --watch", () => {
  it("drives everything, then what is saved alone, with the SP kept up", async () => {
    expect(verdicts(await waiting(1))).toEqual(["✓ one", "✓ two", "2 passed"]);
    save("two.yaml", scenario("two", 3));
    const second = await waiting(2);
    expect(verdicts(second)).toEqual(["✗ two", "1 failed"]);
    expect(second).not.toMatch(/starting|looking/);
  });

  it("tells a fault of a file, and waits for the next save", async () => {
    appendFileSync(join(folder, "one.yaml"), "x: [\n");
    expect(await waiting(3)).toMatch(/one\.yaml:\d+:4: this bracket is not closed[^]*ERR_YAML/);
    save("one.yaml", scenario("one", 1));
    expect(verdicts(await waiting(4))).toEqual(["✓ one", "1 passed"]);
    appendFileSync(join(folder, "one.yaml"), "x: [\n");
    await waiting(5);
    save("two.yaml", scenario("two", 1));
    await waiting(6);
    save("one.yaml", scenario("one", 1));
    // What could not be driven meanwhile is not forgotten.
    expect(verdicts(await waiting(7))).toEqual(["✓ one", "✓ two", "2 passed"]);
  });

  it("drives again what uses a file of shared steps that was saved, wherever that is", async () => {
    const shared = (created: number): string =>
      `shared: Somebody new\nsteps:\n  - sign_in: ada\n    expect: { outcome: signed_in, accounts: { created: ${created} } }\n`;
    mkdirSync(join(folder, "shared"));
    save("shared/new.yaml", shared(1));
    save("two.yaml", scenario("two", 1).replace(/^steps:\n.*\n.*$/m, "steps:\n  - use: shared/new.yaml"));
    expect(verdicts(await waiting(8))).toEqual(["✓ two", "1 passed"]);
    save("shared/new.yaml", shared(3));
    const ninth = await waiting(9);
    expect(verdicts(ninth)).toEqual(["✗ two", "1 failed"]);
    expect(ninth).toContain("from shared/new.yaml:3, used at two.yaml:8");
    save("two.yaml", scenario("two", 1));
    await waiting(10);
  });

  it("starts the SP anew with a target file that was saved", async () => {
    expect(times("starting the SP")).toBe(1);
    const file = join(folder, "jitterbug.yaml");
    writeFileSync(file, `# saved\n${readFileSync(file, "utf8")}`);
    expect(verdicts(await waiting(11))).toEqual(["✓ one", "✓ two", "2 passed"]);
    expect(times("starting the SP")).toBe(2);
  });

  it("ends everything at Ctrl-C", async () => {
    running.child.kill("SIGINT");
    expect((await running.ended).status).toBe(130);
    await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow("fetch failed");
  });
});

describe("run --watch refuses what it cannot keep", () => {
  it("a folder that is not there", async () => {
    const { status, stderr } = await jitterbug(["run", "--watch", "nowhere/mine.yaml"], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^ERR_USAGE {2}.*nowhere cannot be watched: ENOENT/);
  });

  it.each([["--workers", "2"], ["--shard", "1/2"], ["--seed", "x"], ["--declare"], ["--reset"], ["--update-baseline"]])(
    "%s",
    async (...flag) => {
      const { status, stderr } = await jitterbug(["run", "--watch", ...flag], { cwd: folder });
      expect(status).toBe(2);
      expect(stderr).toContain(`cannot be used with option '${flag[0]}`);
    },
  );
});
