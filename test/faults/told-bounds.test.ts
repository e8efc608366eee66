import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { limitsOf } from "../../harness/agent/http/limits.ts";
import { MOST_TOLD } from "../../harness/scenario/faults.ts";
import { PATTERN_SECONDS } from "../../harness/scenario/in-time.ts";
import { DEFAULT_WAITS } from "../../harness/scenario/model/index.ts";
import { MAX_ALIASES, MAX_DEPTH, MAX_MARKS } from "../../harness/scenario/yaml/parse.ts";
import { MAX_BYTES } from "../../harness/scenario/yaml/read.ts";
import { MAX_PAGES } from "../../harness/sp/drivers/api.ts";
import { MOST_ANSWERS } from "../../harness/sp/drivers/whole.ts";
import { MAX_DEPTH as JSON_DEPTH } from "../../harness/sp/json.ts";
import { MOST_CHARACTERS } from "../../harness/sp/limit.ts";
import { MAX_BODY_BYTES } from "../../harness/sp/request.ts";
import { MAX_OUTPUT_BYTES } from "../../harness/sp/run-command.ts";

const security = readFileSync(new URL("../../SECURITY.md", import.meta.url), "utf8").replace(/\s+/g, " ");
const mib = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;
const many = (number: number): string => number.toLocaleString("en");

it.each([
  `Of a YAML file, a certificate or metadata: ${mib(MAX_BYTES)} of a regular file`,
  `no more than ${many(MAX_MARKS)} lines, brackets, commas and backslashes, ${MAX_DEPTH} levels and ${MAX_ALIASES} aliases`,
  `Of an answer of the SP: ${mib(MAX_BODY_BYTES)} to the kit, ${mib(limitsOf({}).maxBodyBytes)} to a person's browser`,
  `each within \`limits.answer\` (${DEFAULT_WAITS.answer} s)`,
  `of all pages of one reading ${many(MAX_PAGES)}, ${mib(MOST_CHARACTERS)} and ${MOST_ANSWERS} times that`,
  `JSON is read ${JSON_DEPTH} levels deep`,
  `Of a command's output ${mib(MAX_OUTPUT_BYTES)}, within \`limits.command\` (${DEFAULT_WAITS.command} s)`,
  `Of a database ${mib(MOST_CHARACTERS)}, each statement within \`limits.statement\` (${DEFAULT_WAITS.statement} s)`,
  `A regular expression of a target file has ${PATTERN_SECONDS} s for each text.`,
  `the first ${MOST_TOLD} are told`,
])("SECURITY.md says what the code holds: %s", (sentence) => expect(security).toContain(sentence));
