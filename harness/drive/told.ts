import { beginning } from "../beginning.ts";
import { JitterbugError } from "../errors.ts";
import type { ToldObservation } from "../observe/observation.ts";
import type { Step } from "../scenario/model/index.ts";
import { ownCodeOf } from "../scenario/vocabulary/index.ts";
import type { HoldsContext } from "./own-code-context.ts";
import { callOwnCode, contextOf } from "./own-code.ts";
import type { Stage } from "./stage.ts";

/** Of more than these nobody reads the rest. */
const MOST_SENTENCES = 20;

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
    const { line, column } = code.place;
    told.push({ by: code.name, line, column, wrong: wrong.slice(0, MOST_SENTENCES).map((one) => beginning(one)) });
  }
  return told;
}

function sentences(answer: unknown): readonly string[] | undefined {
  if (answer === null || answer === undefined) return [];
  const all: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return all.every((one) => typeof one === "string" && one !== "") ? (all as readonly string[]) : undefined;
}
