import * as fc from "fast-check";
import { expect } from "vitest";
import {
  lookupIn,
  MAX_PAD,
  render,
  renderLoose,
  renderText,
  TemplateError,
  templatePaths,
} from "../../harness/scenario/template.ts";
import type { Json } from "../../harness/scenario/model/index.ts";
import { holds } from "./property.ts";

/** Names that a scope may have, and that an object has by nature. */
const NAMES = ["ns", "ada", "email", "a-b", "__proto__", "constructor", "toString", "length", "0"];

const name = fc.constantFrom(...NAMES);
const path = fc.oneof(
  fc.array(name, { minLength: 1, maxLength: 3 }).map((words) => words.join(".")),
  fc.nat(40).map((n) => `pad:${n}`),
  fc.constantFrom("", " ", ".", "pad:", "pad:-1", "pad:1e9", "fixed:", "fixed: x", "pad:00003", "fixed:{", "$&", "$1"),
);
const blank = fc.constantFrom("", " ", "\t", "\n");
const template = fc.tuple(blank, path, blank).map(([before, inner, after]) => `{{${before}${inner}${after}}}`);
/** Whatever has no braces in it. */
const plain = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[{}]/g, ""));
const near = fc
  .array(fc.oneof(template, plain, fc.constantFrom("{", "}", "{{", "}}", "{{{", "$&", "$$")))
  .map((all) => all.join(""));

/** What a name stands for: texts that look like templates and like what `replace` reads among them. */
const scalar = fc.oneof(
  plain,
  fc.constantFrom("{{ns}}", "{{", "$&", "$1", "$$", "}}"),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const scope = fc.dictionary(
  name,
  fc.oneof(scalar, fc.dictionary(name, scalar, { noNullPrototype: false }), fc.array(scalar)),
  {
    noNullPrototype: false,
  },
) as fc.Arbitrary<{ [name: string]: Json }>;

/** Another way to the same: scanned by index, without a pattern. Null where a path is not known, or does not fit. */
function expanded(text: string, known: { readonly [name: string]: Json }): string | null {
  let out = "";
  for (let at = 0; at < text.length;) {
    const inner = innerAt(text, at);
    if (inner === null) {
      out += text[at++];
      continue;
    }
    const value = valueOf(inner.trim(), known);
    if (value === undefined || (typeof value === "object" && value !== null)) return null;
    out += value === null ? "" : String(value);
    at += inner.length + 4;
  }
  return out;
}

/** What stands between the braces of a template that begins there. */
function innerAt(text: string, at: number): string | null {
  if (!text.startsWith("{{", at)) return null;
  let end = at + 2;
  while (end < text.length && text[end] !== "{" && text[end] !== "}") end += 1;
  return text.startsWith("}}", end) ? text.slice(at + 2, end) : null;
}

function valueOf(inner: string, known: { readonly [name: string]: Json }): Json | undefined {
  if (inner.startsWith("pad:") && /^[0-9]+$/.test(inner.slice(4)))
    return "x".repeat(Number.parseInt(inner.slice(4), 10));
  if (inner.startsWith("fixed:") && inner.slice(6).trim() !== "" && inner.slice(6) === inner.slice(6).trimStart())
    return inner.slice(6);
  const entries = new Map(Object.entries(known));
  if (entries.has(inner)) return entries.get(inner);
  let value: Json | undefined = known;
  for (const word of inner.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = new Map<string, Json>(Object.entries(value)).get(word);
  }
  return value;
}

function orFault<T>(call: () => T): T | TemplateError {
  try {
    return call();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
}

holds(
  "a text is expanded once, or its fault is told",
  [near, scope],
  (text, known) => {
    const rendered = orFault(() => renderText(text, lookupIn(known)));
    const expected = expanded(text, known);
    if (expected === null) expect(rendered).toBeInstanceOf(TemplateError);
    else expect(rendered).toBe(expected);
  },
  { runs: 1_000 },
);

holds(
  "no braces are left of what was well formed",
  [fc.array(fc.oneof(plain, template)), scope],
  (pieces, known) => {
    const quiet = Object.fromEntries(
      Object.entries(known).map(([key, value]) => [key, JSON.stringify(value).replaceAll(/[{}]/g, "")]),
    );
    const text = pieces.join("").replaceAll("fixed:{", "ns").replaceAll("}}}", "}}");
    const rendered = orFault(() => renderText(text, lookupIn(quiet)));
    if (!(rendered instanceof TemplateError)) expect(rendered).not.toMatch(/[{}]/);
  },
  { runs: 1_000 },
);

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    near,
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(name, template), tie("value"), { maxKeys: 4, noNullPrototype: false }),
  ),
})).value;

holds(
  "a value keeps its shape, and each of its texts is expanded, keys among them",
  [json, scope],
  (value, known) => {
    const rendered = orFault(() => render(value, lookupIn(known)));
    if (rendered instanceof TemplateError) expect(templatePaths(value).length).toBeGreaterThan(0);
    else expect(shapeOf(rendered, value)).toBe(true);
    orFault(() => renderLoose(value, lookupIn(known)));
  },
  { runs: 1_000 },
);

/** Whether one is what the other was, but for texts; what is one whole template may have become anything. */
function shapeOf(rendered: Json, value: Json): boolean {
  if (typeof value === "string") return /^\{\{[^{}]*\}\}$/.test(value) || typeof rendered === "string";
  if (typeof value !== "object" || value === null) return Object.is(rendered, value);
  if (typeof rendered !== "object" || rendered === null || Array.isArray(rendered) !== Array.isArray(value))
    return false;
  const [was, is] = [Object.entries(value), new Map<string, Json>(Object.entries(rendered))];
  const named = was.filter(([key]) => Array.isArray(value) || !key.includes("{{"));
  return was.length === is.size && named.every(([key, inner]) => is.has(key) && shapeOf(is.get(key) ?? null, inner));
}

holds(
  "a pad is as long as it says, and no longer than may be",
  [fc.oneof(fc.nat(MAX_PAD + 2), fc.bigInt(0n, 10n ** 30n))],
  (length) => {
    const rendered = orFault(() => renderText(`{{pad:${length}}}`, () => undefined));
    if (length > MAX_PAD) expect(rendered).toBeInstanceOf(TemplateError);
    else expect(rendered).toHaveLength(Number(length));
  },
  { runs: 60 },
);
