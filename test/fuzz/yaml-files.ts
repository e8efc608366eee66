import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, expect } from "vitest";
import { stringify } from "yaml";
import { JitterbugError, type Fault } from "../../harness/errors.ts";
import { makePlan } from "../../harness/plan/index.ts";
import { formatFault, loadAll, loadPeople, loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { PEOPLE, placesOf, SCENARIO, TARGET, type Path } from "../faults/yaml/documents.ts";

/** The three kinds of file, and what lies near each of them. */

export type Kind = keyof typeof DOCUMENTS;
const DOCUMENTS = { target: TARGET, people: PEOPLE, scenario: SCENARIO } as const;

export const kind = fc.constantFrom<Kind>("target", "people", "scenario");

const EVERYTHING = { ids: [], protocols: [], profiles: [], tags: [], policies: [] };
const env = { SET: "set" };
const root = mkdtempSync(join(tmpdir(), "jitterbug-fuzz-yaml-"));
for (const [name, document] of Object.entries(DOCUMENTS))
  writeFileSync(join(root, `${name}.yaml`), JSON.stringify(document));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The faults of a file; one without any is loaded and planned, as a run would. Whatever else is thrown goes on. */
export function read(what: Kind, bytes: string | Uint8Array): readonly Fault[] {
  const file = join(root, `odd-${what}.yaml`);
  writeFileSync(file, bytes);
  const alone = faultsOf(() => {
    if (what === "people") loadPeople(file, { root });
    else if (what === "target") loadTarget(file, { root, env });
    else loadScenarios([file], { root });
  });
  if (alone.length > 0 || what === "people") return alone;
  return faultsOf(() => {
    const targetFile = what === "target" ? file : join(root, "target.yaml");
    const scenarioPaths = [what === "scenario" ? file : join(root, "scenario.yaml")];
    const { target, scenarios } = loadAll({ targetFile, scenarioPaths, root, env });
    if (target !== undefined)
      makePlan({ target, scenarios, select: EVERYTHING, mint: (n) => `ns${String(n).padStart(6, "0")}` });
  });
}

function faultsOf(load: () => void): readonly Fault[] {
  try {
    load();
    return [];
  } catch (error) {
    if (error instanceof JitterbugError && error.code === "ERR_YAML") return error.faults;
    throw error;
  }
}

/** Every fault names a place that is there, quotes the line that stands there, and can be printed. */
export function expectTold(faults: readonly Fault[], text: string): void {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  for (const fault of faults.slice(0, 100)) {
    const { file, line, column } = fault.place;
    expect(file).toMatch(/^(?:odd-)?\w+\.yaml$/);
    const source = file.startsWith("odd-")
      ? (lines[line - 1] ?? "there is no such line").replace(/\r$/, "")
      : fault.source;
    expect(fault.source).toBe(source);
    expect(column).toBeGreaterThan(0);
    expect(column).toBeLessThanOrEqual(source.length + 2);
    expect(fault.message).not.toBe("");
    const told = formatFault(fault);
    expect(told.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(told.length).toBeLessThan(5_000);
  }
}

const MARKS = [
  ": ",
  "- ",
  ", ",
  "? ",
  "\n",
  "\n  ",
  "\n- ",
  "\r",
  "\r\n",
  "\t",
  "  ",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "\\",
  "#",
  " #",
  "|\n",
  ">-\n",
  "|2\n",
  "&a ",
  "*a",
  "*b ",
  "!!binary ",
  "!!str ",
  "!x ",
  "!<",
  "%",
  "%YAML 1.1\n",
  "---\n",
  "...\n",
  "<<: ",
  "~",
  "null",
  "true",
  "yes",
  "on",
  "0x1F",
  "0o7",
  ".inf",
  ".nan",
  "1e400",
  "-0",
  "12345678901234567890",
  "2026-11-28",
  "",
  "__proto__: ",
  "constructor: ",
  "{{ns}}",
  "{{ ada.email }}",
  "{{pad:9}}",
  "{{pad:99999999}}",
  "{{",
  "}}",
  "${SET}",
  "${UNSET}",
  "${",
  "$${",
  "\ufeff",
  "\u0000",
  "\u0085",
  "\u2028",
  "\u202e",
  "\ud800",
  "ada",
  "each: ",
  "steps:\n",
  "email",
] as const;

export const mark = fc.constantFrom(...MARKS);

/** Values of every type, and texts that mean something somewhere in a file. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  mark,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    "",
    "nothing",
    "GET /x",
    "$.id",
    "$[?",
    "http://[",
    "a.{{ns}}@b",
    { a: null },
    [[[]]],
    -1,
    0.5,
  ),
  fc.string({ unit: "binary" }),
);

interface Edit {
  /** Of the places of the document, which one; and which other. */
  readonly at: number;
  readonly other: number;
  readonly does: "replace" | "remove" | "rename" | "copy" | "wrap" | "twice";
  readonly value: unknown;
  readonly key: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(500),
  other: fc.nat(500),
  does: fc.constantFrom("replace", "remove", "rename", "copy", "wrap", "twice"),
  value,
  key: fc.oneof(
    fc.constantFrom("id", "__proto__", "constructor", "email", "expect", "if", "without", "each"),
    fc.string({ maxLength: 8 }),
  ),
});

type Holder = Record<string | number, unknown>;

function edited(document: object, edits: readonly Edit[]): unknown {
  const copy = structuredClone(document) as Holder;
  for (const one of edits) change(copy, one);
  return copy;
}

function change(document: Holder, { at, other, does, value: put, key }: Edit): void {
  const places = [...placesOf(document)];
  const path = places[at % places.length];
  if (path === undefined) return;
  const holder = get(document, path.slice(0, -1)) as Holder | undefined;
  // A `__proto__` that was put there is no member.
  if (typeof holder !== "object" || holder === null) return;
  const last = path.at(-1) ?? "";
  const was = holder[last];
  if (does === "replace") holder[last] = put;
  if (does === "copy") holder[last] = structuredClone(get(document, places[other % places.length] ?? []));
  if (does === "wrap") holder[last] = other % 2 === 0 ? [was] : { [key]: was };
  if (does === "twice" && Array.isArray(holder)) holder.push(structuredClone(was));
  if (does !== "remove" && does !== "rename") return;
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(holder, last);
  if (does === "rename")
    Object.defineProperty(holder, key, { value: was, enumerable: true, configurable: true, writable: true });
}

function get(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (at as Holder | undefined)?.[step], document);
}

/** A file of a kind with some of its parts changed, written in one of two styles. */
export const nearDocument = fc
  .record({ kind, edits: fc.array(edit, { minLength: 1, maxLength: 4 }), json: fc.boolean() })
  .map(({ kind: what, edits, json }) => {
    const document = edited(DOCUMENTS[what], edits);
    return { kind: what, text: json ? JSON.stringify(document, null, 1) : stringify(document, { lineWidth: 0 }) };
  });

/** A file of a kind whose text was cut, doubled and sprinkled with what means something in YAML. */
export const nearText = fc
  .record({
    kind,
    json: fc.boolean(),
    cuts: fc.array(fc.record({ at: fc.nat(6_000), takes: fc.nat(30), puts: fc.array(mark, { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
  })
  .map(({ kind: what, json, cuts }) => {
    let text = json ? JSON.stringify(DOCUMENTS[what], null, 1) : stringify(DOCUMENTS[what]);
    for (const { at, takes, puts } of cuts) {
      const from = at % (text.length + 1);
      text = text.slice(0, from) + puts.join("") + text.slice(from + takes);
    }
    return { kind: what, text };
  });
