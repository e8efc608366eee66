import type { FaultCollector } from "../faults.ts";
import type { YamlDocument } from "../yaml/document.ts";
import type { Located } from "../yaml/tree.ts";

/** No command, path, address or header can hold a NUL character, and a target file is made of them. */
export function refuseNul(document: YamlDocument, faults: FaultCollector): void {
  refuseBelow(document.root);

  function refuseBelow(node: Located): void {
    if (node.kind === "list") for (const [index, item] of node.items.entries()) node.items[index] = clean(item);
    if (node.kind !== "map") return;
    for (const [name, entry] of node.entries) {
      if (name.includes("\0")) tell(entry.key);
      node.entries.set(name, { ...entry, node: clean(entry.node) });
    }
  }

  function clean(node: Located): Located {
    refuseBelow(node);
    if (node.kind !== "scalar" || typeof node.value !== "string" || !node.value.includes("\0")) return node;
    tell(node.offset);
    return { kind: "hole", offset: node.offset };
  }

  function tell(offset: number): void {
    faults.add(
      document.fault(document.placeAt(offset), "a NUL character cannot stand in a target file", "Take it out."),
    );
  }
}
