import { describe, expect, test } from "vitest";
import { runCommand } from "../../../harness/sp/run-command.ts";
import { execDriver } from "../support/target.ts";
import { failure, folder, isAlive } from "../support/world.ts";
import { accountsReaderContract, open, STORED } from "./contract.ts";

const print = (json: string) => `process.stdout.write(${JSON.stringify(json)})`;

accountsReaderContract("exec", () =>
  Promise.resolve({
    driver: execDriver(print(JSON.stringify(STORED)), {
      map: { id: "$.id", email: "$.email", active: "$.active" },
      collect: { identities: { issuer: "$.links[*].iss", subject: "$.links[*].sub" }, roles: "$.roles[*]" },
    }),
    empty: execDriver(print("[]")),
    echo: execDriver("console.log(JSON.stringify([{ id: 1, email: process.env.JITTERBUG_NS }]))"),
    broken: { ...execDriver(""), command: ["no-such-program"] },
    nameless: execDriver(print('[{"uid":1}]')),
    dir: folder(),
    base_url: "http://localhost",
  }),
);

const read = (code: string) => open({ dir: folder(), base_url: "http://localhost" }, execDriver(code)).read("x");

describe("exec", () => {
  test("tells the end of standard error when the command fails", async () => {
    const error = await failure(
      read('console.error("Traceback"); console.error("no such table: users"); process.exit(3)'),
    );
    expect(error.message).toContain("exited with status 3: Traceback no such table: users");
  });

  test("tells what was printed instead of JSON", async () => {
    expect((await failure(read('console.log("Loading settings...")'))).message).toContain(
      "no JSON: Loading settings...",
    );
  });

  test("stops a command that prints without end", async () => {
    const flood = 'const chunk = "x".repeat(1 << 20); const pour = () => process.stdout.write(chunk, pour); pour()';
    expect((await failure(read(flood))).message).toContain("more than 16 MiB");
  });

  test("ends a command that takes too long, and what it started", async () => {
    const child =
      'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" })';
    const code = `console.error(process.pid, ${child}.pid); setInterval(() => {}, 1000)`;
    const slow = runCommand([process.execPath, "-e", code], { cwd: folder(), env: process.env, timeoutMs: 5_000 });
    const error: unknown = await slow.catch((thrown: unknown) => thrown);
    const pids = /5 s \(see limits\): (\d+) (\d+)$/.exec(String(error))?.slice(1).map(Number);
    expect(pids?.map(isAlive)).toEqual([false, false]);
  });
});
