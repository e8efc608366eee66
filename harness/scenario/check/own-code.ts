/** Modules of the user's own, before any of them is loaded. */
import { existsSync } from "node:fs";
import { quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { OwnCode, Scenario } from "../model/index.ts";
import { codeDoing, ownCodeOf } from "../vocabulary/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { isInside } from "../yaml/read.ts";

/** That each is there, and below `root`: a scenario of somebody else's is not to run what lies elsewhere. */
export function checkOwnCode(document: YamlDocument, { steps }: Scenario, root: string, faults: FaultCollector): void {
  const tell = ({ place, name }: OwnCode, message: string, hint: string): void =>
    faults.add(document.fault(place, message.replace("%", quote(name)), hint));
  for (const step of steps) {
    for (const code of [...codeDoing(step), ...(step.expect === undefined ? [] : ownCodeOf(step.expect))]) {
      if (!existsSync(code.file)) tell(code, "there is no file %", "The path starts from the folder of this file.");
      else if (!isInside(root, code.file))
        tell(code, "% lies outside the project", "Name modules of the project's own folder only.");
    }
  }
}
