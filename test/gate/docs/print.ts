/**
 * Prints the reference docs from the code (`npm run docs`); with `--check`, tells which are not as they would be printed.
 * What stands above the mark in a file is written by hand, and stays.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { format } from "prettier";
import { jsonSchema } from "../../../harness/scenario/index.ts";
import { checks } from "./checks.ts";
import { commandLine } from "./command-line.ts";
import { errors } from "./errors.ts";
import { fieldsOf } from "./fields.ts";
import { libraryCard } from "./libraries.ts";
import { policies } from "./policies.ts";
import { profiles } from "./profiles.ts";
import { tampers } from "./tampers.ts";

const MARK = "<!-- Printed from the code by `npm run docs`, from here on. -->";

interface Printed {
  readonly file: string;
  /** What stands above the mark where there is no file yet. */
  readonly head: string;
  readonly print: () => string;
}

const DOCS: readonly Printed[] = [
  {
    file: "docs/checks.md",
    head: "# Checks\n\nEvery check that the kit ships, and what it rests on. `jitterbug explain ID` tells the steps, the likely causes and the fix.",
    print: checks,
  },
  { file: "docs/policies.md", head: "# Policies", print: policies },
  { file: "docs/tampers.md", head: "# Tampers", print: tampers },
  { file: "docs/profiles.md", head: "# Profiles", print: profiles },
  { file: "docs/libraries.md", head: "# Libraries", print: libraryCard },
  { file: "docs/errors.md", head: "# Errors", print: errors },
  {
    file: "docs/reference/target-file.md",
    head: "# Every field of a target file\n\nWhat they are for: [the target file](../target-file.md).",
    print: () => fieldsOf(jsonSchema("target")),
  },
  {
    file: "docs/reference/scenario-file.md",
    head: "# Every field of a scenario\n\nWhat they are for: [scenarios](../scenarios.md).",
    print: () => fieldsOf(jsonSchema("scenario")),
  },
  {
    file: "docs/reference/people-file.md",
    head: "# Every field of a people file\n\nWhat they are for: [scenarios](../scenarios.md).",
    print: () => fieldsOf(jsonSchema("people")),
  },
  {
    file: "docs/reference/shared-steps-file.md",
    head: "# Every field of a file of shared steps\n\nWhat they are for: [scenarios](../scenarios.md#shared-steps).",
    print: () => fieldsOf(jsonSchema("shared")),
  },
  {
    file: "docs/reference/baseline-file.md",
    head: "# Every field of a baseline\n\nWhat they are for: [known failures](../known-failures.md).",
    print: () => fieldsOf(jsonSchema("baseline")),
  },
  { file: "docs/reference/command-line.md", head: "# The command line", print: commandLine },
];

const check = process.argv.includes("--check");
const stale: string[] = [];
for (const { file, head, print } of DOCS) {
  const old = existsSync(file) ? readFileSync(file, "utf8") : "";
  const above = old.includes(MARK) ? old.slice(0, old.indexOf(MARK)).trimEnd() : head;
  const text = await format(`${above}\n\n${MARK}\n\n${print()}`, { parser: "markdown", printWidth: 120 });
  if (text === old) continue;
  if (check) {
    const [now, then] = [text.split("\n"), old.split("\n")];
    const line = now.findIndex((one, index) => one !== then[index]);
    stale.push(`${file}:${line + 1}: ${then[line] ?? "(the file ends)"}\n  would be: ${now[line] ?? "(the end)"}`);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`printed ${file}`);
  }
}
if (stale.length > 0) {
  console.error(`${stale.join("\n")}\nThe docs are not what the code says: npm run docs`);
  process.exitCode = 1;
}
