/** Checks as tests of Vitest, and matchers for what became of accounts: `import { testChecks } from "jitterbug/vitest"`. */
import { beforeAll, describe, expect, test } from "vitest";
import { JitterbugError } from "../errors.ts";
import { createExplainer, createKeeper, type Explained } from "../report/index.ts";
import { planSuite } from "../run/plan-suite.ts";
import { runSuite } from "../run/run-suite.ts";
import { findKit } from "../cli/kit.ts";
import type { RunOptions, RunOutcome } from "./run.ts";
import { suiteOf } from "./suite.ts";
import { matchers, type AccountMatchers } from "./matchers.ts";

export type { AccountMatchers } from "./matchers.ts";

expect.extend(matchers);

declare module "vitest" {
  // Vitest's own way to make matchers known: https://vitest.dev/guide/extending-matchers
  // oxlint-disable-next-line typescript/no-empty-object-type, no-unused-vars
  interface Matchers<R, T> extends AccountMatchers<R> {}
}

export type CheckOptions = Omit<RunOptions, "signal" | "onEvent">;

/**
 * Makes a test of each check that `run` would have, in a suite called as the target is. The run is made ahead of the
 * first of them, with as many checks at once as a run has: a verdict is only final when the run has ended, since checks
 * that saw too little early are driven again. Tests that Vitest leaves out (`-t`) are not driven.
 *
 * A test fails with the verdict, what was expected and what came, cause and fix; what is not applicable, observed or
 * known to fail is skipped with its reason. The last test is the run itself: the doctor's findings, a baseline that no
 * longer holds. Throws JitterbugError for what is wrong in a file, while tests are collected.
 */
export function testChecks(options: CheckOptions): void {
  const suite = suiteOf(options, []);
  const names = planSuite(suite).map(({ name }) => name);
  describe(suite.target.name, () => {
    let ran: Ran | undefined;
    let broken: unknown;
    // Vitest reads from the first parameter what it is asked for: nothing.
    // oxlint-disable-next-line no-empty-pattern
    beforeAll(async ({}, { tasks }) => {
      const wanted = wantedOf(tasks);
      try {
        ran = await runOnly(options, names.length === wanted.length ? undefined : wanted);
      } catch (error) {
        // A hook that fails leaves its tests out, which would read as if nothing were wrong with them.
        broken = error;
      }
    }, 0);
    for (const name of names)
      test(name, async (context) => {
        if (broken !== undefined) throw couldNotRun(broken);
        const told = ran?.explained.get(name);
        if (told === undefined) throw failure("it was not driven: the last test says what became of the run");
        if (told.outcome === "skipped") return context.skip(told.reason);
        if (told.outcome !== "passed") throw failure(told.reason, told.lines);
        if (told.warned) await context.annotate([told.reason, ...told.lines].join("\n"), "warning");
      });
    test(THE_RUN, () => {
      if (broken !== undefined) throw couldNotRun(broken);
      const problems = ran === undefined ? [] : problemsOf(ran);
      if (problems.length > 0) throw failure(`the run ended with ${ran?.outcome.exitStatus}`, problems);
    });
  });
}

/** What no test of a check says already. */
function problemsOf({ outcome: { exitStatus, report }, explained }: Ran): readonly string[] {
  const broken = report.known_failures.filter(({ state }) => state === "mended" || state === "otherwise");
  const told = [...explained.values()].some(({ outcome }) => outcome === "failure" || outcome === "error");
  if (exitStatus === 0 || (exitStatus === 1 && told && broken.length === 0)) return [];
  return [
    ...report.findings.filter(({ ok }) => !ok).map(({ message, hint }) => [message, hint].filter(Boolean).join("; ")),
    ...broken.map(({ id, place, state, checks }) => `${place}: ${id} is ${state}: ${checks.join(", ")}`),
    ...report.warnings,
    "see `jitterbug run` and `jitterbug doctor`",
  ];
}

function couldNotRun(error: unknown): Error {
  if (!(error instanceof JitterbugError)) return error instanceof Error ? error : new Error(String(error));
  return failure(`${error.code}: ${error.message}`, [
    ...(error.hint === undefined ? [] : [error.hint]),
    ...(error.output ?? "").split("\n"),
    ...error.faults.map(({ place, message }) => `${place.file}:${place.line}:${place.column}: ${message}`),
  ]);
}

/** Told as it stands: where in this file it was thrown says nothing. */
function failure(reason: string, lines: readonly string[] = []): Error {
  const error = new Error([reason, ...lines].join("\n  "));
  error.stack = error.message;
  return error;
}

const THE_RUN = "the run itself";

interface Ran {
  readonly outcome: RunOutcome;
  readonly explained: ReadonlyMap<string, Explained>;
}

async function runOnly(options: CheckOptions, names: readonly string[] | undefined): Promise<Ran> {
  const keeper = createKeeper(findKit().version);
  const explainer = createExplainer();
  const suite = suiteOf(options, [keeper, explainer]);
  const part = names === undefined ? {} : { whole: false, allowNothing: true, select: { ...suite.select, names } };
  const { exitStatus } = await runSuite({ ...suite, ...part });
  return {
    outcome: { exitStatus, report: keeper.document() },
    explained: explainer.explained({ allowUnobservable: suite.allowUnobservable }),
  };
}

/** The checks whose tests are to run. */
function wantedOf(tasks: readonly { readonly name: string; readonly mode: string }[]): readonly string[] {
  return tasks.flatMap(({ name, mode }) => (mode === "run" || mode === "queued" ? [name] : [])).filter(isCheck);
}

function isCheck(name: string): boolean {
  return name !== THE_RUN;
}
