import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Kit, STACK } from "../../faults/kit.ts";
import { survivors } from "../../faults/processes.ts";
import { describeWithCompose, describeWithEngine, leftOf, NODE_IMAGE } from "../support/engine.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FIRST = ["first-create", "first-jit-off"].map((name) => join(ROOT, `scenarios/first-login/${name}.yaml`));
const TIMEOUT = 600_000;

const dir = mkdtempSync(join(tmpdir(), "jitterbug-containers-"));
const file = join(dir, "jitterbug.yaml");
const composed = join(dir, "composed.yaml");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/**
 * All moments and ways with JITTERBUG_LONG=1: a container is slow to make where the engine copies its image, and where the
 * kit was killed meanwhile, what outlives it waits five minutes for one that may yet come.
 */
const LONG = process.env["JITTERBUG_LONG"] === "1";
/** The lines that a run prints: its name, the engine, the IdPs, the SP, the checks. */
const MOMENTS = [
  ["SIGKILL", "once its network is there", 3, true],
  ["SIGKILL", "while its container is made", 4, true],
  ["SIGKILL", "in the middle of the checks", 5, false],
  ["SIGINT", "while its container is made", 4, false],
] as const;

const COMMAND = ["node", "/app/sp-reference/start.js"];

/** The strict reference SP, as this checkout has it, in a container; it insists on https for any issuer that is not loopback. */
function targetFile(source: object): string {
  const yaml = readFileSync(join(ROOT, "sp-reference/lawful/strict.yaml"), "utf8");
  const container = {
    ...source,
    port: 3000,
    timeout: 300,
    env: {
      HOST: "0.0.0.0",
      PORT: "3000",
      BASE_URL: "{{base_url}}",
      IDP_URL: "{{idps.url}}",
      NODE_EXTRA_CA_CERTS: "{{idps.ca}}",
      SP_CONFIG: "/app/sp-reference/lawful/organizations/strict.yaml",
      ADMIN_TOKEN: "reference-admin",
      CLIENT_SECRET: "reference-secret",
      SCIM_TOKEN: "reference-scim",
    },
    ready: "GET /healthz",
  };
  const started = `idps: { tls: true }\ncontainer: ${JSON.stringify(container)}\n`;
  // The kit's SMTP server listens for no container, and nobody asks here for what a mail says.
  const unmailed = yaml.replace(/^mail:.*\n(?: .*\n)*/m, "").replaceAll(/^ {2}(?:forgot|reset)_password:.*\n/gm, "");
  return unmailed.replace(/^start:\n(?: .*\n)+/m, started);
}

/** Where the engine is, if not at its usual place. */
const { DOCKER_HOST } = process.env;
const ENGINE: { readonly [name: string]: string } = DOCKER_HOST === undefined ? {} : { DOCKER_HOST };

const start = (report: string, mark = "none", target = file) =>
  new Kit(dir, ["run", ...FIRST, "--target", target, "--ephemeral-keys", "--report", `json=${report}`], {
    ...ENGINE,
    JITTERBUG_TEST: mark,
  });
const left = (target = file) => leftOf({ target });

beforeAll(() => {
  const sp = { image: NODE_IMAGE, command: COMMAND };
  writeFileSync(file, targetFile({ ...sp, mount: { [ROOT]: "/app" } }));
  writeFileSync(composed, targetFile({ compose: { file: "compose.yaml", service: "sp" } }));
  // JSON is YAML.
  writeFileSync(
    join(dir, "compose.yaml"),
    JSON.stringify({ version: "3", services: { sp: { ...sp, volumes: [`${ROOT}:/app:ro`] } } }),
  );
});

