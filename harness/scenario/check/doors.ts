/** `at: door` says how a refusal is meant: of a sign-in by the IdP, where one is admitted. */
import type { FaultCollector } from "../faults.ts";
import type { Step } from "../model/index.ts";
import { startsAtDoor } from "../vocabulary/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at, scalars, valueOf, type Path } from "../yaml/tree.ts";

export function checkDoors(document: YamlDocument, steps: readonly Step[], faults: FaultCollector): void {
  for (const { path } of scalars(document.root)) {
    if (!isDoor(path)) continue;
    const beside = path.slice(0, -1);
    const place = document.keyPlace(path);
    const step = steps[Number(path[1])];
    if (step === undefined || !startsAtDoor(step)) {
      const hint = "Leave it out: only a sign-in by the IdP can end before the IdP.";
      faults.add(document.fault(place, "`at: door` is said of a `sign_in` only", hint));
    } else if (!admitsRefused(document, beside)) {
      const hint = "Write it beside `outcome: refused`, or leave it out.";
      faults.add(document.fault(place, "`at: door` says nothing where no refusal is expected beside it", hint));
    }
  }
}

/** Of an expectation or a row of its table; an attribute of an account may have the same name. */
function isDoor(path: Path): boolean {
  if (path[0] !== "steps" || path.at(-1) !== "at") return false;
  return path.at(-2) === "expect" || (typeof path.at(-2) === "number" && path.at(-3) === "one_of");
}

function admitsRefused(document: YamlDocument, beside: Path): boolean {
  const written = at(document.root, [...beside, "outcome"]);
  if (written === undefined) return document.lostPaths.some((path) => path.includes("outcome"));
  const outcome = valueOf(written);
  return outcome === "refused" || (Array.isArray(outcome) && outcome.includes("refused"));
}
