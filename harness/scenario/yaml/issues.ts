/** zod's issues in this kit's words: one fault for each root cause. */
import { z } from "zod";
import { list, nearest, quote, suggest } from "../faults.ts";
import { isPlanned } from "../schema/strict.ts";
import { booleanOf } from "./parse.ts";
import { at } from "./tree.ts";
import type { Located, Path } from "./tree.ts";

/** What zod found, with what a message needs besides: the keys that are known there. */
export type Issue = z.core.$ZodIssue & { readonly known?: readonly string[] };

/** What an own check of a schema may add to its message. */
export interface Advice {
  readonly hint?: string;
  /** The fault is about the key, not the value. */
  readonly key?: boolean;
}

export interface Told {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Points at the key of the path instead of its value. */
  readonly key: boolean;
  readonly isMissing?: boolean;
  /** The path of the key that an unknown one was meant to be. */
  readonly meant?: string;
}

export function issuesOf(schema: z.ZodType, value: unknown): readonly Issue[] {
  const known = new WeakMap<object, readonly string[]>();
  const result = schema.safeParse(value, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys") known.set(issue.keys, keysOf(issue.inst));
      return aboutField(issue);
    },
  });
  if (result.success) return [];
  return result.error.issues.map((issue) => withKnown(issue, known));
}

/** The field's own words where it is missing; the keys where a map is wanted. */
function aboutField(issue: z.core.$ZodRawIssue): string | undefined {
  const { inst } = issue;
  if (
    inst === undefined ||
    (issue.code !== "invalid_type" && issue.code !== "invalid_union" && issue.code !== "invalid_value")
  )
    return undefined;
  if (issue.input === undefined) return z.globalRegistry.get(inst as z.ZodType)?.description ?? "";
  const keys = issue.code === "invalid_type" ? keysOf(inst) : [];
  return keys.length === 0 ? undefined : `Its keys: ${keys.map(quote).join(", ")}.`;
}

/** The keys that a map may have, those that are still to come left out; none where any key will do. */
function keysOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodRecord)
    return schema.keyType instanceof z.ZodEnum ? schema.keyType.options.map(String) : [];
  if (!(schema instanceof z.ZodObject) || !(schema.def.catchall instanceof z.ZodNever)) return [];
  const members = Object.entries(schema.shape);
  return members.filter(([, member]) => !isPlanned(member)).map(([key]) => key);
}

function withKnown(issue: Issue, known: WeakMap<object, readonly string[]>): Issue {
  if (issue.code === "unrecognized_keys") return { ...issue, known: issue.known ?? known.get(issue.keys) ?? [] };
  if (issue.code === "invalid_union") {
    return { ...issue, errors: issue.errors.map((branch) => branch.map((inner) => withKnown(inner, known))) } as Issue;
  }
  return issue;
}

/** The faults of a schema's issues; `root` is the tree that was checked. */
export function tellIssues(issues: readonly Issue[], root: Located): readonly Told[] {
  const told = issues.flatMap((issue) => tellIssue(issue, root, []));
  const meant = new Set(told.flatMap((each) => each.meant ?? []));
  // A required key that was misspelt is not missing besides.
  return told.filter((each) => !(each.isMissing === true && meant.has(JSON.stringify(each.path))));
}

function tellIssue(issue: Issue, root: Located, prefix: Path): readonly Told[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  const node = at(root, path);
  if (node?.kind === "hole") return [{ path, message: "", key: false }];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, issue.known ?? [], path));
  if (issue.code === "invalid_union") return tellUnion(issue, root, path);
  if (issue.code === "custom") {
    const advice = (issue.params ?? {}) as Advice;
    const says = /^(?:must|has|says)\b/.test(issue.message) && node !== undefined;
    const message = says ? sentence(issue.message, path, node) : issue.message;
    return [{ path, message, hint: advice.hint, key: advice.key ?? false }];
  }
  if (node === undefined) return [missing(path, issue.message)];
  if (issue.code === "invalid_type") return [wrongType(expectedWord(issue), node, path, mapHint(issue))];
  if (issue.code === "invalid_value") return [wrongWord(issue.values.map(String), node, path)];
  if (issue.code === "invalid_key") {
    const reason = (issue.issues[0]?.message ?? issue.message).replace(/, not %$/, "");
    return [{ path, message: `the key ${quote(String(path.at(-1)))} ${reason}`, key: true }];
  }
  return [{ path, message: sentence(issue.message, path, node), key: false }];
}

function unknownKey(key: string, known: readonly string[], path: Path): Told {
  const near = nearest(key, known);
  return {
    ...(near === undefined ? {} : { meant: JSON.stringify([...path, near]) }),
    path: [...path, key],
    message: `unknown key ${quote(key)}${within(path)}`,
    hint: suggest(key, known, "The keys here:"),
    key: true,
  };
}

function missing(path: Path, about: string): Told {
  return {
    path,
    message: `${quote(String(path.at(-1)))} is missing${within(path.slice(0, -1))}`,
    isMissing: true,
    ...(about === "" ? {} : { hint: `Add \`${String(path.at(-1))}:\`. ${about}` }),
    key: true,
  };
}

