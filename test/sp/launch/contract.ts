import { expect, test } from "vitest";
import type { Sp } from "../../../harness/sp/port.ts";
import { failure } from "../support/world.ts";

/** An SP that is a program of Node, at the port that its environment names. */
export type StartProgram = (code: string, env?: { readonly [name: string]: string }) => Promise<Sp>;

const serving = (code: string) =>
  `require("node:http").createServer((q, s) => { ${code} }).listen(process.env.PORT, process.env.HOST);`;

/** What must be true of an SP that the kit starts, whatever it is started as. `timeout`: for hangs, in milliseconds. */
export function launcherContract(spOf: StartProgram, timeout: number): void {
  test(
    "contract: is ready once it answers below 400, has its environment, and is gone after",
    async () => {
      const sp = await spOf(
        serving("n++; s.statusCode = n < 3 ? 503 : 200; s.end(process.env.GREETING)") + "let n = 0;",
        {
          GREETING: "hello",
        },
      );
      await sp.launch();
      expect(sp.exited).toBeNull();
      const answer = await fetch(sp.base_url);
      expect([answer.status, await answer.text()]).toEqual([200, "hello"]);
      await sp.close();
      await expect(fetch(sp.base_url)).rejects.toThrow();
      expect(sp.exited).toBeNull();
    },
    timeout,
  );

  test(
    "contract: one that ends before it is ready is told with its status and its last words",
    async () => {
      const sp = await spOf('console.error("DATABASE_URL is not set"); process.exit(7)');
      const error = await failure(sp.launch());
      expect([error.code, error.message, error.output]).toEqual([
        "ERR_SP_EXITED",
        expect.stringContaining("exit status 7"),
        "DATABASE_URL is not set",
      ]);
    },
    timeout,
  );

  test(
    "contract: one that ends later by itself is told likewise",
    async () => {
      const sp = await spOf(
        serving('s.end("bye"); if (q.url === "/die") { console.log("I am dying"); process.exit(7); }'),
      );
      await sp.launch();
      await fetch(`${sp.base_url}/die`).catch(() => null);
      await expect
        .poll(() => sp.exited, { timeout: 60_000 })
        .toEqual({ status: "exit status 7", output: expect.stringContaining("I am dying") as string });
    },
    timeout,
  );

  test(
    "contract: is closed twice, and without ever having been started, as well",
    async () => {
      const sp = await spOf(serving("s.end()"));
      await sp.close();
      await sp.close();
      expect(sp.exited).toBeNull();
    },
    timeout,
  );
}
