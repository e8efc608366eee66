/**
 * Templates: `{{path}}` in any text of a YAML file, keys of maps included. A path is words joined by dots; `{{pad:N}}` is N times `x`,
 * and `{{fixed:TEXT}}` that text.
 * A text that is one whole template may render to any JSON value; inside a longer text it must be a scalar.
 * What a template renders to is never rendered again, so text from outside cannot smuggle in a path.
 */
import type { Json } from "./model/index.ts";

export type Lookup = (path: string) => Json | undefined;

const TEMPLATE = /\{\{([^{}]*)\}\}/g;
const WHOLE = /^\{\{([^{}]*)\}\}$/;
const PAD = /^pad:([0-9]+)$/;
const FIXED = /^fixed:(\S.*)$/;

/** The longest `{{pad:N}}`. */
export const MAX_PAD = 1_000_000;

/** A template whose path is unknown, or that does not fit where it stands. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`{{${path}}} ${problem}`);
    this.path = path;
  }
}

/** Every path that a value uses, each once, in the order in which they stand. */
export function templatePaths(value: Json): readonly string[] {
  const paths = new Set<string>();
  visit(value, (text) => {
    for (const match of text.matchAll(TEMPLATE)) paths.add((match[1] ?? "").trim());
  });
  return [...paths];
}

/** The paths of a text in their order, as often as they stand there. */
export function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(TEMPLATE)].map(([, path = ""]) => path.trim());
}

/** The N of `pad:N`; undefined for any other path. */
export function padOf(path: string): number | undefined {
  const length = PAD.exec(path)?.[1];
  return length === undefined ? undefined : Number(length);
}

/** The text of `fixed:TEXT`; undefined for any other path. */
export function fixedOf(path: string): string | undefined {
  return FIXED.exec(path)?.[1];
}

/** Renders every template in a value. Throws TemplateError for a path that `lookup` does not know. */
export function render(value: Json, lookup: Lookup): Json {
  return renderValue(value, lookup, false) as Json;
}

/**
 * Like `render`, but a member of an object (or an item of a list) that is one whole template of an unknown path
 * is left out: a field that was not given is then not sent at all.
 */
export function renderLoose(value: Json, lookup: Lookup): Json | undefined {
  return renderValue(value, lookup, true);
}

/** Renders a text to a text. Throws TemplateError for an unknown path and for a list or map. */
export function renderText(text: string, lookup: Lookup): string {
  return text.replaceAll(TEMPLATE, (_, path: string) => scalar(path.trim(), known(path.trim(), lookup)));
}

/**
 * A lookup in nested values: a path is taken whole first, then word by word, so that both
 * `{ "connections.a.issuer": x }` and `{ connections: { a: { issuer: x } } }` answer `connections.a.issuer`.
 */
export function lookupIn(scope: { readonly [name: string]: Json | undefined }): Lookup {
  return (path) => {
    if (Object.hasOwn(scope, path)) return scope[path];
    let value: Json | undefined = scope as Json;
    for (const word of path.split(".")) {
      if (value === null || typeof value !== "object" || !isMember(value, word)) return undefined;
      value = (value as { readonly [key: string]: Json })[word];
    }
    return value;
  };
}

/** A list has a `length` of its own, too, which nobody wrote. */
function isMember(value: object, word: string): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, word);
}

function renderValue(value: Json, lookup: Lookup, loose: boolean): Json | undefined {
  if (typeof value === "string") {
    const path = WHOLE.exec(value)?.[1]?.trim();
    if (path === undefined) return renderText(value, lookup);
    return loose ? find(path, lookup) : known(path, lookup);
  }
  if (isList(value)) {
    return value.map((item) => renderValue(item, lookup, loose)).filter((item) => item !== undefined);
  }
  if (value !== null && typeof value === "object") {
    const taken = new Set<string>();
    const members = Object.entries(value).map(([key, member]) => {
      const rendered = renderValue(key, lookup, loose);
      const name = rendered === undefined ? undefined : keyOf(key, rendered);
      if (name !== undefined && taken.has(name)) throw new TemplateError(pathsIn(key)[0] ?? key, TWICE);
      if (name !== undefined) taken.add(name);
      return [name, renderValue(member, lookup, loose)] as const;
    });
    return Object.fromEntries(
      members.filter((member): member is [string, Json] => member[0] !== undefined && member[1] !== undefined),
    );
  }
  return value;
}

function find(path: string, lookup: Lookup): Json | undefined {
  const length = padOf(path);
  if (length === undefined) return fixedOf(path) ?? lookup(path);
  if (length > MAX_PAD) throw new TemplateError(path, `is longer than ${MAX_PAD} characters`);
  return "x".repeat(length);
}

function known(path: string, lookup: Lookup): Json {
  const value = find(path, lookup);
  if (value === undefined) throw new TemplateError(path, "is not known here");
  return value;
}

const TWICE = "is the key of two members then";

function keyOf(key: string, value: Json): string {
  return typeof value === "string" ? value : scalar(key.slice(2, -2).trim(), value);
}

function scalar(path: string, value: Json): string {
  if (value === null) return "";
  if (typeof value === "object") throw new TemplateError(path, "is a list or a map and cannot stand inside a text");
  return String(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function visit(value: Json, text: (text: string) => void): void {
  if (typeof value === "string") text(value);
  else if (isList(value)) for (const item of value) visit(item, text);
  else if (value !== null && typeof value === "object") {
    for (const [key, member] of Object.entries(value)) {
      text(key);
      visit(member, text);
    }
  }
}
