import type { ExpectationOf } from "../../scenario/model/index.ts";
import { ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** Whether the SP that was started again came up. */
export function judgeStarts(_: ExpectationOf<"starts">, { seen: { start } }: Scene): readonly Ruling[] {
  const expected = "the SP starts, and is ready";
  if (start === undefined) return [unobservable("page", expected, "nobody started the SP again in this step")];
  return [ruled(start.ready, expected, start.ready ? "ready" : start.told)];
}
