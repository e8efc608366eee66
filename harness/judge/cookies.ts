import { cookieCure } from "../observe/cookie-notes.ts";
import type { StepObservation, VariantObservation } from "../observe/observation.ts";
import { turnsOnSession } from "../scenario/vocabulary/index.ts";
import type { Ruling } from "./ruling.ts";
import type { StepVerdict } from "./verdict.ts";

/** What the browser did with the SP's cookies stands beside whatever was not met because nobody was signed in. */
export function withNotes(ruling: Ruling, { sign_ins }: StepObservation): Ruling {
  if (ruling.held !== "not_held" || ruling.note !== undefined) return ruling;
  const notes = [...new Set(sign_ins.flatMap(({ notes = [] }) => notes))].filter(
    (note) => !ruling.actual.includes(note),
  );
  return notes.length === 0 ? ruling : { ...ruling, note: `the browser tells: ${notes.join("; ")}` };
}

/**
 * The likely cause and its cure where a step that decided the verdict ended without a session, and the browser did not
 * take, or did not send back, a cookie of the SP: what a scenario says of its own failures is not true then.
 */
export function cookieCause(
  steps: readonly StepVerdict[],
  variants: readonly VariantObservation[],
): { readonly cause: string; readonly fix: string } | null {
  const decided = steps.find(({ verdict, judgements }) => WRONG.includes(verdict) && judgements.some(isOfSession));
  const seen = variants.find(({ name }) => name === decided?.variant);
  const observed = seen?.steps.find(({ index }) => index === decided?.index);
  const note = observed?.sign_ins.find(({ outcome, notes }) => outcome === "refused" && notes !== undefined)
    ?.notes?.[0];
  if (note === undefined) return null;
  return {
    cause: `The browser does not keep what the SP's session needs: ${note}.`,
    fix: `${sentence(cookieCure(note))}.`,
  };
}

const WRONG: readonly StepVerdict["verdict"][] = ["failed", "misconfigured"];

/** What a lost cookie explains. */
function isOfSession({ kind, verdict }: StepVerdict["judgements"][number]): boolean {
  return WRONG.includes(verdict) && (turnsOnSession(kind) || kind === "one_of" || kind === "ghost");
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
