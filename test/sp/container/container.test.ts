import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import { ContainerNetwork, createSp } from "../../../harness/sp/index.ts";
import type { Sp } from "../../../harness/sp/port.ts";
import type { Container, ImageSource, Service } from "../../../harness/scenario/model/index.ts";
import { launcherContract } from "../launch/contract.ts";
import { describeWithEngine, docker, leftOf, NODE_IMAGE } from "../support/engine.ts";
import { targetOf } from "../support/target.ts";
import { failure, folder, later, serve } from "../support/world.ts";

const IMAGE: ImageSource = { kind: "image", image: NODE_IMAGE };
/** Answers what the code says of each request. */
const serving = (code: string) => [
  "node",
  "-e",
  `require("node:http").createServer(async (q, s) => { ${code} }).listen(3000)`,
];
/** For hangs: an engine that copies images is slow on a busy machine. */
const TIMEOUT = 600_000;

interface Ground {
  readonly sp: Sp;
  readonly network: ContainerNetwork;
  readonly dir: string;
  readonly phases: string[];
  readonly lines: string[];
}

async function groundOf(
  container: Partial<Omit<Container, "source">> & { readonly source?: ImageSource },
  { base_url, dir = folder() }: { readonly base_url?: string; readonly dir?: string } = {},
): Promise<Ground> {
  const port = await freePort();
  const target = targetOf({
    dir,
    base_url: base_url ?? `http://localhost:${port}`,
    container: {
      source: IMAGE,
      port: 3000,
      before: [],
      env: {},
      mount: {},
      ready: { request: { method: "GET", target: "/" } },
      timeout: 300,
      services: [],
      ...container,
    },
  });
  const network = await ContainerNetwork.open(target, process.env);
  later(async () => {
    await network.close();
    expect(leftOf({ run: network.run })).toEqual([]);
  });
  const phases: string[] = [];
  const lines: string[] = [];
  const sp = createSp({
    target,
    variables: { ...network.variables },
    environment: process.env,
    env: { DEFECT: "none-at-all" },
    network,
    onPhase: (text) => phases.push(text),
    onOutput: (line) => lines.push(line),
  });
  later(() => sp.close());
  return { sp, network, dir, phases, lines };
}

const serviceOf = (parts: Partial<Service>): Service => ({ name: "db", source: IMAGE, env: {}, mount: {}, ...parts });

