import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createOutput } from "../../harness/cli/output.ts";
import { jitterbug, type Ended } from "./command-line.ts";

const ROOT = new URL("../../", import.meta.url).pathname.replace(/\/$/, "");
const ARGS = ["run", "--target", "../../../sp-reference/jitterbug.yaml", "--id", "mail-change", "--ephemeral-keys"];

let dir: string;
let summary: string;
let run: Ended;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "jitterbug-github-"));
  summary = join(dir, "summary.md");
  writeFileSync(summary, "");
  const env = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: ROOT, GITHUB_STEP_SUMMARY: summary };
  run = await jitterbug([...ARGS, "--protocol", "oidc"], { env: { ...env, SP_DEFECTS: "key-by-email" } });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const commandsOf = ({ stdout }: Ended): readonly string[] =>
  stdout.split("\n").filter((line) => line.startsWith("::error "));

it("a run that GitHub's runner reads annotates the user's own target file by itself", () => {
  expect(run.status).toBe(1);
  const commands = commandsOf(run);
  expect(commands.length).toBeGreaterThan(0);
  expect(commands[0]).toMatch(/^::error file=sp-reference\/jitterbug\.yaml,line=\d+,col=\d+,title=mail-change \[/);
  expect(commands.length).toBe(new Set(commands).size);
});

it("and has the markdown report as the step's summary", () => {
  expect(readFileSync(summary, "utf8")).toMatch(/^## jitterbug: .*\n[^]*\| failed/);
});

it("nobody else is given commands, but who asks", async () => {
  const sound = [...ARGS, "--protocol", "oidc"];
  expect((await jitterbug(sound)).stdout).not.toContain("::notice");
  expect((await jitterbug([...sound, "--report", "github"])).stdout).toMatch(/^::notice title=jitterbug::/m);
});

it("what an SP says commands no runner from the list", () => {
  let printed = "";
  const stream = { isTTY: false, write: (text: string) => (printed += text) } as unknown as NodeJS.WriteStream;
  const output = createOutput(stream, { GITHUB_ACTIONS: "true" }, (text) => text);
  output.write("    ::stop-commands::x\n::error::y\n  told ##[add-mask]z ::fine\n");
  expect(printed).not.toMatch(/^\s*::/m);
  expect(printed).not.toContain("##[");
  expect(printed).toContain("::fine");
  output.command?.("::error::mine\n");
  expect(printed).toMatch(/^::error::mine$/m);
});
