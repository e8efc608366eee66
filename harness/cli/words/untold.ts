import { visible } from "../../report/index.ts";
import type { ToldSp } from "../../run/index.ts";

/** The SPs that did not take their logout token: nobody else would say so. */
export function untold(told: readonly ToldSp[]): readonly string[] {
  return told.flatMap(({ connection, uri, problem }) =>
    problem === undefined ? [] : [visible(`${connection} was not told of the sign-out: ${problem} (${uri})`)],
  );
}