/** Of a union, the branch that was meant: the one that takes this kind of value. */
function tellUnion(issue: Issue & { code: "invalid_union" }, root: Located, path: Path): readonly Told[] {
  const node = at(root, path);
  if ("options" in issue && Array.isArray(issue.options)) {
    const words = issue.options.map(String);
    if (node === undefined) return [missing(path, `One of ${list(words.map(quote), "and")}.`)];
    return [wrongWord(words, node, path)];
  }
  if (node === undefined) return [missing(path, issue.message)];
  const branches = issue.errors as readonly (readonly Issue[])[];
  const meant = branches.filter((branch) => !branch.some((inner) => inner.path.length === 0 && isWrongKind(inner)));
  const [best] = meant.toSorted((a, b) => a.length - b.length);
  if (best !== undefined) return best.flatMap((inner) => tellIssue(inner, root, path));
  const roots = branches.flatMap((branch) => branch.filter((inner) => inner.path.length === 0));
  const expected = list([...new Set(roots.flatMap(expectations))], "or");
  const near = nearWord(roots.flatMap(wordsOf), node);
  const map = roots.map(mapHint).find((hint) => hint !== undefined);
  return [wrongType(expected, node, path, near === undefined ? map : `Did you mean ${quote(near)}?`)];
}

function isWrongKind(issue: Issue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union";
}

function mapHint(issue: Issue): string | undefined {
  return issue.code === "invalid_type" && /^(?:Its|One of its) keys/.test(issue.message) ? issue.message : undefined;
}

function wordsOf(issue: Issue): readonly string[] {
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

function expectations(issue: Issue): readonly string[] {
  if (issue.code === "invalid_type") return [expectedWord(issue)];
  if (issue.code === "invalid_value") return issue.values.map((value) => quote(String(value)));
  if (issue.code === "invalid_union") {
    return (issue.errors as readonly (readonly Issue[])[])
      .flat()
      .filter((inner) => inner.path.length === 0)
      .flatMap(expectations);
  }
  return [];
}

const KINDS: { readonly [expected: string]: string } = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a map",
  record: "a map",
  null: "`null`",
};

function expectedWord(issue: Issue & { code: "invalid_type" }): string {
  return KINDS[issue.expected] ?? issue.expected;
}

function wrongType(expected: string, node: Located, path: Path, hint?: string): Told {
  return {
    path,
    message: `${subject(path)} must be ${expected}, not ${shown(node)}`,
    hint: typeHint(expected, node) ?? hint,
    key: false,
  };
}

function typeHint(expected: string, node: Located): string | undefined {
  if (node.kind !== "scalar") return undefined;
  if (node.value === null && node.raw === "") return "Write a value behind the `:`, or take the key out.";
  if (expected === "a list" && typeof node.value === "string" && /^[\w./ -]+$/.test(node.value)) {
    return `Write \`[${node.value.trim().split(/ +/).join(", ")}]\`.`;
  }
  if (expected.includes("`true` or `false`") && typeof node.value === "string") {
    const meant = booleanOf(node.value);
    if (meant !== undefined) return `Files are YAML 1.2: write ${quote(String(meant))}, without quotes.`;
  }
  if (expected.includes("a text") && (typeof node.value === "number" || typeof node.value === "boolean")) {
    return `Put it in quotes: "${node.raw}".`;
  }
  if (
    /number/.test(expected) &&
    typeof node.value === "string" &&
    node.value.trim() !== "" &&
    !Number.isNaN(Number(node.value))
  ) {
    return `Write ${quote(node.value)} without quotes.`;
  }
  return undefined;
}

function wrongWord(words: readonly string[], node: Located, path: Path): Told {
  const near = nearWord(words, node);
  return {
    path,
    message: `${subject(path)} must be ${list(words.map(quote), "or")}, not ${shown(node)}`,
    hint: near === undefined ? undefined : `Did you mean ${quote(near)}?`,
    key: false,
  };
}

/** `true` and `false` were meant as `on` and `off` where those are words. */
function nearWord(words: readonly string[], node: Located): string | undefined {
  if (node.kind !== "scalar") return undefined;
  const onOff = typeof node.value === "boolean" ? (node.value ? "on" : "off") : undefined;
  return onOff !== undefined && words.includes(onOff) ? onOff : nearest(String(node.value), words);
}

function shown(node: Located): string {
  if (node.kind === "list") return "a list";
  if (node.kind !== "scalar") return "a map";
  if (node.value === null) return node.raw === "" ? "empty" : "`null`";
  if (typeof node.value === "number") return `the number ${node.raw}`;
  const text = node.raw.length > 60 ? `${node.raw.slice(0, 60)}…` : node.raw;
  return typeof node.value === "string" ? `the text ${quote(text)}` : quote(text);
}

/** Messages of the schemas say what must be; `%` stands for the value. */
function sentence(message: string, path: Path, node: Located): string {
  return `${subject(path)} ${message.replace("%", shown(node))}`;
}

function subject(path: Path): string {
  const step = path.at(-1);
  if (step === undefined) return "the file";
  return typeof step === "string" ? quote(step) : `item ${step + 1} of ${named(path)}`;
}

function within(path: Path): string {
  return path.length === 0 ? "" : ` in ${subject(path)}`;
}

function named(path: Path): string {
  const name = path.findLast((step) => typeof step === "string");
  return name === undefined ? "the list" : quote(name);
}
