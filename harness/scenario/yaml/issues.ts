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
}

export function issuesOf(schema: z.ZodType, value: unknown): readonly Issue[] {
  const known = new WeakMap<object, readonly string[]>();
  const result = schema.safeParse(value, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject) {
        const shape = Object.entries(issue.inst.shape as { [key: string]: object });
        known.set(
          issue.keys,
          shape.filter(([, member]) => !isPlanned(member)).map(([key]) => key),
        );
      }
      // What is missing is told with the field's own words.
      const { inst } = issue;
      return issue.input === undefined && inst !== undefined
        ? (z.globalRegistry.get(inst as z.ZodType)?.description ?? "")
        : undefined;
    },
  });
  if (result.success) return [];
  return result.error.issues.map((issue) => withKnown(issue, known));
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
  return issues.flatMap((issue) => tellIssue(issue, root, []));
}

function tellIssue(issue: Issue, root: Located, prefix: Path): readonly Told[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  const node = at(root, path);
  if (node?.kind === "hole") return [{ path, message: "", key: false }];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, issue.known ?? [], path));
  if (issue.code === "invalid_union") return tellUnion(issue, root, path);
  if (issue.code === "custom") {
    const advice = (issue.params ?? {}) as Advice;
    return [{ path, message: issue.message, hint: advice.hint, key: advice.key ?? false }];
  }
  if (node === undefined) return [missing(path, issue.message)];
  if (issue.code === "invalid_type") return [wrongType(expectedWord(issue), node, path)];
  if (issue.code === "invalid_value") return [wrongWord(issue.values.map(String), node, path)];
  if (issue.code === "invalid_key") {
    const reason = issue.issues[0]?.message ?? issue.message;
    return [{ path, message: `${quote(String(path.at(-1)))}: ${reason}`, key: true }];
  }
  return [{ path, message: sentence(issue.message, path, node), key: false }];
}

function unknownKey(key: string, known: readonly string[], path: Path): Told {
  return {
    path: [...path, key],
    message: `unknown key ${quote(key)}${within(path)}`,
    hint: suggest(key, known, "The keys here are"),
    key: true,
  };
}

function missing(path: Path, about: string): Told {
  return {
    path,
    message: `${quote(String(path.at(-1)))} is missing${within(path.slice(0, -1))}`,
    ...(about === "" ? {} : { hint: `Add \`${String(path.at(-1))}:\`. ${about}` }),
    key: true,
  };
}

/** Of a union, the branch that was meant: the one that takes this kind of value. */
function tellUnion(issue: Issue & { code: "invalid_union" }, root: Located, path: Path): readonly Told[] {
  const node = at(root, path);
  if (node === undefined) return [missing(path, issue.message)];
  if ("options" in issue && Array.isArray(issue.options)) return [wrongWord(issue.options.map(String), node, path)];
  const branches = issue.errors as readonly (readonly Issue[])[];
  const meant = branches.filter((branch) => !branch.some((inner) => inner.path.length === 0 && isWrongKind(inner)));
  const [best] = [...meant].sort((a, b) => a.length - b.length);
  if (best !== undefined) return best.flatMap((inner) => tellIssue(inner, root, path));
  const roots = branches.flatMap((branch) => branch.filter((inner) => inner.path.length === 0));
  const words = [...new Set(roots.flatMap(expectations))];
  return [wrongType(list(words, "or"), node, path)];
}

function isWrongKind(issue: Issue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union";
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

function wrongType(expected: string, node: Located, path: Path): Told {
  return {
    path,
    message: `${subject(path)} must be ${expected}, not ${shown(node)}`,
    hint: typeHint(expected, node),
    key: false,
  };
}

function typeHint(expected: string, node: Located): string | undefined {
  if (node.kind !== "scalar") return undefined;
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
  const value = node.kind === "scalar" ? String(node.value) : "";
  const onOff = node.kind === "scalar" && typeof node.value === "boolean" ? (node.value ? "on" : "off") : undefined;
  const near = onOff !== undefined && words.includes(onOff) ? onOff : nearest(value, words);
  return {
    path,
    message: `${subject(path)} must be ${list(words.map(quote), "or")}, not ${shown(node)}`,
    hint: near === undefined ? undefined : `Did you mean ${quote(near)}?`,
    key: false,
  };
}

export function shown(node: Located): string {
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
  return name === undefined ? "the list" : quote(String(name));
}
