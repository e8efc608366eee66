/** What templates unfold to: no text names itself, and none fills the memory. */
import { quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { Json, Scenario } from "../model/index.ts";
import { invitationsIn, seededIn } from "../seeded.ts";
import { MAX_PAD, padOf, pathsIn, templatePaths } from "../template.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { scalars } from "../yaml/tree.ts";

/** Characters that all texts of one file may unfold to. */
const MAX_UNFOLDED = 4_000_000;
/** What a claim or a fact that nobody wrote may take. */
const USUAL = 64;
/** Texts that may stand one in the other. */
const MAX_CHAIN = 50;

/** `{{pad:N}}` in a file of any kind: each, and all of them together. */
export function checkPads(document: YamlDocument, faults: FaultCollector): void {
  checkUnfolded(document, faults, () => USUAL);
}

/** In a scenario, people, accounts and rows may name each other, and unfold as their texts do. */
export function checkUnfolding(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  const texts = new Texts(scenario);
  const circle = texts.circle();
  if (circle === undefined) return checkUnfolded(document, faults, (path) => texts.lengthOf(path));
  const message = `the templates of ${circle.map(quote).join(", ")} name each other in a circle, or too deep`;
  const hint = "A person's claims are filled in all at once: name no claim of the same person in them.";
  const place = [...scalars(document.root)].find(
    ({ node }) =>
      typeof node.value === "string" &&
      templatePaths(node.value).some((path) => circle.includes(headOf(path)) || circle.includes(path)),
  );
  faults.add(document.fault(document.place(place?.path ?? []), message, hint));
}

function checkUnfolded(document: YamlDocument, faults: FaultCollector, lengthOf: (path: string) => number): void {
  let all = 0;
  for (const { path, node } of scalars(document.root)) {
    if (typeof node.value !== "string" || !node.value.includes("{{")) continue;
    for (const used of templatePaths(node.value)) {
      if ((padOf(used) ?? 0) <= MAX_PAD) continue;
      faults.add(
        document.fault(document.place(path), `\`{{${used}}}\` is too long`, `At most \`{{pad:${MAX_PAD}}}\`.`),
      );
      return;
    }
    all += unfolded(node.value, lengthOf);
    if (all <= MAX_UNFOLDED) continue;
    const message = `the templates of this file unfold to more than ${MAX_UNFOLDED} characters`;
    faults.add(document.fault(document.place(path), message, "Use fewer or shorter ones of `{{pad:N}}`."));
    return;
  }
}

function unfolded(text: string, lengthOf: (path: string) => number): number {
  return text.length + pathsIn(text).reduce((sum, path) => sum + (padOf(path) ?? lengthOf(path)), 0);
}

function headOf(path: string): string {
  return path.split(".", 1)[0] ?? "";
}

/** The texts that templates of a scenario can name, each by its path; people and rows are filled in as a whole. */
class Texts {
  readonly #values = new Map<string, readonly string[]>();
  /** What is filled in at once, and the paths that it names. */
  readonly #named = new Map<string, Set<string>>();
  readonly #depths = new Map<string, number>();
  readonly #lengths = new Map<string, number>();

  constructor(scenario: Scenario) {
    for (const { variables } of scenario.each)
      for (const [head, value] of Object.entries(variables)) this.#addWhole(head, value);
    for (const { name, claims, without } of scenario.given.people) this.#addWhole(name, { ...claims, without });
    for (const { name, place: _, ...fields } of seededIn(scenario))
      for (const [field, value] of Object.entries(fields)) this.#add(`${name}.${field}`, stringsIn(value));
    for (const { name, email } of invitationsIn(scenario)) this.#add(`${name}.email`, stringsIn(email));
  }

  /** The first names that lead back to themselves, or too far; undefined where none does. */
  circle(): readonly string[] | undefined {
    for (const start of this.#named.keys()) {
      const found = this.#from(start, []);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Call only where there is no circle. */
  lengthOf(path: string): number {
    const known = this.#lengths.get(path);
    if (known !== undefined) return known;
    const texts = this.#values.get(path) ?? [];
    const length = texts.reduce((sum, text) => sum + unfolded(text, (inner) => this.lengthOf(inner)), USUAL);
    this.#lengths.set(path, Math.min(length, 2 * MAX_UNFOLDED));
    return this.#lengths.get(path) ?? USUAL;
  }

  #addWhole(head: string, value: Json): void {
    this.#add(head, stringsIn(value));
    if (value === null || typeof value !== "object" || Array.isArray(value)) return;
    for (const [field, inner] of Object.entries(value)) this.#note(`${head}.${field}`, stringsIn(inner));
  }

  #add(node: string, texts: readonly string[]): void {
    const named = this.#named.get(node) ?? new Set();
    for (const text of texts) for (const path of templatePaths(text)) named.add(path);
    this.#named.set(node, named);
    this.#note(node, texts);
  }

  /** Of several rows, the longer one counts. */
  #note(path: string, texts: readonly string[]): void {
    const known = this.#values.get(path);
    if (known === undefined || known.join("").length < texts.join("").length) this.#values.set(path, texts);
  }

  #from(node: string, above: readonly string[]): readonly string[] | undefined {
    const at = above.indexOf(node);
    if (at !== -1) return above.slice(at);
    if (above.length + (this.#depths.get(node) ?? 0) > MAX_CHAIN) return above.slice(-3);
    if (this.#depths.has(node)) return undefined;
    let depth = 0;
    for (const path of this.#named.get(node) ?? []) {
      const next = this.#named.has(headOf(path)) ? headOf(path) : path;
      const found = this.#from(next, [...above, node]);
      if (found !== undefined) return found;
      depth = Math.max(depth, 1 + (this.#depths.get(next) ?? 0));
    }
    this.#depths.set(node, depth);
    return undefined;
  }
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap((inner: unknown) => stringsIn(inner));
}
