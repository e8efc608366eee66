import { describe } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import { createSp } from "../../../harness/sp/index.ts";
import { startOf, targetOf } from "../support/target.ts";
import { folder, later } from "../support/world.ts";
import { launcherContract } from "./contract.ts";

describe("an SP that is a process", () => {
  launcherContract(async (code, env = {}) => {
    const port = String(await freePort());
    const start = startOf(code, { env: { PORT: "{{port}}", HOST: "localhost", ...env }, timeout: 60 });
    const target = targetOf({ dir: folder(), base_url: `http://localhost:${port}`, start });
    const sp = createSp({ target, variables: { port }, environment: process.env });
    later(() => sp.close());
    return sp;
  }, 60_000);
});
