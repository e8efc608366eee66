import type { ExpectationOf } from "../../scenario/model/index.ts";
import { held, notHeld, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** What modules of the user's own have said of the step. */
export function judgeHolds({ all }: ExpectationOf<"holds">, { seen }: Scene): readonly Ruling[] {
  return all.map((code) => {
    const expected = `what ${code.name} looks for`;
    const told = seen.told?.find(
      ({ by, line, column }) => by === code.name && line === code.place.line && column === code.place.column,
    );
    if (told === undefined) return { held: "error", expected, actual: `${code.name} was not asked in this step` };
    return told.wrong.length === 0 ? held(expected, "is so") : notHeld(expected, told.wrong.join("; "));
  });
}
