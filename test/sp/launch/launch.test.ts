import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import { createSp } from "../../../harness/sp/index.ts";
import type { Sp, SpOptions } from "../../../harness/sp/port.ts";
import type { Start } from "../../../harness/scenario/model/index.ts";
import { startOf, targetOf } from "../support/target.ts";
import { failure, folder, isAlive, later, serve } from "../support/world.ts";

const LISTEN = 'require("node:http").createServer((q, s) => s.end("hello")).listen(process.env.PORT, "localhost");';
/** Writes its pid, and what else it says, to a file of the working folder. */
const tell = (file: string) => `require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid));`;

async function spOf(start: Start, options: Partial<SpOptions> = {}): Promise<{ sp: Sp; dir: string; port: number }> {
  const dir = folder();
  const port = await freePort();
  const target = targetOf({
    dir,
    base_url: `http://localhost:${port}`,
    start: { ...start, env: { PORT: "{{port}}", ...start.env } },
  });
  const sp = createSp({ target, variables: { port: String(port) }, environment: process.env, ...options });
  later(() => sp.close());
  return { sp, dir, port };
}

const pidIn = (dir: string, file: string) => Number(readFileSync(join(dir, file), "utf8"));

describe("an SP that starts", () => {
  test("is ready once its request is answered, and is gone after close, its forked children too", async () => {
    const { sp, dir } = await spOf(
      startOf(`${tell("sp")}
        const { spawn } = require("node:child_process");
        spawn(process.execPath, ["-e", ${JSON.stringify(`${tell("child")} setInterval(() => {}, 1000)`)}]);
        spawn(process.execPath, ["-e", ${JSON.stringify(`${tell("stray")} setInterval(() => {}, 1000)`)}], { detached: true, stdio: "ignore" }).unref();
        const { existsSync } = require("node:fs");
        const timer = setInterval(() => { if (existsSync("child") && existsSync("stray")) { clearInterval(timer); ${LISTEN} } }, 10);`),
    );
    await sp.launch();
    const pids = ["sp", "child", "stray"].map((file) => pidIn(dir, file));
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    expect(sp.exited).toBeNull();
    await sp.close();
    expect(pids.map(isAlive)).toEqual([false, false, false]);
    expect(sp.exited).toBeNull();
  });

  test("is another process once it is started again, and may fail to be one", async () => {
    const { sp, dir } = await spOf(
      startOf(
        `const { existsSync } = require("node:fs"); if (existsSync("broken")) process.exit(7); ${tell("sp")} ${LISTEN}`,
        { before: [[process.execPath, "-e", 'require("node:fs").appendFileSync("before", "x")']] },
      ),
    );
    await sp.launch();
    const first = pidIn(dir, "sp");
    await sp.restart();
    const second = pidIn(dir, "sp");
    expect([isAlive(first), isAlive(second), second === first]).toEqual([false, true, false]);
    expect([sp.exited, readFileSync(join(dir, "before"), "utf8")]).toEqual([null, "x"]);
    writeFileSync(join(dir, "broken"), "");
    expect((await failure(sp.restart())).code).toBe("ERR_SP_EXITED");
    expect([isAlive(second), sp.exited?.status]).toEqual([false, "exit status 7"]);
    rmSync(join(dir, "broken"));
    await sp.restart();
    expect([await (await fetch(sp.base_url)).text(), sp.exited]).toEqual(["hello", null]);
    await sp.close();
    expect(isAlive(pidIn(dir, "sp"))).toBe(false);
  });

  test("is ready once a line of its output holds the text, runs `before` first and sees its environment", async () => {
    const lines: string[] = [];
    const start = startOf(
      `${LISTEN} console.log("now listening, " + process.env.GREETING + process.env.DEFECT); console.error("a warning")`,
      {
        before: [[process.execPath, "-e", 'require("node:fs").writeFileSync("made", ""); console.log("prepared")']],
        ready: { log: "now listening" },
        env: { GREETING: "hello from {{port}}", DEFECT: "none" },
      },
    );
    const { sp, dir, port } = await spOf(start, {
      onOutput: (line) => lines.push(line),
      env: { DEFECT: " key-by-email" },
    });
    await sp.launch();
    expect(readFileSync(join(dir, "made"), "utf8")).toBe("");
    expect(lines).toContain(`now listening, hello from ${port} key-by-email`);
    expect(lines[0]).toBe("prepared");
    await expect.poll(() => lines).toContain("a warning");
  });

  test("that ignores SIGTERM is ended all the same", async () => {
    const { sp, dir } = await spOf(startOf(`process.on("SIGTERM", () => {}); ${tell("sp")} ${LISTEN}`));
    await sp.launch();
    await sp.close();
    expect(isAlive(pidIn(dir, "sp"))).toBe(false);
  });

  test("and ends later by itself is told as exited, with its last words", async () => {
    const { sp, port } = await spOf(
      startOf(
        'require("node:http").createServer((q, s) => { s.end("bye"); if (q.url === "/die") { console.log("I am dying"); process.exit(7); } }).listen(process.env.PORT, "localhost")',
      ),
    );
    await sp.launch();
    await fetch(`http://localhost:${port}/die`).catch(() => null);
    await expect.poll(() => sp.exited).toEqual({ status: "exit status 7", output: "I am dying" });
  });

  test("and prints ten megabytes is heard to its last line, and not kept", async () => {
    const { sp } = await spOf(
      startOf(`const { writeSync } = require("node:fs"); const noise = "x".repeat(1_000_000); for (let i = 0; i < 10; i++) writeSync(1, noise);
        for (let i = 0; i < 1000; i++) console.log("line " + i); process.exitCode = 3;`),
    );
    const error = await failure(sp.launch());
    expect(error.code).toBe("ERR_SP_EXITED");
    expect(error.output?.split("\n")).toEqual(Array.from({ length: 40 }, (_, at) => `line ${960 + at}`));
  });
});

