/** `use`: the steps of another file in the place of one, before anything else is asked of a scenario. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { list, quote, suggest } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { isInside } from "../yaml/read.ts";
import { at, scalars, shifted, sizeOf, type Located, type LocatedMap, type LocatedScalar } from "../yaml/tree.ts";
import { filled, type Values } from "./fill.ts";

/** A file of shared steps, that was read; undefined: its faults are told. */
export interface Shared {
  readonly document: YamlDocument;
  readonly parameters: ReadonlySet<string>;
}

export interface SharedFiles {
  /** The project's folder: files elsewhere are not used. */
  readonly root: string;
  /** `not_shared`: it is a file of another kind. */
  read(path: string): Shared | "not_shared" | undefined;
}

/** So many files are used by a scenario, those within others counted; as many values may come of it as one file may have. */
const MOST_USES = 100;
const MOST_VALUES = 100_000;

export function expandUses(document: YamlDocument, files: SharedFiles, faults: FaultCollector): void {
  const steps = at(document.root, ["steps"]);
  if (steps?.kind !== "list") return;
  const expansion = new Expansion(document, files, faults);
  const expanded = steps.items.flatMap((step) => expansion.step(step, [document.path], []));
  steps.items.splice(0, steps.items.length, ...expanded);
}

interface Use {
  readonly file: LocatedScalar & { readonly value: string };
  readonly values: LocatedMap | undefined;
}

/** Undefined for a step of another kind; what is no `use` as it should be is left to the schema to tell. */
function useOf(step: Located): Use | undefined {
  if (step.kind !== "map") return undefined;
  const file = step.entries.get("use")?.node;
  const values = step.entries.get("with")?.node;
  if (file?.kind !== "scalar" || typeof file.value !== "string" || file.value === "") return undefined;
  if (values !== undefined && values.kind !== "map") return undefined;
  if ([...step.entries.keys()].some((key) => key !== "use" && key !== "with")) return undefined;
  return { file: { ...file, value: file.value }, values };
}

class Expansion {
  readonly #document: YamlDocument;
  readonly #files: SharedFiles;
  readonly #faults: FaultCollector;
  #uses = 0;
  #values = 0;

  constructor(document: YamlDocument, files: SharedFiles, faults: FaultCollector) {
    this.#document = document;
    this.#files = files;
    this.#faults = faults;
  }

  /** `within`: the files that lead here, the scenario's own first; `used`: the places of their `use`, the last one first. */
  step(step: Located, within: readonly string[], used: readonly number[]): readonly Located[] {
    const use = useOf(step);
    if (use === undefined) {
      this.#document.noteUse(step, used);
      return [step];
    }
    const steps = this.#steps(use, step, within, used);
    return steps ?? [{ kind: "hole", offset: step.offset }];
  }

