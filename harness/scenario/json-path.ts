import { jsonpath, type JSONPathQuery, type JSONValue } from "json-p3";
import { messageOf } from "../errors.ts";
import { inTime } from "./in-time.ts";

const compiled = new Map<string, JSONPathQuery>();

/** The values that an RFC 9535 JSONPath finds, in document order. Throws an Error for an invalid path, and EndlessPattern. */
export function readJsonPath(value: unknown, path: string): readonly unknown[] {
  const names = namesOf(path);
  if (names !== null) return memberAt(value, names);
  const query = compile(path);
  const read = () => query.query(value as JSONValue).values();
  return PATTERNS.test(path) ? inTime(path, read) : read();
}

/** Filters by a regular expression (RFC 9535, sections 2.4.6 and 2.4.7). */
const PATTERNS = /\b(?:match|search)\s*\(/;

/** `$.user.email`, as most paths are: an SP's ten thousand accounts are asked for their ids by it at every look. */
const MEMBERS = /^\$(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/;
const members = new Map<string, readonly string[] | null>();

function namesOf(path: string): readonly string[] | null {
  let names = members.get(path);
  if (names === undefined) {
    names = MEMBERS.test(path) ? path.slice(2).split(".") : null;
    members.set(path, names);
  }
  return names;
}

/** A name selects a member of an object, and nothing of a list (RFC 9535, section 2.3.1.2). */
function memberAt(value: unknown, names: readonly string[]): readonly unknown[] {
  let found = value;
  for (const name of names) {
    if (typeof found !== "object" || found === null || Array.isArray(found) || !Object.hasOwn(found, name)) return [];
    found = (found as { readonly [member: string]: unknown })[name];
  }
  return [found];
}

/** Whether the path can find at most one value (RFC 9535, section 2.3.5.1: a singular query). Throws likewise. */
export function isSingular(path: string): boolean {
  return compile(path).singularQuery();
}

/** What is wrong with a path, for the end of a sentence; null where nothing is. One that holds a template is not known yet. */
export function jsonPathProblem(path: string): string | null {
  if (path.includes("{{")) return null;
  try {
    compile(path);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** The paths of a target file are few and are used for every row. */
function compile(path: string): JSONPathQuery {
  let query = compiled.get(path);
  if (query === undefined) {
    query = jsonpath.compile(path);
    compiled.set(path, query);
  }
  return query;
}
