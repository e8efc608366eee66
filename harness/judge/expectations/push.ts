import type { PushObservation } from "../../observe/push.ts";
import type { ExpectationOf } from "../../scenario/model/index.ts";
import { held, notHeld, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** What the SP answered to a push. One that breaks is no answer to anything. */
export function judgePush({ any }: ExpectationOf<"push">, { seen }: Scene): readonly Ruling[] {
  const expected = `push ${any.join(" or ")}`;
  if (seen.push === undefined) return [{ held: "error", expected, actual: "nothing was pushed in this step" }];
  return [judgeOne(any, expected, seen.push)];
}

function judgeOne(any: readonly string[], expected: string, { outcome, why }: PushObservation): Ruling {
  const actual = `${outcome}: ${why}`;
  if (any.includes(outcome)) return held(expected, actual);
  return { ...notHeld(expected, actual), ...(outcome === "broken" ? { grave: true } : {}) };
}