describeWithEngine("an SP in a container", () => {
  launcherContract(async (code, env = {}) => {
    const own = { PORT: "3000", HOST: "0.0.0.0", ...env };
    return (await groundOf({ command: ["node", "-e", code], env: own })).sp;
  }, TIMEOUT);

  test(
    "has its environment, its mounted files and its service by name; is published on loopback alone; and is gone after",
    async () => {
      const dir = folder();
      writeFileSync(join(dir, "greeting.txt"), "hello");
      const { sp, network, phases, lines } = await groundOf(
        {
          before: [["node", "-e", "console.log('migrated by ' + process.env.DEFECT)"]],
          command: serving(`
            if (q.url !== "/") return s.end(await fetch("http://host.docker.internal" + q.url.replace("/", ":")).then((answer) => answer.text()));
            const { readFileSync, writeFileSync } = require("node:fs");
            const kept = await fetch("http://db:3000").then((answer) => answer.text());
            let written = "written";
            try { writeFileSync("/data/greeting.txt", "") } catch (error) { written = error.code }
            s.end(JSON.stringify([readFileSync("/data/greeting.txt", "utf8"), kept, process.env.DEFECT, process.env.OWN, written]));`),
          env: { OWN: "{{services.db.port}}", DEFECT: "overridden" },
          mount: { "greeting.txt": "/data/greeting.txt" },
          services: [
            serviceOf({
              command: serving('s.end("kept here")'),
              port: 3000,
              ready: { command: ["node", "-e", "fetch('http://127.0.0.1:3000').catch(() => process.exit(1))"] },
            }),
          ],
        },
        { dir },
      );
      await sp.launch();
      const service = network.published.get("db");
      expect(await (await fetch(sp.base_url)).json()).toEqual([
        "hello",
        "kept here",
        "none-at-all",
        String(service),
        "EROFS",
      ]);
      expect(await (await fetch(`http://127.0.0.1:${service}`)).text()).toBe("kept here");
      const published = docker("ps", "--filter", `label=jitterbug.run=${network.run}`, "--format", "{{.Ports}}") ?? "";
      expect(published).not.toBe("");
      for (const one of published.split(/\n|, /)) expect(one).toMatch(/^127\.0\.0\.1:\d+->3000\/tcp$/);
      expect(phases).toEqual(["starting db", expect.stringMatching(/^running \["node"/), "starting the SP"]);
      expect(lines).toContain("sp.before: migrated by none-at-all");
      const here = await serve((_, res) => res.end("the kit's machine"), network.gateway ?? "127.0.0.1");
      expect(await (await fetch(`${sp.base_url}/${new URL(here).port}`)).text()).toBe("the kit's machine");
      expect(sp.exited).toBeNull();
      docker("kill", network.containerName);
      await expect.poll(() => sp.exited, { timeout: 120_000 }).toEqual({ status: "exit status 137", output: "" });
    },
    TIMEOUT,
  );

  test(
    "is built from its Dockerfile, waits for its service's health check; and a build that fails shows what it said",
    async () => {
      const dir = folder();
      writeFileSync(join(dir, "Dockerfile"), `FROM ${NODE_IMAGE}\nARG WORD\nENV WORD=$WORD\n`);
      writeFileSync(join(dir, "Dockerfile.bad"), `FROM ${NODE_IMAGE}\nRUN echo "no such table" && exit 7\n`);
      const build = { kind: "build", context: ".", dockerfile: "Dockerfile", args: { WORD: "built" } } as const;
      later(() => docker("image", "rm", "jitterbug/sp"));
      const check = `fetch("http://127.0.0.1:3000").catch(() => process.exit(1))`;
      writeFileSync(
        join(dir, "Dockerfile.db"),
        `FROM ${NODE_IMAGE}\nHEALTHCHECK --interval=1s CMD ["node", "-e", ${JSON.stringify(check)}]\n`,
      );
      const db = serviceOf({ source: { ...build, dockerfile: "Dockerfile.db" }, command: serving('s.end("kept")') });
      later(() => docker("image", "rm", "jitterbug/db"));
      const good = await groundOf(
        { source: build, command: serving("s.end(process.env.WORD)"), services: [db] },
        { dir },
      );
      await good.sp.launch();
      expect(await (await fetch(good.sp.base_url)).text()).toBe("built");
      expect(good.phases).toEqual([
        "building the image of db",
        "starting db",
        "building the image of sp",
        "starting the SP",
      ]);
      const health = [
        "inspect",
        "--format",
        "{{.State.Health.Status}}",
        good.network.containerName.replace(/sp$/, "db"),
      ];
      expect(docker(...health)).toBe("healthy");
      const bad = await groundOf({ source: { ...build, dockerfile: "Dockerfile.bad" } }, { dir });
      const error = await failure(bad.sp.launch());
      expect(error.code).toBe("ERR_CONTAINER");
      expect(error.message).toContain("the image of sp cannot be built: exit status");
      expect(error.output).toContain("no such table");
    },
    TIMEOUT,
  );
});

describeWithEngine("an SP in a container that does not start", () => {
  test(
    "because it ends: its status and last output are told",
    async () => {
      const { sp } = await groundOf({
        command: ["node", "-e", 'console.log("DATABASE_URL is not set"); process.exit(5)'],
      });
      const error = await failure(sp.launch());
      expect(error).toMatchObject({ code: "ERR_SP_EXITED", output: "DATABASE_URL is not set" });
      expect(error.message).toContain("exit status 5");
    },
    TIMEOUT,
  );

  test(
    "because it is never ready: what was last seen is told",
    async () => {
      const { sp } = await groundOf({ command: serving("s.statusCode = 503; s.end()"), timeout: 8 });
      const error = await failure(sp.launch());
      expect(error.code).toBe("ERR_SP_NOT_READY");
      expect(error.message).toContain("GET / ");
      expect(error.hint).toContain("container.timeout");
    },
    TIMEOUT,
  );

  test(
    "because its command is not in the image",
    async () => {
      const { sp } = await groundOf({ command: ["no-such-program"] });
      const error = await failure(sp.launch());
      expect(error.code).toBe("ERR_CONTAINER");
      expect(error.message).toContain("no-such-program");
      expect(error.hint).toContain("inside the image");
    },
    TIMEOUT,
  );

  test(
    "because a service is never ready, or ends",
    async () => {
      const waiting = await groundOf({
        timeout: 3,
        services: [
          serviceOf({ command: ["node", "-e", "setInterval(() => {}, 1000)"], ready: { log: "ready", times: 2 } }),
        ],
      });
      const late = await failure(waiting.sp.launch());
      expect(late.code).toBe("ERR_SP_NOT_READY");
      expect(late.message).toContain('the service db was not ready within 3 s: no line of its output held "ready"');
      const ending = await groundOf({
        services: [
          serviceOf({
            command: ["node", "-e", 'console.error("no space"); process.exit(1)'],
            ready: { log: "ready", times: 1 },
          }),
        ],
      });
      expect(await failure(ending.sp.launch())).toMatchObject({ code: "ERR_SP_EXITED", output: "no space" });
    },
    TIMEOUT,
  );

  test(
    "because its image is nowhere: which, and what to do",
    async () => {
      const { sp, phases } = await groundOf({ source: { kind: "image", image: "127.0.0.1:1/no/such:image" } });
      const error = await failure(sp.launch());
      expect(error.code).toBe("ERR_CONTAINER");
      expect(error.message).toContain("127.0.0.1:1/no/such:image is not on this machine and cannot be pulled");
      expect(error.hint).toContain("docker pull");
      expect(phases).toEqual(["pulling 127.0.0.1:1/no/such:image"]);
    },
    TIMEOUT,
  );

  test(
    "because its port is taken; nothing is made",
    async () => {
      const base_url = await serve((_, res) => res.end());
      const { sp, network } = await groundOf({}, { base_url });
      expect((await failure(sp.launch())).code).toBe("ERR_PORT_TAKEN");
      expect(docker("ps", "--all", "--quiet", "--filter", `label=jitterbug.run=${network.run}`)).toBe("");
    },
    TIMEOUT,
  );

  test(
    "because it is closed while it starts",
    async () => {
      const { sp, phases } = await groundOf({ command: ["node", "-e", "setInterval(() => {}, 1000)"] });
      const launching = failure(sp.launch());
      await expect.poll(() => phases, { timeout: 120_000 }).toContain("starting the SP");
      await sp.close();
      expect((await launching).code).toMatch(/^ERR_/);
    },
    TIMEOUT,
  );
});
