import { isMap, isScalar, isSeq, parseDocument, type Document } from "yaml";
import type { Fix } from "../../errors.ts";
import { insertInto } from "./insert.ts";
import { scalarTexts } from "./scalar.ts";

/** A YAML text with some of the fixes made, and everything else, comments and blanks too, as it stood. */
export interface Edited {
  readonly text: string;
  readonly made: readonly Fix[];
}

/**
 * Makes one change after the other where a person wrote a plain value or nothing. A value that a template, a variable or
 * an alias stands for is left alone, and so is whatever would not read back as it was meant.
 */
export function editYaml(text: string, fixes: readonly Fix[]): Edited {
  let now = text;
  const made: Fix[] = [];
  for (const fix of fixes) {
    const next = editOnce(now, fix);
    if (next === null) continue;
    now = next;
    made.push(fix);
  }
  return { text: now, made };
}

function editOnce(text: string, { path: asked, value }: Fix): string | null {
  const document = parse(text);
  if (document === null) return null;
  const path = writtenPath(document, asked);
  if (document.getIn(path) === value) return null;
  const wanted = document.toJS() as unknown;
  if (!put(wanted, path, value)) return null;
  return (
    scalarTexts(value, sourceAt(text, document, path))
      .map((written) => placed(text, document, path, written))
      .find((next) => next !== null && next !== text && readsAs(next, wanted)) ?? null
  );
}

/** The text with a value written in place of the old one, or put in where there was none. */
function placed(text: string, document: Document, path: Fix["path"], written: string): string | null {
  const old = document.getIn(path, true);
  if (old === undefined) return insertInto(text, document, path, written);
  if (!isScalar(old) || old.range == null || old.anchor !== undefined || old.tag !== undefined) return null;
  const [from, to] = old.range;
  const source = text.slice(from, to);
  if (source === "" || source.includes("\n") || /\{\{|\$\{/.test(source)) return null;
  return text.slice(0, from) + written + text.slice(to);
}

function sourceAt(text: string, document: Document, path: Fix["path"]): string {
  const old = document.getIn(path, true);
  return isScalar(old) && old.range != null ? text.slice(old.range[0], old.range[1]) : "";
}

function parse(text: string): Document | null {
  const document = parseDocument(text, { version: "1.2" });
  return document.errors.length === 0 && isMap(document.contents) ? document : null;
}

/** Where one thing may stand alone instead of in a list, its number is left out. */
function writtenPath(document: Document, path: Fix["path"]): Fix["path"] {
  const written: (string | number)[] = [];
  for (const step of path) {
    const node: unknown = written.length === 0 ? document.contents : document.getIn(written, true);
    if (step === 0 && !isSeq(node)) continue;
    written.push(step);
  }
  return written;
}

/** Sets a member of plain data; maps that are not there are made. */
function put(data: unknown, path: Fix["path"], value: Fix["value"]): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  let here = data;
  for (const step of path.slice(0, -1)) {
    if (typeof here !== "object" || here === null) return false;
    const members = here as Record<string | number, unknown>;
    here = members[step] ??= {};
  }
  if (typeof here !== "object" || here === null) return false;
  (here as Record<string | number, unknown>)[last] = value;
  return true;
}

function readsAs(text: string, wanted: unknown): boolean {
  const document = parse(text);
  return document !== null && JSON.stringify(sorted(document.toJS())) === JSON.stringify(sorted(wanted));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}
