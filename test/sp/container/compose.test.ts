import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import { ContainerNetwork, createSp } from "../../../harness/sp/index.ts";
import type { Sp } from "../../../harness/sp/port.ts";
import { describeWithCompose, docker, leftOf, NODE_IMAGE } from "../support/engine.ts";
import { targetOf } from "../support/target.ts";
import { failure, folder, later } from "../support/world.ts";

const TIMEOUT = 600_000;
const serving = (code: string) => [
  "node",
  "-e",
  `require("node:http").createServer(async (q, s) => { ${code} }).listen(3000)`,
];

async function composed(
  app: object,
  { service = "app", environment = {} }: { readonly service?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<{ sp: Sp; network: ContainerNetwork }> {
  const dir = folder();
  const services = {
    app: { image: NODE_IMAGE, depends_on: ["db"], ...app },
    db: { image: NODE_IMAGE, command: serving('s.end("kept here")'), volumes: ["kept:/kept"] },
  };
  mkdirSync(join(dir, "deploy"));
  // JSON is YAML.
  writeFileSync(join(dir, "deploy/compose.yaml"), JSON.stringify({ version: "3", services, volumes: { kept: {} } }));
  const target = targetOf({
    dir,
    base_url: `http://localhost:${await freePort()}`,
    container: {
      source: { kind: "compose", files: ["deploy/compose.yaml"], service },
      port: 3000,
      before: [],
      env: { OWN: "{{container.name}}", WORD: "interpolated" },
      mount: {},
      ready: { request: { method: "GET", target: "/" } },
      timeout: 300,
      services: [],
    },
  });
  const network = await ContainerNetwork.open(target, process.env);
  later(async () => {
    await network.close();
    expect(leftOf({ run: network.run })).toEqual([]);
  });
  const env = { DEFECT: "none-at-all" };
  const sp = createSp({
    target,
    variables: network.variables,
    environment: { ...process.env, ...environment },
    env,
    network,
  });
  later(() => sp.close());
  return { sp, network };
}

describeWithCompose("an SP of a compose file", () => {
  test(
    "has its environment and its services, is published at base_url, and is gone with its volumes",
    async () => {
      const { sp, network } = await composed({
        command: serving(`
          const kept = await fetch("http://db:3000").then((answer) => answer.text());
          s.end(JSON.stringify([kept, process.env.OWN, process.env.DEFECT, process.env.THEIRS]))`),
        environment: { THEIRS: "${WORD}" },
      });
      await sp.launch();
      const told = await (await fetch(sp.base_url)).json();
      expect(told).toEqual(["kept here", network.containerName, "none-at-all", "interpolated"]);
      expect(docker("port", network.containerName)).toMatch(/^3000\/tcp -> 127\.0\.0\.1:\d+$/);
      expect(sp.exited).toBeNull();
      docker("kill", network.containerName);
      await expect.poll(() => sp.exited?.status, { timeout: 120_000 }).toBe("exit status 137");
    },
    TIMEOUT,
  );

  test(
    "that ends is told with its status and last output",
    async () => {
      const { sp } = await composed({ command: ["node", "-e", 'console.log("no table users"); process.exit(9)'] });
      const error = await failure(sp.launch());
      expect(error.code).toBe("ERR_SP_EXITED");
      expect(error.message).toContain("exit status 9");
      expect(error.output).toContain("no table users");
    },
    TIMEOUT,
  );

  test(
    "that the file does not have: what compose said is shown",
    async () => {
      const { sp } = await composed({}, { service: "api" });
      const error = await failure(sp.launch());
      expect(error.code).toBe("ERR_SP_EXITED");
      expect(error.output).toContain("api");
    },
    TIMEOUT,
  );

  test(
    "cannot be started where compose is not installed",
    async () => {
      const { sp } = await composed({}, { environment: { PATH: folder() } });
      const error = await failure(sp.launch());
      expect(error.code).toBe("ERR_CONTAINER");
      expect(error.message).toContain("needs `docker compose`");
    },
    TIMEOUT,
  );
});
