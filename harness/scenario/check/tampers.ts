/** A tamper that no IdP knows would never leave: the check would prove nothing. */
import { quote, suggest } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { Scenario } from "../model/index.ts";
import { templatePaths } from "../template.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { scalars, type Path } from "../yaml/tree.ts";
import { possible } from "./rows.ts";

export function checkTampers(
  document: YamlDocument,
  scenario: Scenario,
  names: readonly string[],
  faults: FaultCollector,
): void {
  for (const [index, step] of scenario.steps.entries()) {
    if (step.kind !== "sign_in" || step.tamper === undefined) continue;
    const { name } = step.tamper;
    for (const one of possible(name, scenario.each)) {
      if (typeof one !== "string" || templatePaths(one).length > 0 || names.includes(one)) continue;
      const path: Path = one === name ? ["steps", index, "tamper"] : cellOf(document, one);
      const message = `no tamper is named ${quote(one)}`;
      faults.add(document.fault(document.place(path), message, suggest(one, names, "There are:")));
    }
  }
}

/** Where a text stands in the table. */
function cellOf({ root }: YamlDocument, text: string): Path {
  for (const { path, node } of scalars(root)) if (path[0] === "each" && node.value === text) return path;
  return ["each"];
}
