/** Rules of a scenario that go beyond its shape and its names. */
import { REFERENCES } from "../../references.ts";
import { list, quote, suggest } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { Expect, Scenario, Step } from "../model/index.ts";
import { seededIn } from "../seeded.ts";
import {
  browserNamedBy,
  deliveredBy,
  endingOf,
  endsAsSignIn,
  faultsOf,
  goesOnIn,
  heldBy,
  needsQuiet,
  passwordOf,
} from "../vocabulary/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at, type Path } from "../yaml/tree.ts";
import { checkDoors } from "./doors.ts";

export function checkScenario(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  checkReferences(document, scenario, faults);
  checkBasis(document, scenario, faults);
  checkBrowsers(document, scenario.steps, faults);
  checkAnswers(document, scenario.steps, faults);
  checkPasswords(document, scenario, faults);
  checkOutcomes(document, scenario.steps, faults);
  checkDoors(document, scenario.steps, faults);
  checkSteps(document, scenario.steps, faults);
  checkLane(document, scenario, faults);
  for (const key of ["protocols", "references", "tags", "covers", "root", "killed_by"] as const)
    checkTwice(document, [key], scenario[key], faults);
  checkTwice(
    document,
    ["each"],
    scenario.each.map(({ name }) => name),
    faults,
  );
}

/** What a scenario is held to that this room does not know by itself. */
export interface Known {
  /** Ids of the defects that there are. Left out: their names are not looked at. */
  readonly defects?: readonly string[] | undefined;
  /** It is the kit's own: then a defect of the reference SP fails it, and it says what to do. */
  readonly shipped: boolean;
}

/** Defects that there are; of the kit's own scenarios, also that each is proven and explained. */
export function checkProof(
  document: YamlDocument,
  { id, killed_by }: Scenario,
  { defects, shipped }: Known,
  faults: FaultCollector,
): void {
  const isLost = (key: string) => document.lostPaths.some(([part]) => part === key);
  if (shipped && killed_by.length === 0 && !isLost("killed_by")) {
    const hint = "Name in `killed_by` a defect of the reference SP that fails it.";
    const message = `${quote(id)} is unproven: no defect is known to fail it`;
    faults.add(document.fault(document.keyPlace(["killed_by"]), message, hint));
  }
  if (shipped && at(document.root, ["explain"]) === undefined && !isLost("explain")) {
    const hint = "Add `explain:` with the likely cause of a failure, and the fix.";
    faults.add(document.fault(document.keyPlace(["explain"]), `${quote(id)} does not say what to do about it`, hint));
  }
  for (const [index, defect] of killed_by.entries()) {
    if (defects === undefined || defects.includes(defect)) continue;
    const message = `no defect is named ${quote(defect)}`;
    faults.add(document.fault(document.place(["killed_by", index]), message, suggest(defect, defects, "There are:")));
  }
}

function checkLane(document: YamlDocument, { lane, steps }: Scenario, faults: FaultCollector): void {
  if (lane === "exclusive") return;
  for (const [index, step] of steps.entries()) {
    if (!needsQuiet(step)) continue;
    const message = `${quote(step.kind)} would disturb whoever signs in beside it, or be disturbed`;
    faults.add(document.fault(document.place(["steps", index]), message, "Write `lane: exclusive` beside `steps`."));
  }
}

