import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { Ground, HOSTILE, Kit, STACK, type Ended, type HostileOptions } from "./kit.ts";

const HONEST: HostileOptions = { faults: ["honest"] };

/** The command ends with this status and says this, and nothing that only its makers understand. */
function expectEnd({ status, stdout, stderr }: Ended, expected: number, message: RegExp): void {
  expect(stderr === "" ? stdout : stderr).toMatch(message);
  expect(stdout + stderr).not.toMatch(STACK);
  expect(status).toBe(expected);
}

describe.concurrent("an SP that does not start", () => {
  it("nothing listens at its base_url, and nobody was to start it", async () => {
    const port = await freePort();
    using ground = new Ground({ ...HONEST, start: false, base_url: `http://localhost:${port}` });
    const ended = await ground.run("--ephemeral-keys");
    expectEnd(ended, 3, /^ERR_SP_UNREACHABLE .*nothing listens there\n {2}Start it first/);
    expect(ended.report).toMatchObject({ partial: true, checks: [] });
  });

  it("exits: its last words are shown", async () => {
    using ground = new Ground({ ...HONEST, env: { START: "exits" } });
    expectEnd(
      await ground.run("--ephemeral-keys"),
      3,
      /^ERR_SP_EXITED .*exit status 7\n\n {2}\| the database is not there/,
    );
  });

  it("is never ready: what it last answered is told", async () => {
    using ground = new Ground({ ...HONEST, timeout: 3, env: { START: "never-ready" } });
    expectEnd(await ground.run("--ephemeral-keys"), 3, /^ERR_SP_NOT_READY .*within 3 s: GET \/healthz answered 503/);
  });

  it("its port is held by another process, which is named", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void holder.close());
    await new Promise((resolve) => holder.once("listening", resolve));
    const { port } = holder.address() as AddressInfo;
    using ground = new Ground({ ...HONEST, base_url: `http://localhost:${port}` });
    const taken = new RegExp(`^ERR_PORT_TAKEN .*port ${port} .*held by process ${process.pid} `);
    expectEnd(await ground.run("--ephemeral-keys"), 3, taken);
  });
});

