import { clauses, SOURCES } from "../../../harness/cli/crosswalk/index.ts";
import { heldInWords } from "../../../harness/cli/words/crosswalk.ts";
import { own } from "../../../harness/own.ts";
import { REFERENCES } from "../../../harness/references.ts";
import { loadScenarios } from "../../../harness/scenario/index.ts";
import type { Expect, Scenario } from "../../../harness/scenario/model/index.ts";

/** Every check of the kit by pack, and which of them hold what others ask. */
export function checks(): string {
  const scenarios = loadScenarios(["scenarios"], { root: process.cwd() });
  const packs = [...Map.groupBy(scenarios, ({ pack }) => pack)];
  return [
    ...packs.flatMap(([pack, members]) => [`## ${pack}`, "", ...members.flatMap(check)]),
    "## What others ask",
    "",
    "`jitterbug list --crosswalk --json` has the same as data, with every check of a family by name.",
    "",
    "### Clauses of the standards",
    "",
    "| clause | checks |",
    "| --- | --- |",
    ...clauses(scenarios).map(({ title, url, checks: held }) => `| [${cell(title)}](${url}) | ${held.join(", ")} |`),
    "",
    ...SOURCES.flatMap(({ title, url, asks }) => [
      `### ${title}`,
      "",
      ...url.split(" and ").map((address) => `<${address}>`),
      "",
      "| asks | checks |",
      "| --- | --- |",
      ...asks.map((asked) => `| ${cell(asked.asks)} | ${cell(heldInWords(asked, scenarios))} |`),
      "",
    ]),
  ].join("\n");
}

function check(scenario: Scenario): readonly string[] {
  const { id, title, severity, protocols, since, references, killed_by } = scenario;
  const knobs = knobsOf(scenario);
  const lines = [
    `${severity} on ${protocols.join(" and ")}${since === undefined ? "" : `, since ${since}`}.`,
    knobs.length === 0 ? "" : `Judged by ${knobs.map((knob) => `\`${knob}\``).join(", ")}.`,
    references.length === 0 ? "" : `Rests on ${references.map(reference).join("; ")}.`,
    killed_by.length === 0 ? "" : `Seen to fail by ${killed_by.map((defect) => `\`${defect}\``).join(", ")}.`,
  ];
  return [`### ${id}`, "", `${cell(title)}.`, "", lines.filter((line) => line !== "").join(" "), ""];
}

/** The knobs of the policy that say whether it applies, or which of several outcomes is the right one. */
function knobsOf({ require, steps }: Scenario): readonly string[] {
  const asked = [...Object.keys(require.policy), ...Object.keys(require.not)];
  const told = steps.flatMap(({ expect }) => (expect === undefined ? [] : worlds(expect)));
  return [...new Set([...asked, ...told])].toSorted();
}

function worlds(expect: Expect): readonly string[] {
  return expect.one_of.flatMap((world) => [...Object.keys(world.when ?? {}), ...worlds(world)]);
}

function reference(key: string): string {
  const clause = own(REFERENCES, key);
  if (clause !== undefined) return `[${clause.title}](${clause.url})`;
  return /^https?:/.test(key) ? `<${key}>` : key;
}

/** Text that stands in a table, or ahead of a full stop, as it is. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("*", "\\*");
}
