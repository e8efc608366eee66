import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { JitterbugError } from "../errors.ts";
import { statsOf } from "../files.ts";
import { pathFrom } from "../paths.ts";
import { isWrong, visible, wrap } from "../report/index.ts";
import type { CheckEntry, ReportDocument } from "../report/document.ts";
import { loadScenarios, scenarioLike } from "../scenario/index.ts";
import type { Scenario } from "../scenario/model/index.ts";
import type { CommandContext } from "./command.ts";
import { readReport } from "./report-file.ts";
import { knownName, scenarioOf } from "./select.ts";
import { shippedScenarios } from "./shipped.ts";
import { ownScenarios } from "./write-scenario.ts";

export interface NewFrom {
  readonly id: string;
  /** The folder that the scenario goes into. */
  readonly to: string;
  /** A check's id; a scenario file, as the console records one; a run's JSON report. */
  readonly from: string;
  /** Of a report: which of the checks that failed. */
  readonly check: string | undefined;
}

/** The text of a scenario that begins as something that is there. Throws ERR_USAGE, ERR_YAML. */
export function beginFrom(context: CommandContext, { id, to, from, check }: NewFrom): string {
  const { io, kit } = context;
  const path = pathFrom(io.cwd, from);
  if (/\.json$/i.test(from)) return fromFailure(context, id, to, failureIn(readReport(path), from, check));
  if (check !== undefined)
    throw new JitterbugError("ERR_USAGE", `--check is of a report, and ${visible(from)} is none`);
  if (/\.ya?ml$/i.test(from) || statsOf(path)?.isFile() === true) {
    // A faulty one is told with its faults, and a file of another kind as what it is.
    loadScenarios([path], { root: io.cwd });
    return `# As ${visible(relative(io.cwd, path))}.\n${likeFile(path, id, to)}`;
  }
  const file = fileOf(context, shippedScenarios(kit), from);
  return `# As ${from} of Jitterbug ${kit.version}.\n${likeFile(file, id, to)}`;
}

function likeFile(file: string, id: string, to: string, only?: string): string {
  return scenarioLike(readFileSync(file, "utf8"), id, {
    from: dirname(file),
    to,
    ...(only === undefined ? {} : { only }),
  });
}

/** What failed is asked again, by the protocol by which it did; above it stands what was seen. */
function fromFailure(context: CommandContext, id: string, to: string, check: CheckEntry): string {
  const { io, kit } = context;
  const own = join(io.cwd, ownScenarios(context));
  const ownOnes = statsOf(own)?.isDirectory() === true ? loadScenarios([own], { root: io.cwd }) : [];
  const isOwn = ownOnes.some((scenario) => scenario.id === check.id);
  const file = fileOf(context, isOwn ? ownOnes : shippedScenarios(kit), check.id, isOwn ? io.cwd : kit.root);
  const seen = check.steps.flatMap(({ index, title, judgements }) =>
    judgements
      .filter(({ verdict }) => verdict === check.verdict)
      .map(({ expected, actual }) => `step ${index + 1}, ${title}: expected ${expected}; seen ${actual}`),
  );
  const told = [
    `As ${check.id}, judged ${check.verdict.replace("_", " ")} at ${check.connection} (${check.name}).`,
    ...new Set(seen.length > 0 ? seen : [check.reason].filter(Boolean)),
  ];
  const lines = told.slice(0, MOST_TOLD).flatMap((text) => wrap(visible(text), WIDTH));
  return `${lines.map((line) => `# ${line}\n`).join("")}${likeFile(file, id, to, check.protocol)}`;
}

const MOST_TOLD = 6;
const MOST_NAMED = 10;
const WIDTH = 116;

function fileOf({ kit }: CommandContext, scenarios: readonly Scenario[], id: string, root = kit.root): string {
  return join(root, scenarioOf(scenarios, id).place.file);
}

/** The one that failed, or the one that is asked for, by its name or its id. Throws ERR_USAGE. */
function failureIn({ checks }: ReportDocument, file: string, asked: string | undefined): CheckEntry {
  const failed = checks.filter(({ verdict, known }) =>
    isWrong({ verdict: { verdict, ...(known === null ? {} : { known }) } }),
  );
  const of = asked === undefined ? failed : checks.filter(({ id, name }) => name === asked || id === asked);
  const wrong = of.filter((one) => failed.includes(one));
  // What follows from another check is told by that one.
  const roots = wrong.filter(({ follows_from }) => follows_from === null);
  const [first] = roots.length > 0 ? roots : wrong;
  const ids = [...new Set((roots.length > 0 ? roots : wrong).map(({ id }) => id))];
  if (first !== undefined && ids.length === 1) return first;
  if (asked !== undefined && of.length === 0)
    knownName(
      `check of ${basename(file)} is called`,
      asked,
      checks.map(({ name }) => name),
    );
  if (first === undefined)
    throw new JitterbugError(
      "ERR_USAGE",
      asked === undefined
        ? `nothing went wrong in ${visible(file)}`
        : `${visible(asked)} did not go wrong in ${visible(file)}`,
      {
        hint: "Name a check of the kit instead: `jitterbug list` shows all.",
      },
    );
  const left = ids.length - MOST_NAMED;
  const others = left > 0 ? `, or ${left} more: \`jitterbug show ${visible(file)}\` shows them all` : "";
  throw new JitterbugError("ERR_USAGE", `${wrong.length} checks went wrong in ${visible(file)}: say which`, {
    hint: `Add --check with one of ${ids.slice(0, MOST_NAMED).join(", ")}${others}.`,
  });
}
