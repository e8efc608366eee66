/** A map whose one distinguishing key says what kind of thing it is: a step, an action, a driver, a seed call. */
import { z } from "zod";
import { list, nearest, quote } from "../faults.ts";
import { plannedWord } from "../planned.ts";
import { issuesOf } from "../yaml/issues.ts";

export interface Kinds {
  /** `a step`, for messages. */
  readonly what: string;
  /** Kind -> its strict schema, which requires the key of that name. Where several stand, the first here decides. */
  readonly schemas: { readonly [kind: string]: z.ZodType };
  /** What to do about two kinds in one map; left out: make two items of it. */
  readonly cure?: string;
  /** Kinds that are known by name and not yet available. */
  readonly planned?: readonly string[];
}

const KINDS = new WeakMap<object, Kinds>();

/** A schema that picks the kind by the key that is there, so that each fault is about the kind that was meant. */
export function keyed<T>(kinds: Kinds): z.ZodType<T> {
  const names = Object.keys(kinds.schemas);
  const schema = z.custom<T>().check((payload) => {
    const value: unknown = payload.value;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      const message = `One of its keys must be ${list(names.map(quote), "or")}.`;
      payload.issues.push({ code: "invalid_type", expected: "object", input: value, path: [], message });
      return;
    }
    const kind = names.find((name) => Object.hasOwn(value, name));
    const inner = kind === undefined ? undefined : kinds.schemas[kind];
    if (kind === undefined || inner === undefined) {
      payload.issues.push({ code: "custom", input: value, ...noKind(Object.keys(value), names, kinds) });
      return;
    }
    const second = names.find((name) => name !== kind && Object.hasOwn(value, name) && !accepts(inner, name));
    if (second !== undefined) {
      const message = `${quote(kind)} and ${quote(second)} stand in one map: ${kinds.what} is only one of them`;
      payload.issues.push({
        code: "custom",
        input: value,
        path: [second],
        message,
        params: { key: true, hint: kinds.cure ?? "Make two items of it." },
      });
      return;
    }
    for (const issue of issuesOf(inner, value)) payload.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
  });
  KINDS.set(schema, kinds);
  return schema;
}

/** What a keyed schema is made of: JSON Schema has no word for it. */
export function kindsOf(schema: object): Kinds | undefined {
  return KINDS.get(schema);
}

function accepts(schema: z.ZodType, key: string): boolean {
  return schema instanceof z.ZodObject && Object.hasOwn(schema.shape, key);
}

function noKind(
  keys: readonly string[],
  names: readonly string[],
  kinds: Kinds,
): { message: string; path: string[]; params: object } {
  const planned = keys.find((key) => kinds.planned?.includes(key));
  if (planned !== undefined) return { ...plannedWord(planned, names), path: [planned] };
  const misspelt = keys.find((key) => nearest(key, names) !== undefined);
  const known = list(names.map(quote), "or");
  if (misspelt !== undefined) {
    const hint = `Did you mean ${quote(nearest(misspelt, names) ?? "")}?`;
    return { message: `${quote(misspelt)} is not ${kinds.what}`, path: [misspelt], params: { key: true, hint } };
  }
  const [only] = keys;
  if (only === undefined)
    return { message: `${kinds.what} is missing`, path: [], params: { hint: `Write one of ${known}.` } };
  return {
    message: `nothing here says which ${kinds.what.replace(/^an? /, "")} it is`,
    path: [],
    params: { hint: `One of the keys must be ${known}.` },
  };
}
