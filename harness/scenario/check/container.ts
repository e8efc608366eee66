/** Rules of a container: files that are there, names that do not meet. */
import { join } from "node:path";
import { statsOf } from "../../files.ts";
import { pathFrom } from "../../paths.ts";
import { quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { Container, ImageSource, Target } from "../model/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at } from "../yaml/tree.ts";
import type { Path } from "../yaml/tree.ts";

export function checkContainer(document: YamlDocument, target: Target, faults: FaultCollector): void {
  const { container, start, dir } = target;
  if (container === undefined) return;
  if (start !== undefined) {
    const hint = "Keep `start` for an SP that runs here, or `container`.";
    faults.add(document.fault(document.keyPlace(["container"]), "`start` and `container` exclude each other", hint));
  }
  checkSource(["container"], container.source);
  checkMounts(["container", "mount"], container.mount);
  for (const { name, source, mount } of container.services) {
    checkSource(["container", "services", name], source);
    checkMounts(["container", "services", name, "mount"], mount);
  }

  function checkSource(path: Path, source: Container["source"]): void {
    if (source.kind === "image") return;
    if (source.kind === "build") return checkBuild([...path, "build"], source);
    const file = [...path, "compose", "file"];
    const several = at(document.root, file)?.kind === "list";
    for (const [index, name] of source.files.entries()) requireThere(several ? [...file, index] : file, name);
  }

  function checkBuild(path: Path, source: Extract<ImageSource, { kind: "build" }>): void {
    if (!requireThere([...path, "context"], source.context, "folder")) return;
    requireThere([...path, "dockerfile"], join(source.context, source.dockerfile));
  }

  function checkMounts(path: Path, mount: Container["mount"]): void {
    for (const here of Object.keys(mount))
      requireThere([...path, here], here, "any", document.keyPlace([...path, here]));
  }

  function requireThere(
    path: Path,
    name: string,
    kind: "folder" | "any" = "any",
    place = document.place(path),
  ): boolean {
    if (name.includes("{{")) return true;
    const there = statsOf(pathFrom(dir, name));
    if (there !== undefined && (kind === "any" || there.isDirectory())) return true;
    const message = `${kind === "folder" ? "no folder" : "nothing"} is at ${quote(name)}`;
    faults.add(document.fault(place, message, "A path starts from the folder of this file."));
    return false;
  }
}