describe("an SP that does not start", () => {
  test("because it exits: its status and last output are told", async () => {
    const { sp } = await spOf(startOf('console.error("DATABASE_URL is not set"); process.exit(1)'));
    const error = await failure(sp.launch());
    expect(error).toMatchObject({ code: "ERR_SP_EXITED", output: "DATABASE_URL is not set" });
    expect(error.message).toContain("exit status 1");
  });

  test("because it throws: the line that names the error is told, once, with its place", async () => {
    const { sp, dir } = await spOf({ ...startOf(""), command: [process.execPath, "server.js"] });
    writeFileSync(
      join(dir, "server.js"),
      'console.log("starting\\n".repeat(50));\nthrow new Error("no such table: users");\n',
    );
    const error = await failure(sp.launch());
    expect(error.output).toMatch(/^Error: no such table: users \(server\.js:2:\d+\)$/);
    expect(error.message).not.toContain("no such table");
  });

  test("because its input has ended; kept open, it starts", async () => {
    const code = `${LISTEN} process.stdin.on("end", () => process.exit(0)).resume();`;
    const ended = await failure((await spOf(startOf(code, { ready: { log: "never" } }))).sp.launch());
    expect(ended).toMatchObject({ code: "ERR_SP_EXITED", hint: expect.stringContaining("start: { stdin: open }") });
    const { sp } = await spOf(startOf(code, { stdin: "open" }));
    await sp.launch();
    expect(sp.exited).toBeNull();
    await sp.close();
    expect(sp.exited).toBeNull();
  });

  test("because its command is not there", async () => {
    const { sp } = await spOf({ ...startOf(""), command: ["no-such-program"] });
    const error = await failure(sp.launch());
    expect(error.code).toBe("ERR_SP_EXITED");
    expect(error.message).toContain('"no-such-program"');
  });

  test("because a command before it fails; nothing else is started", async () => {
    const start = startOf(`${tell("sp")} ${LISTEN}`, {
      before: [[process.execPath, "-e", 'console.log("no table users"); process.exit(2)']],
    });
    const { sp, dir } = await spOf(start);
    const error = await failure(sp.launch());
    expect(error).toMatchObject({ code: "ERR_SP_EXITED", output: "no table users" });
    expect(error.message).toContain("start.before");
    expect(() => pidIn(dir, "sp")).toThrow();
  });

  test("because it is never ready: what was last seen is told, and it is gone after close", async () => {
    const { sp, dir } = await spOf(
      startOf(
        `${tell("sp")} require("node:http").createServer((q, s) => { s.statusCode = 503; s.end(); }).listen(process.env.PORT, "localhost")`,
        { timeout: 0.7 },
      ),
    );
    const error = await failure(sp.launch());
    expect(error.code).toBe("ERR_SP_NOT_READY");
    // On a busy machine it may not even listen by then: ready.test.ts has the answers.
    expect(error.message).toMatch(/within 0\.7 s: GET \//);
    await sp.close();
    const pid = pidOr(dir, "sp");
    expect(Number.isInteger(pid) && isAlive(pid)).toBe(false);
  });

  test("because the log never says so", async () => {
    const { sp } = await spOf(startOf(LISTEN, { ready: { log: "ready to serve" }, timeout: 0.3 }));
    const error = await failure(sp.launch());
    expect(error).toMatchObject({ code: "ERR_SP_NOT_READY" });
    expect(error.message).toContain('"ready to serve"');
  });

  test("because it is closed while it starts", async () => {
    const { sp, dir } = await spOf(startOf(`${tell("sp")} setInterval(() => {}, 1000)`));
    const launching = failure(sp.launch());
    await expect.poll(() => Number.isInteger(pidOr(dir, "sp"))).toBe(true);
    await sp.close();
    expect((await launching).code).toMatch(/^ERR_SP_/);
    expect(isAlive(pidIn(dir, "sp"))).toBe(false);
  });

  test("because its port is taken: the holder is named, and nothing is started", async () => {
    const base_url = await serve((_, res) => res.end());
    const dir = folder();
    const sp = createSp({
      target: targetOf({ dir, base_url, start: startOf(tell("sp")) }),
      variables: {},
      environment: process.env,
    });
    later(() => sp.close());
    const error = await failure(sp.launch());
    expect(error.code).toBe("ERR_PORT_TAKEN");
    expect(error.message).toContain(`process ${process.pid}`);
    expect(() => pidIn(dir, "sp")).toThrow();
  });
});

describe("an SP that somebody else started", () => {
  test("answers, whatever it answers", async () => {
    const base_url = await serve((_, res) => res.writeHead(404).end());
    const sp = createSp({ target: targetOf({ base_url }), variables: {} });
    await sp.launch();
    await sp.close();
  });

  test("does not answer: what to do is told", async () => {
    const sp = createSp({ target: targetOf({ base_url: `http://localhost:${await freePort()}` }), variables: {} });
    const error = await failure(sp.launch());
    expect(error.code).toBe("ERR_SP_UNREACHABLE");
    expect(error.hint).toContain("start");
  });

  test("is on another machine, and nobody allowed it", async () => {
    const sp = createSp({ target: targetOf({ base_url: "http://sp.example.com" }), variables: {} });
    expect((await failure(sp.launch())).code).toBe("ERR_REMOTE_HOST");
  });
});

function pidOr(dir: string, file: string): number {
  try {
    return pidIn(dir, file);
  } catch {
    return Number.NaN;
  }
}
