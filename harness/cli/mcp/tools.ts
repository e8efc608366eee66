import type { ReportDocument } from "../../report/document.ts";
import { count } from "../../report/index.ts";

/** What an agent may ask for. Nothing of it names a file, a command, a host or a flag: those are the person's to choose. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** Name of each argument -> what it is; there are no others. */
  readonly takes: { readonly [argument: string]: Argument };
  /** What it leaves alone: hints for whoever asks a person before a call. */
  readonly reads: "files" | "sp";
  /** The words of the command line that answer it; or the answer itself. */
  readonly answer: (given: Given, last: ReportDocument | null) => Answer;
}

export interface Argument {
  readonly kind: "text" | "texts";
  readonly about: string;
  readonly required?: true;
  /** A whole text, and no flag. */
  readonly form: RegExp;
  readonly of?: readonly string[];
}

export type Given = { readonly [argument: string]: readonly string[] };

type Answer =
  | { readonly words: readonly string[]; readonly on?: "target"; readonly keeps?: true }
  | { readonly text: string }
  | { readonly page: string };

const ID = /^[a-z0-9*][a-z0-9*-]{0,80}$/;
const PAGES = ["your-own-sp", "target-file", "policies", "scenarios", "tampers", "errors", "known-failures"];

const one = (given: Given, name: string): string => given[name]?.[0] ?? "";

export const TOOLS: readonly Tool[] = [
  {
    name: "docs",
    description:
      "Reads a page of the kit's documentation. Begin with your-own-sp (from nothing to a verdict) and target-file (what jitterbug.yaml says).",
    takes: { page: { kind: "text", about: "which page", required: true, form: /^[a-z-]+$/, of: PAGES } },
    reads: "files",
    answer: (given) => ({ page: `${one(given, "page")}.md` }),
  },
  {
    name: "list",
    description: "Lists every check that there is, with what it asks.",
    takes: {},
    reads: "files",
    answer: () => ({ words: ["list"] }),
  },
  {
    name: "explain",
    description:
      "Says what a check does step by step, what each step rests on, and what to change in the SP where it fails.",
    takes: { id: { kind: "text", about: "a check's id, as mail-change", required: true, form: ID } },
    reads: "files",
    answer: (given) => ({ words: ["explain", one(given, "id")] }),
  },
  {
    name: "lint",
    description: "Finds the faults of the target file, each with its line and its cure. Starts nothing.",
    takes: {},
    reads: "files",
    answer: () => ({ words: ["lint"], on: "target" }),
  },
  {
    name: "doctor",
    description:
      "Starts the SP as the target file says, signs a stranger in at each connection, and says what to change where so that the SP can be judged. Run it before `run`.",
    takes: {},
    reads: "sp",
    answer: () => ({ words: ["doctor"], on: "target" }),
  },
  {
    name: "run",
    description:
      "Judges the SP: all checks, or those named. Answers the verdicts that are not green. Then ask `failures` for the evidence.",
    takes: {
      ids: { kind: "texts", about: "ids of checks, of which * stands for any characters; left out: all", form: ID },
      protocol: { kind: "text", about: "oidc or saml", form: /^[a-z]+$/, of: ["oidc", "saml"] },
    },
    reads: "sp",
    answer: (given) => ({
      words: [
        "run",
        ...(given["ids"] ?? []).flatMap((id) => ["--id", id]),
        ...(given["protocol"] ?? []).flatMap((protocol) => ["--protocol", protocol]),
      ],
      on: "target",
      keeps: true,
    }),
  },
  {
    name: "failures",
    description:
      "Of the last `run`: what went wrong, by its root; with `check`, the evidence: what was sent, expected and seen, the accounts before and after, the requests, the cause and the fix.",
    takes: { check: { kind: "text", about: "a check's name or id, as `run` tells it", form: /^[^-\n][^\n]{0,300}$/ } },
    reads: "files",
    answer: (given, last) => ({ text: last === null ? NOTHING_RUN : failures(last, given["check"]?.[0]) }),
  },
  {
    name: "policy",
    description:
      "Of the last `run`: the `policy` block that fits all that was seen, for the target file. A person must mean it: declaring what an SP does wrong makes the kit hold it to that.",
    takes: {},
    reads: "files",
    answer: (_, last) => ({ text: last === null ? NOTHING_RUN : policyOf(last) }),
  },
];

const NOTHING_RUN = "Nothing was run yet: call `run`.";
/** An agent's window is small, and one root explains many checks. */
const MOST = 25;

const WRONG = ["failed", "misconfigured", "error", "unobservable"];