function checkReferences(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  for (const [index, reference] of scenario.references.entries()) {
    if (/^https?:\/\//.test(reference) ? URL.canParse(reference) : Object.hasOwn(REFERENCES, reference)) continue;
    const same = Object.keys(REFERENCES).filter((key) => normal(key) === normal(reference));
    const family = Object.keys(REFERENCES).filter((key) => key.startsWith(`${reference.split("-")[0]}-`));
    const table = "Write a key of the table in harness/references.ts, or an address that starts with https://.";
    const known = family.length === 0 ? table : `In the table are ${list(family.map(quote), "and")}.`;
    const hint = same[0] === undefined ? known : `Did you mean ${quote(same[0])}?`;
    faults.add(
      document.fault(document.place(["references", index]), `no reference is named ${quote(reference)}`, hint),
    );
  }
}

function checkBasis(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  if (scenario.severity === "MUST" && scenario.basis === "advice") {
    const hint = "Write SHOULD or MAY, or rest it on a clause, a harm or the policy.";
    faults.add(document.fault(document.place(["basis"]), "severity MUST cannot rest on advice", hint));
  }
  const cites = scenario.references.some((reference) => Object.hasOwn(REFERENCES, reference));
  if (cites || document.lostPaths.some(([key]) => key === "references")) return;
  const claims: Path[] = scenario.basis === "clause" ? [["basis"]] : [];
  for (const [index, step] of scenario.steps.entries()) {
    if (step.expect !== undefined) claims.push(...clauseClaims(step.expect, ["steps", index, "expect"]));
  }
  const [first] = claims;
  if (first === undefined) return;
  const hint = "Name the clause in `references`, for example OIDCC-5.7.";
  faults.add(document.fault(document.place(first), "rests on a clause, but no clause is cited", hint));
}

function clauseClaims(expect: Expect, path: Path): readonly Path[] {
  const inner = expect.one_of.flatMap((world, index) => clauseClaims(world, [...path, "one_of", index]));
  return expect.basis === "clause" ? [[...path, "basis"], ...inner] : inner;
}

function checkBrowsers(document: YamlDocument, steps: readonly Step[], faults: FaultCollector): void {
  const known = new Set<string>();
  const stepsAreLost = document.lostPaths.some(([part]) => part === "steps");
  for (const [index, step] of steps.entries()) {
    const used = goesOnIn(step);
    if (used !== undefined && !known.has(used.browser) && !document.lost.has(used.browser) && !stepsAreLost) {
      const hint = suggest(used.browser, known, "Known:") ?? "Name it at the sign-in: `browser: name`.";
      const message = `no earlier sign-in names the browser ${quote(used.browser)}`;
      faults.add(document.fault(document.place(["steps", index, ...used.path]), message, hint));
    }
    const named = browserNamedBy(step);
    if (named !== undefined) known.add(named);
  }
}

/** Only what was kept can be delivered. */
function checkAnswers(document: YamlDocument, steps: readonly Step[], faults: FaultCollector): void {
  const kept = new Set<string>();
  const stepsAreLost = document.lostPaths.some(([part]) => part === "steps");
  for (const [index, step] of steps.entries()) {
    for (const { answer, path } of deliveredBy(step)) {
      if (kept.has(answer) || document.lost.has(answer) || stepsAreLost) continue;
      const hint = suggest(answer, kept, "Kept:") ?? "Keep it at the sign-in: `hold: name`.";
      const message = `no earlier sign-in keeps the answer ${quote(answer)}`;
      faults.add(document.fault(document.place(["steps", index, ...path]), message, hint));
    }
    const held = heldBy(step);
    if (held !== undefined) kept.add(held);
  }
}

/** Whoever signs in with a password has one. */
function checkPasswords(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  if (document.lostPaths.some(([part]) => part === "given" || part === "steps")) return;
  const seeded = seededIn(scenario);
  for (const [index, step] of scenario.steps.entries()) {
    const given = passwordOf(step);
    if (given === undefined) continue;
    const account = seeded.find((one) => one.name === given.name);
    if (account === undefined && !given.whoever) continue;
    if (account?.password !== undefined || document.lost.has(given.name)) continue;
    const message = `${quote(given.name)} has no password`;
    const hint =
      account === undefined
        ? "Say in the step which one is tried: `password: ...`."
        : "Give it one, or name one in the step.";
    faults.add(document.fault(document.place(["steps", index, ...given.path]), message, hint));
  }
}

/** How something ended is only said of what can end in a session. */
function checkOutcomes(document: YamlDocument, steps: readonly Step[], faults: FaultCollector): void {
  for (const [index, step] of steps.entries()) {
    if (endsAsSignIn(step) || step.expect === undefined) continue;
    const path = outcomeIn(step.expect, ["steps", index, "expect"]);
    if (path === null) continue;
    const message = `\`outcome\` says how a sign-in ended, and ${quote(step.kind)} is none`;
    faults.add(document.fault(document.keyPlace(path), message, "Expect a `session` or `accounts` instead."));
  }
}

function outcomeIn(expect: Expect, path: Path): Path | null {
  const ending = expect.all.find((one) => endingOf(one) !== undefined);
  if (ending !== undefined) return [...path, ending.kind];
  for (const [index, world] of expect.one_of.entries()) {
    const found = outcomeIn(world, [...path, "one_of", index]);
    if (found !== null) return found;
  }
  return null;
}

function checkSteps(document: YamlDocument, steps: readonly Step[], faults: FaultCollector): void {
  for (const [index, step] of steps.entries()) {
    const path: Path = ["steps", index];
    if (
      (step.control || step.applies) &&
      step.expect === undefined &&
      !document.lostPaths.some((lost) => lost[0] === "steps" && lost[1] === index)
    ) {
      const key = step.control ? "control" : "applies";
      faults.add(
        document.fault(
          document.keyPlace([...path, key]),
          `${quote(key)} says nothing without \`expect\``,
          "Say what must hold.",
        ),
      );
    }
    if (step.control && step.applies) {
      const hint = "A control proves the set-up; `applies` decides whether the check is for this SP.";
      faults.add(
        document.fault(
          document.keyPlace([...path, "applies"]),
          "a step is either a control or decides whether the check applies",
          hint,
        ),
      );
    }
    for (const { path: own, key, message, hint } of faultsOf(step)) {
      const place = key === true ? document.keyPlace([...path, ...own]) : document.place([...path, ...own]);
      faults.add(document.fault(place, message, hint));
    }
  }
}

function checkTwice(document: YamlDocument, path: Path, words: readonly string[], faults: FaultCollector): void {
  for (const [index, word] of words.entries()) {
    if (words.indexOf(word) === index) continue;
    faults.add(
      document.fault(
        document.place([...path, index]),
        `${quote(word)} stands twice in ${quote(String(path[0]))}`,
        "Keep one of the two.",
      ),
    );
  }
}

function normal(reference: string): string {
  return reference.toLowerCase().replaceAll(/[^a-z0-9.]/g, "");
}
