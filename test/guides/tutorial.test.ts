import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { run, ROOT } from "../package/installed.ts";

/**
 * The tutorial, word by word: each block with a path is written there, each line of a `sh` block is run, and each line of a
 * `text` block stands in what the last block printed, in that order. `npm install` fetches nothing: what it names is linked
 * from this checkout, the kit too.
 */
const page = readFileSync(join(ROOT, "docs/guides/three-customers.md"), "utf8");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "jitterbug-tutorial-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Block {
  readonly language: string;
  readonly text: string;
  /** Where it stands in the page. */
  readonly line: number;
}

function blocks(): readonly Block[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = "", 2: text = "", index }) => {
    return { language, text, line: page.slice(0, index).split("\n").length };
  });
}

function link(name: string, to: string): void {
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(to, path);
}

function install(packages: readonly string[]): void {
  for (const name of packages.filter((word) => !word.startsWith("-"))) {
    link(name, name === "jitterbug" ? ROOT : join(ROOT, "node_modules", name));
    if (name === "jitterbug") link(".bin/jitterbug", join(ROOT, "harness/bin/jitterbug.js"));
  }
}

async function follow(line: string): Promise<string> {
  const [command = "", ...args] = line.split(" ");
  if (command === "npm" && args[0] === "install") {
    install(args.slice(1));
    return "";
  }
  const { status, stdout, stderr } = await run(folder, command, args);
  // A run that has something to show ends with 1; what it shows is in the page.
  expect(args[1] === "run" ? [0, 1] : [0], `${line}\n${stdout}${stderr}`).toContain(status);
  return stdout;
}

function writtenTo({ language, text }: Block): string | undefined {
  if (language === "yaml" && text.startsWith("target:")) return "jitterbug.yaml";
  return /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text)?.[1];
}

test("the tutorial says what happens", { timeout: 300_000 }, async () => {
  let printed = "";
  let runs = 0;
  for (const block of blocks()) {
    const path = writtenTo(block);
    if (block.language === "sh") {
      const lines = block.text.trim().split("\n");
      printed = "";
      for (const line of lines) printed += await follow(line);
      runs += lines.filter((line) => line.startsWith("npx jitterbug run")).length;
    } else if (block.language === "text") {
      let from = 0;
      for (const line of block.text.trimEnd().split("\n")) {
        const found = printed.indexOf(line, from);
        expect(found, `line ${block.line} of the page: ${line}\n${printed}`).toBeGreaterThanOrEqual(0);
        from = found + line.length;
      }
    } else if (path !== undefined) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), block.text);
    }
  }
  expect(runs).toBe(6);
});