/** What is to be looked at, worst and first causes ahead: what follows from another is counted there. */
function wrongIn({ checks }: ReportDocument): readonly ReportDocument["checks"][number][] {
  return checks.filter(({ verdict, known }) => WRONG.includes(verdict) && known === null);
}

export function summaryOf(report: ReportDocument): string {
  const { summary, findings, warnings } = report;
  const counts = Object.entries(summary).filter(([, number]) => typeof number === "number" && number > 0);
  const sick = findings.filter(({ ok }) => !ok);
  return [
    counts.map(([verdict, number]) => `${String(number)} ${verdict}`).join(", "),
    ...sick.map(({ message, hint }) => `doctor: ${message}${hint === undefined ? "" : `; ${hint}`}`),
    ...roots(report),
    ...warnings.map((text) => `warning: ${text}`),
  ].join("\n");
}

function roots(report: ReportDocument): readonly string[] {
  const wrong = wrongIn(report);
  const first = wrong.filter(({ follows_from }) => follows_from === null);
  const lines = first.slice(0, MOST).map(({ name, verdict, reason }) => {
    const more = wrong.filter(({ follows_from }) => follows_from === name).length;
    return `${verdict}: ${name}: ${reason}${more === 0 ? "" : ` (${more} more follow from it)`}`;
  });
  return first.length > MOST ? [...lines, `and ${first.length - MOST} more`] : lines;
}

function failures(report: ReportDocument, asked: string | undefined): string {
  if (asked === undefined) return roots(report).join("\n") || "Nothing went wrong.";
  const found = report.checks.filter(({ name, id }) => name === asked || id === asked);
  const shown = found.find((check) => wrongIn(report).includes(check)) ?? found[0];
  if (shown === undefined) return `The last run has no check ${JSON.stringify(asked)}.`;
  const { name, title, verdict, reason, cause, fix, steps } = shown;
  return [
    `${name}: ${title}`,
    reason === "" ? verdict : `${verdict}: ${reason}`,
    ...(cause === null ? [] : [`likely cause: ${cause}`]),
    ...(fix === null ? [] : [`fix: ${fix}`]),
    ...steps.flatMap(stepLines),
  ].join("\n");
}

function stepLines(step: ReportDocument["checks"][number]["steps"][number]): readonly string[] {
  const judged = step.judgements.filter(({ verdict }) => verdict !== "passed" && verdict !== "not_applicable");
  if (judged.length === 0) return [];
  const { happened, exchanges } = step;
  return [
    `step ${step.index + 1}${step.variant === null ? "" : ` (${step.variant})`}: ${step.title}`,
    ...judged.flatMap(({ kind, expected, actual, note }) => [
      `  ${kind}: expected ${expected}`,
      `  ${" ".repeat(kind.length)}  came ${actual}`,
      ...(note === undefined ? [] : [`  ${note}`]),
    ]),
    ...(happened === undefined
      ? []
      : [`  sent: ${JSON.stringify(happened.sent)}`, `  accounts: ${JSON.stringify(happened.accounts)}`]),
    ...exchanges.map(({ id, request, response }) => {
      const mark = happened?.decisive?.exchange === id ? "   <- here it came about" : "";
      return `  ${request.method} ${request.url.split("?")[0]} -> ${response?.status ?? "no answer"}${mark}`;
    }),
  ];
}

function policyOf({ policy }: ReportDocument): string {
  if (policy === null) return "The run saw no check through: there is nothing to propose.";
  const blocks = policy.blocks.flatMap(({ organization, connection, lines }) => {
    const news = lines.filter(({ declared }) => !declared);
    const where = connection ?? organization;
    if (news.length === 0) return [];
    return [
      where === null ? "# for the target" : `# for ${connection === null ? "organization" : "connection"} ${where}`,
      "policy:",
      ...news.flatMap(({ knob, value, checks, or, unsafe, doubt }) => [
        ...(unsafe === undefined ? [] : [`  # a stated danger: ${unsafe}`]),
        ...(doubt === undefined ? [] : [`  # in doubt, and not to be declared yet: ${doubt}`]),
        `  ${doubt === undefined ? "" : "# "}${knob}: ${JSON.stringify(value)} # ${count(checks, "check")} ${checks === 1 ? "rests" : "rest"} on it${or.length === 0 ? "" : `; ${or.join(" and ")} would fit as well`}`,
      ]),
    ];
  });
  const odd = policy.contradictions.map(
    ({ connection, checks }) =>
      `# at ${connection} no one policy fits: ${checks.map(({ name, saw }) => `${name} saw ${saw}`).join("; ")}`,
  );
  return [...blocks, ...odd].join("\n") || "All that was seen is declared.";
}
