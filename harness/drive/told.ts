import { JitterbugError } from "../errors.ts";
import type { ToldObservation } from "../observe/observation.ts";
import type { SessionState, Snapshot } from "../observe/snapshot.ts";
import type { Step } from "../scenario/model/index.ts";
import { ownCodeOf } from "../scenario/vocabulary/index.ts";
import { callOwnCode, contextOf, type OwnCodeContext } from "./own-code.ts";
import type { Stage } from "./stage.ts";

/** What a module of `holds` is handed. */
export interface HoldsContext extends OwnCodeContext {
  /** The check's accounts as the target's drivers showed them before the step, and after it. */
  readonly before: Snapshot["accounts"];
  readonly after: Snapshot["accounts"];
  /** Whose session the step's browser has; null: the step has no browser. */
  readonly session: SessionState | null;
}

/** What is wrong: a sentence, or several; nothing, where it is as it should be. */
export type HoldsAnswer = string | readonly string[] | null | undefined;

/** Asks the modules of a step's `holds`. Throws ERR_OWN_CODE. */
export async function askOwnCode(
  stage: Stage,
  { expect }: Step,
  seen: Pick<HoldsContext, "before" | "after" | "session">,
): Promise<readonly ToldObservation[] | undefined> {
  const all = expect === undefined ? [] : ownCodeOf(expect);
  if (all.length === 0) return undefined;
  const told: ToldObservation[] = [];
  for (const code of all) {
    const context: HoldsContext = { ...contextOf(stage, code), ...structuredClone(seen) };
    const wrong = sentences(await callOwnCode(stage, code, context));
    if (wrong === undefined) {
      const message = `${code.name}: said neither what is wrong (a text, or several) nor nothing`;
      throw new JitterbugError("ERR_OWN_CODE", message);
    }
    told.push({ by: code.name, with: code.with, wrong });
  }
  return told;
}

function sentences(answer: unknown): readonly string[] | undefined {
  if (answer === null || answer === undefined) return [];
  const all: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return all.every((one) => typeof one === "string" && one !== "") ? (all as readonly string[]) : undefined;
}