  #steps(use: Use, step: Located, within: readonly string[], used: readonly number[]): readonly Located[] | undefined {
    const { file } = use;
    const from = within.at(-1) ?? "";
    const path = resolve(dirname(from), file.value);
    const shared = this.#read(file, path, within);
    if (shared === undefined) return undefined;
    const base = this.#document.graft(shared.document);
    const values = this.#valuesFor(use, shared, base);
    const steps = at(shared.document.root, ["steps"]);
    if (values === undefined || steps?.kind !== "list") return undefined;
    const tell = this.#tell.bind(this);
    return steps.items.flatMap((item) => {
      const own = filled(shifted(item, base), values, tell);
      this.#values += sizeOf(own);
      if (this.#values > MOST_VALUES) {
        this.#tell(
          file.offset,
          `the file unfolds to more than ${MOST_VALUES} values`,
          "Use fewer files, or shorter ones.",
        );
        return [];
      }
      return this.step(own, [...within, path], [step.offset, ...used]);
    });
  }

  #read(file: Use["file"], path: string, within: readonly string[]): Shared | undefined {
    const tell = (message: string, hint: string): undefined => this.#tell(file.offset, message, hint);
    this.#uses += 1;
    if (this.#uses > MOST_USES)
      return tell(`more than ${MOST_USES} files are used`, "Write the steps out, or use fewer.");
    if (within.includes(path)) {
      const names = [...within.slice(within.indexOf(path)), path].map((one) => this.#document.nameOf(one));
      return tell(`${quote(file.value)} leads back to itself`, `${names.join(" uses ")}: take one of them out.`);
    }
    if (!existsSync(path))
      return tell(`there is no file ${quote(file.value)}`, "The path starts from the folder of this file.");
    if (!isInside(this.#files.root, path))
      return tell(`${quote(file.value)} lies outside the project`, "Use files of the project's own folder only.");
    const shared = this.#files.read(path);
    if (shared === "not_shared")
      return tell(
        `${quote(file.value)} is no file of shared steps`,
        "Such a file has `shared:` with a line on what its `steps` do.",
      );
    return shared;
  }

  /** What each parameter is here: as `with` says, else its default. */
  #valuesFor({ file, values }: Use, { document, parameters }: Shared, base: number): Values | undefined {
    const given = values?.entries ?? new Map<string, never>();
    let isWhole = true;
    for (const [name, { key }] of given) {
      if (parameters.has(name)) continue;
      isWhole = false;
      const message = `${quote(file.value)} has no parameter ${quote(name)}`;
      this.#tell(key, message, suggest(name, parameters, "It has") ?? "It has none: leave `with` out.");
    }
    const known = new Map<string, Located>();
    const missing: string[] = [];
    for (const name of parameters) {
      const own = given.get(name)?.node;
      const otherwise = at(document.root, ["parameters", name, "default"]);
      if (own !== undefined) known.set(name, own);
      else if (otherwise !== undefined) known.set(name, shifted(otherwise, base));
      else missing.push(name);
    }
    // Who misspells a parameter leaves another one out: it is told once.
    if (missing.length > 0 && isWhole) {
      const names = list(missing.map(quote), "and");
      const hint = `Write \`with: { ${missing.map((name) => `${name}: ...`).join(", ")} }\` beside \`use\`.`;
      this.#tell(file.offset, `${quote(file.value)} needs ${names}`, hint);
    }
    return isWhole && missing.length === 0 ? known : undefined;
  }

  #tell(offset: number, message: string, hint: string): undefined {
    this.#faults.add(this.#document.fault(this.#document.placeAt(offset), message, hint));
  }
}

/** A file of shared steps by itself: that it names no parameter that it has not, and has none that it does not name. */
export function checkShared(
  { document, parameters }: Shared,
  named: (text: string) => readonly string[],
  faults: FaultCollector,
): void {
  const steps = at(document.root, ["steps"]);
  if (steps === undefined) return;
  const used = new Set<string>();
  const look = (text: string, offset: number): void => {
    for (const name of named(text)) {
      used.add(name);
      if (parameters.has(name)) continue;
      const hint = suggest(name, parameters, "There are") ?? "Name it below `parameters`.";
      faults.add(document.fault(document.placeAt(offset), `there is no parameter ${quote(name)} here`, hint));
    }
  };
  for (const { node } of scalars(steps)) if (typeof node.value === "string") look(node.value, node.offset);
  for (const [key, offset] of keysIn(steps)) look(key, offset);
  for (const name of parameters)
    if (!used.has(name))
      faults.add(
        document.fault(
          document.keyPlace(["parameters", name]),
          `no step asks for the parameter ${quote(name)}`,
          `Write \`"{{with.${name}}}"\` where it belongs, or take it out.`,
        ),
      );
}

function* keysIn(node: Located): Generator<readonly [key: string, offset: number]> {
  if (node.kind === "list") for (const item of node.items) yield* keysIn(item);
  if (node.kind !== "map") return;
  for (const [key, entry] of node.entries) {
    yield [key, entry.key];
    yield* keysIn(entry.node);
  }
}
