import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { createSp } from "../../../harness/sp/index.ts";
import { onShellNode } from "../../../harness/sp/launch/shell-node.ts";
import { runCommand } from "../../../harness/sp/run-command.ts";
import { targetOf, PLACE } from "../support/target.ts";
import { folder, later } from "../support/world.ts";

/** A program that prints a word. */
function program(dir: string, name: string, word: string): string {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, name);
  writeFileSync(file, `#!/bin/sh\necho "${word}"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A project in which a Node is installed, and the user's shell, which has another: PATH as npm and npx make it. */
function ground() {
  const dir = folder();
  const bin = join(dir, "project/node_modules/.bin");
  program(bin, "node", "the project's");
  program(bin, "tsx", "tsx");
  const node = program(join(dir, "shell"), "node", "the shell's");
  program(join(dir, "shell"), "tsx", "a global tsx");
  const PATH = [bin, join(dir, "node_modules/.bin"), join(dir, "shell"), "/usr/bin", "/bin"].join(delimiter);
  return { dir, node, PATH };
}

const printed = async (command: string, env: { readonly [name: string]: string | undefined }) => {
  const shell = onShellNode(env);
  later(() => shell.close());
  return (await runCommand([command], { cwd: "/", env: shell.environment, timeoutMs: 10_000 })).trim();
};

/** A folder for temporary files of this test alone. */
function temporary(): string {
  const before = process.env["TMPDIR"];
  const dir = folder();
  process.env["TMPDIR"] = dir;
  later(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  });
  return dir;
}

describe("the Node of an SP's own commands", () => {
  test("is the shell's under npm and npx, and what else is in .bin is found as before", async () => {
    const { node, PATH } = ground();
    const env = { PATH, npm_node_execpath: node };
    expect(await printed("node", env)).toBe("the shell's");
    expect(await printed("tsx", env)).toBe("tsx");
  });

  test.each([{ npm_execpath: "/usr/lib/yarn.js" }, { npm_config_user_agent: "other/1", npm_node_execpath: "/gone" }])(
    "is what PATH held before, where nothing else tells: %o",
    async (told) => {
      const { PATH } = ground();
      expect(await printed("node", { PATH, ...told })).toBe("the shell's");
    },
  );

  test("is whatever the shell finds where the kit was started by itself", async () => {
    const { PATH } = ground();
    expect(await printed("node", { PATH })).toBe("the project's");
  });

  test("needs no folder where it is found anyway, and leaves none behind", () => {
    const { dir, node, PATH } = ground();
    const tmp = temporary();
    const own = { PATH: join(dir, "shell"), npm_node_execpath: node };
    expect(onShellNode(own).environment).toBe(own);
    const shell = onShellNode({ PATH, npm_node_execpath: node });
    expect(readdirSync(tmp)).toEqual([expect.stringMatching(/^jitterbug-node-/)]);
    shell.close();
    expect(readdirSync(tmp)).toEqual([]);
  });

  test("is that of the SP, of what runs before it, and of commands that read accounts", async () => {
    const { dir, node, PATH } = ground();
    const tmp = temporary();
    const lines: string[] = [];
    const sp = createSp({
      target: targetOf({
        dir,
        base_url: "http://localhost:9",
        start: { before: [["node"]], command: ["node"], env: {}, ready: { log: "the shell's" }, timeout: 10 },
        observe: {
          session: targetOf().observe.session,
          accounts: [{ kind: "exec", command: ["node"], each: "$", map: { id: "$" }, collect: {}, place: PLACE }],
          settle: 0,
        },
      }),
      variables: {},
      environment: { PATH, npm_node_execpath: node },
      onOutput: (line) => lines.push(line),
    });
    later(() => sp.close());
    await sp.launch().catch(() => undefined);
    expect(lines).toEqual(["the shell's", "the shell's"]);
    await expect(sp.snapshot("x")).rejects.toThrow("printed no JSON: the shell's");
    await sp.close();
    expect(readdirSync(tmp)).toEqual([]);
  });
});