describe.concurrent("an SP that is set up wrongly", () => {
  it("the doctor tells the front doors that lead nowhere and the token that the SP does not take, and nothing is driven", async () => {
    using ground = new Ground({
      faults: ["honest", "door-answers-500", "door-loops"],
      env: { ADMIN_TOKEN: "another" },
    });
    const ended = await ground.run("--ephemeral-keys");
    expectEnd(ended, 3, /not set up as its target file says/);
    const sick = new Map(
      ended.report?.findings.filter(({ ok }) => !ok).map(({ topic, message, hint }) => [topic, `${message} (${hint})`]),
    );
    expect([...sick.keys()]).toEqual(["connection door-answers-500", "connection door-loops", "accounts"]);
    expect(sick.get("connection door-answers-500")).toMatch(
      /does not lead to the IdP: HTTP 500 at .*\(configure the SP with the issuer/,
    );
    expect(sick.get("connection door-loops")).toMatch(/over 20 redirects/);
    expect(sick.get("accounts")).toMatch(/HTTP 401: .*look at headers\.authorization/);
    expect(ended.report).toMatchObject({ checks: [], partial: true });
  });

  it("a wrong client secret at the SP: the verdict says what the IdP refused", async () => {
    using ground = new Ground({ ...HONEST, env: { CLIENT_SECRET: "not-what-was-agreed" } });
    const { status, report } = await ground.run("--ephemeral-keys");
    expect(report?.checks[0]).toMatchObject({
      verdict: "misconfigured",
      reason: expect.stringMatching(
        /no session: HTTP 403 .*the IdP had answered the SP's POST \/oidc\/honest\/token with HTTP 401 invalid_client$/,
      ),
    });
    expect(status).toBe(3);
  });
});

describe.concurrent("two runs at once", () => {
  it("of one target file with one fresh state folder do not disturb each other", async () => {
    using ground = new Ground({ faults: ["honest", "cookies"] });
    const reports = ["one.json", "two.json"].map((name) => join(ground.dir, name));
    const ended = await Promise.all(reports.map((path) => ground.run("--report", `json=${path}`)));
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    expect(readdirSync(join(ground.dir, ".jitterbug/honest"))).toEqual(["signing.ES256.pem", "signing.RS256.pem"]);
  });
});

/** A file system of a few pages; null where this user may make none. */
function tinyDisk(options: string): string | null {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-disk-"));
  const made = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", dir]);
  onTestFinished(() => {
    if (made.status === 0) spawnSync("umount", [dir]);
    rmSync(dir, { recursive: true, force: true });
  });
  return made.status === 0 ? dir : null;
}

describe("files that cannot be written", () => {
  it.runIf(process.platform === "linux").each(["list", "explain first-create", "schema target", "--help", "run"])(
    "a full disk behind standard output: %s",
    async (command) => {
      using ground = new Ground(HONEST);
      const words = command === "run" ? ["run", HOSTILE, "--ephemeral-keys"] : command.split(" ");
      const ended = await new Kit(ground.dir, words, {}, ["sh", "-c", 'exec "$@" > /dev/full', "sh"]).ended;
      expect(ended.stderr).toMatch(/^ERR_REPORT {2}what was printed could not be written: ENOSPC[^\n]*\n[^\n]*\n$/);
      expect(ended.status).toBe(4);
      // What was asked for elsewhere is there.
      if (command === "run") expect(ended.report?.summary.passed).toBe(1);
    },
  );

  it("the report's device is full: exit 4, and the device is still a device", async ({ skip }) => {
    if (process.platform !== "linux") skip("/dev/full is Linux's");
    using ground = new Ground(HONEST);
    const ended = await ground.run("--ephemeral-keys", "--report", "json=/dev/full");
    expectEnd(ended, 4, /The json report was given up: \/dev\/full could not be written: ENOSPC[^]*1 passed/);
    expect(spawnSync("test", ["-c", "/dev/full"]).status).toBe(0);
  });

  it("the report's disk is full: the former report stays, and no draft beside it", async ({ skip }) => {
    const disk = tinyDisk("size=8k");
    if (disk === null) return skip("only root may mount");
    const path = join(disk, "report.json");
    writeFileSync(path, "the former report");
    writeFileSync(join(disk, "filler"), "x".repeat(4096));
    using ground = new Ground(HONEST);
    expectEnd(await ground.run("--ephemeral-keys", "--report", `json=${path}`), 4, /could not be written: ENOSPC/);
    expect(readdirSync(disk).toSorted()).toEqual(["filler", "report.json"]);
  });

  it("the state folder's disk is full: told with the cure, and no half key is left", async ({ skip }) => {
    const disk = tinyDisk("size=8k");
    if (disk === null) return skip("only root may mount");
    writeFileSync(join(disk, "filler"), "x".repeat(8192));
    using ground = new Ground(HONEST);
    symlinkSync(disk, join(ground.dir, ".jitterbug"));
    const ended = await ground.run();
    expectEnd(ended, 4, /ENOSPC/);
    const files = readdirSync(disk, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual(["filler"]);
  });

  it("the state folder is read-only", async ({ skip }) => {
    const disk = tinyDisk("ro");
    if (disk === null) return skip("only root may mount");
    using ground = new Ground(HONEST);
    symlinkSync(disk, join(ground.dir, ".jitterbug"));
    expectEnd(await ground.run(), 4, /EROFS/);
  });

  it("the state folder's name is a file's", async () => {
    using ground = new Ground(HONEST);
    mkdirSync(join(ground.dir, "elsewhere"));
    writeFileSync(join(ground.dir, ".jitterbug"), "");
    expectEnd(await ground.run(), 4, /^ERR_STATE .*(ENOTDIR|EEXIST)/);
  });
});
