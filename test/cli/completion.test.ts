import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const kit = (...args: readonly string[]) =>
  run(process.execPath, ["harness/bin/jitterbug.js", ...args], { cwd: ROOT }).catch((error: unknown) => error as never);

/** What the script of any shell is answered, without the words beside it. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await kit("complete", "--", ...words);
  return stdout.split("\n").flatMap((line) => (line.startsWith(":") ? [] : (line.split("\t")[0] ?? "") || []));
}

/** By Debian's bash-completion, on which the script rests. */
const COMPLETION = "/usr/share/bash-completion/bash_completion";
const here = existsSync(COMPLETION) || process.env["CI"] !== undefined;

test.skipIf(!here)(
  `bash offers it by the printed script${here ? "" : " [SKIPPED: apt-get install bash-completion]"}`,
  async () => {
    const script = `
source "$COMPLETION"
jitterbug() { "$NODE" harness/bin/jitterbug.js "$@"; }
source <(jitterbug completion bash)
COMP_WORDS=(jitterbug explain mail-ch); COMP_CWORD=2; COMP_LINE="jitterbug explain mail-ch"; COMP_POINT=\${#COMP_LINE}
__jitterbug_complete 2>/dev/null
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...process.env, NODE: process.execPath, COMPLETION };
    const { stdout } = await run("bash", ["-c", script], { cwd: ROOT, env });
    expect(stdout.split("\n").filter(Boolean)).toEqual([expect.stringMatching(/^mail-change\b/)]);
  },
);

describe("what Tab offers", () => {
  test.each<[string, string[], string]>([
    ["a command", ["expl"], "explain"],
    ["a flag of the command", ["run", "--allow-n"], "--allow-nothing"],
    ["a check", ["explain", "mail-ch"], "mail-change"],
    ["a check of a flag", ["run", "--id", "mail-ch"], "mail-change"],
    ["a vendor", ["run", "--profile", "keyc"], "keycloak"],
    ["a protocol", ["run", "--protocol", "sa"], "saml"],
    ["a folder", ["run", "scenarios/email-c"], "scenarios/email-change/"],
    ["a file of a flag", ["run", "--target", "sp-reference/jitterbug.y"], "sp-reference/jitterbug.yaml"],
  ])("%s", async (_, words, expected) => {
    expect(await offered(...words)).toContain(expected);
  });

  test("nothing that begins otherwise, and no id where a path is asked for", async () => {
    expect(await offered("explain", "no-such-check")).toEqual([]);
    expect(await offered("init", "--id", "mail-ch")).toEqual([]);
  });
});

test("a shell that is not known is told, with those that are", async () => {
  const { code, stderr } = (await kit("completion", "tcsh")) as unknown as { code: number; stderr: string };
  expect([code, stderr]).toEqual([2, expect.stringContaining("Allowed choices are zsh, bash, fish, powershell")]);
});

test.each([
  ["zsh", "jitterbug complete --"],
  ["fish", "jitterbug complete --"],
  ["powershell", "jitterbug complete '--'"],
])("a script is printed for %s", async (shell, asks) => {
  expect((await kit("completion", shell)).stdout).toContain(asks);
});
