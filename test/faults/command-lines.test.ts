import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { findChromium } from "../../harness/agent/chromium/index.ts";
import { Kit } from "./kit.ts";
import { CANARIES, TARGET } from "./leaky/target.ts";
import { descendantsOf } from "./processes.ts";

/** Whoever is on this machine reads command lines (`ps`); the environment of a process only its own user. */
interface Seen {
  readonly words: string;
  readonly environment: string;
}

/** Read besides over http: by a command, and from a file that a process of its own opens. */
const MORE = `
    - exec: [${JSON.stringify(process.execPath)}, "-e", "setTimeout(() => console.log('[]'), 100)"]
      each: "$[*]"
      map: { id: $.id, email: $.email }
    - sql: "sqlite:people.db"
      query: "select id, email from people"
      map: { id: id, email: email }
`;
const BEFORE = `  before: [[${JSON.stringify(process.execPath)}, "-e", "setTimeout(() => {}, 100)"]]\n`;

/** Of what the kit itself starts to work with: what stands in its words, and whether the user's environment is its own. */
const STARTED = {
  "the SP": "leaky/sp.ts",
  "what goes before": "setTimeout(() => {}, 100)",
  "a command that reads": "setTimeout(() => console.log",
};
const OWN = { "who watches over it": "jitterbug-guard", "who reads the file": "people.db" };

/** With CI set a missing browser is a failure. */
const here = findChromium(process.env["JITTERBUG_CHROMIUM"]) !== null || process.env["CI"] !== undefined;

describe("what a run starts", () => {
  test.each(["http", ...(here ? ["chromium"] : [])])(
    "has no secret on a command line; those that are the kit's own have none at all (%s)",
    { timeout: 240_000 },
    async (agent) => {
      const dir = mkdtempSync(join(tmpdir(), "jitterbug-words-"));
      onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
      const seen = join(dir, ".seen");
      writeFileSync(seen, "");
      writeFileSync(
        join(dir, "jitterbug.yaml"),
        TARGET.replace("start:\n", `start:\n${BEFORE}`) + MORE.trimStart().replace(/^/, "    "),
      );
      const file = new DatabaseSync(join(dir, "people.db"));
      file.exec("create table people (id text, email text)");
      file.close();
      const { LITERAL, ...set } = CANARIES;
      const env = { ...set, OTHER_TOKEN: "canary-other-2fd1c8", SEEN: seen, LEAKS: "" };
      const kit = new Kit(dir, ["run", "--id", "first-create", "--agent", agent, "--ephemeral-keys"], env);
      const started = await watch(kit);
      const issued = readFileSync(seen, "utf8").trim().split("\n");
      const given = Object.values(env).filter((value) => value.startsWith("canary-"));
      const secrets = [...given, LITERAL, ...issued];
      expect(issued.length).toBeGreaterThan(4);
      const own = { ...OWN, ...(agent === "chromium" ? { "the browser": "--disable-component-update" } : {}) };
      for (const [name, words] of Object.entries({ ...STARTED, ...own }))
        expect(
          started.some((one) => one.words.includes(words)),
          name,
        ).toBe(true);
      expect(started.filter(({ words }) => secrets.some((secret) => words.includes(secret)))).toEqual([]);
      const openings = Object.entries(own).flatMap(([name, words]) =>
        started
          .filter((one) => one.words.includes(words) && secrets.some((secret) => one.environment.includes(secret)))
          .map(() => name),
      );
      expect(openings).toEqual([]);
      // A command of the target file has the environment that it would have in the shell.
      for (const [name, words] of Object.entries(STARTED))
        expect(
          started.some((one) => one.words.includes(words) && one.environment.includes(env.OTHER_TOKEN)),
          name,
        ).toBe(true);
    },
  );
});

/** All that the kit starts until it ends, whenever looked at. */
async function watch(kit: Kit): Promise<readonly Seen[]> {
  const found = new Map<string, Seen>();
  while (kit.child.exitCode === null && kit.child.signalCode === null) {
    for (const { pid, born } of descendantsOf(kit.child.pid ?? 0)) {
      const words = read(`/proc/${pid}/cmdline`);
      if (words !== "") found.set(`${pid} ${born} ${words}`, { words, environment: read(`/proc/${pid}/environ`) });
    }
    await pause(10);
  }
  await kit.ended;
  return [...found.values()];
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