describeWithEngine("the reference SP in a container", () => {
  test(
    "passes on both protocols, in two runs at once, and nothing of it stays",
    async () => {
      const reports = ["one.json", "two.json"].map((name) => join(dir, name));
      const ended = await Promise.all(reports.map((report) => start(report).ended));
      expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([
        [0, ""],
        [0, ""],
      ]);
      for (const report of reports) {
        const { checks } = JSON.parse(readFileSync(report, "utf8")) as { checks: { name: string; verdict: string }[] };
        expect(checks.map(({ verdict }) => verdict)).toEqual(checks.map(() => "passed"));
        expect(new Set(checks.map(({ name }) => /oidc|saml/.exec(name)?.[0]))).toEqual(new Set(["oidc", "saml"]));
      }
      expect(left()).toEqual([]);
    },
    TIMEOUT,
  );

  test.each(MOMENTS.filter(([, , , long]) => !long || LONG))(
    "%s of the kit %s leaves nothing",
    async (signal, _when, lines) => {
      const mark = randomUUID();
      const kit = start(join(dir, "killed.json"), mark);
      await kit.printed(lines);
      kit.child.kill(signal);
      const { status, stderr } = await kit.ended;
      expect(status).toBe(signal === "SIGINT" ? 130 : null);
      expect(stderr).not.toMatch(STACK);
      await expect.poll(() => survivors([], mark), { timeout: 400_000, interval: 250 }).toEqual([]);
      expect(left()).toEqual([]);
    },
    TIMEOUT,
  );
});

describeWithEngine("the IdPs alone, for an SP in a container", () => {
  test("have the address that they have in a run, and how a container finds it is told", async () => {
    const kit = new Kit(dir, ["idp", "--target", file, "--ephemeral-keys", "--print"], ENGINE);
    const { status, stdout, stderr } = await kit.ended;
    expect(stdout).toMatch(/Issuer +https:\/\/host\.docker\.internal:\d+\/oidc\/vault-oidc/);
    expect(stderr).toContain("--add-host host.docker.internal:host-gateway");
    expect(status).toBe(0);
  });
});

describeWithCompose("the reference SP as a service of a compose file", () => {
  test.each([["ends", 0] as const, ...(LONG ? [["is killed while the container is made", 4] as const] : [])])(
    "passes where the kit is left alone; nothing stays when it %s",
    async (_how, lines) => {
      const mark = randomUUID();
      const kit = start(join(dir, "composed.json"), mark, composed);
      if (lines > 0) {
        await kit.printed(lines);
        kit.child.kill("SIGKILL");
      }
      const { status, stderr } = await kit.ended;
      expect([status, stderr]).toEqual([lines > 0 ? null : 0, ""]);
      await expect.poll(() => survivors([], mark), { timeout: 400_000, interval: 250 }).toEqual([]);
      expect(left(composed)).toEqual([]);
    },
    TIMEOUT,
  );
});

test(
  "without an engine, what to do is told",
  async ({ skip }) => {
    const words = ["-m", "sh", "-c", "mount -t tmpfs none /run"];
    if (spawnSync("unshare", words).status !== 0) return skip("only root of a Linux machine can hide an engine");
    const command = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /run && exec "$@"', "sh"];
    const kit = new Kit(dir, ["run", ...FIRST, "--ephemeral-keys"], {}, command);
    const { status, stderr } = await kit.ended;
    expect(stderr).toMatch(/^ERR_CONTAINER .*no container engine answers\n {2}Start Docker or Podman/);
    expect(stderr).not.toMatch(STACK);
    expect(status).toBe(3);
  },
  TIMEOUT,
);

test("without testcontainers, the line that installs it is told", async () => {
  const hook = `import { registerHooks } from "node:module";
    registerHooks({ resolve(name, context, next) {
      if (name === "testcontainers") throw Object.assign(new Error(name), { code: "ERR_MODULE_NOT_FOUND" });
      return next(name, context);
    } });`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
  const kit = new Kit(dir, ["run", ...FIRST, "--ephemeral-keys"], { NODE_OPTIONS });
  const { status, stderr } = await kit.ended;
  expect(stderr).toMatch(
    /^ERR_MISSING_PACKAGE .*testcontainers.*\n {2}Install it: `npm install --save-dev testcontainers`/,
  );
  expect(status).toBe(3);
});
