/** Small schemas that the three file kinds share. */
import { z } from "zod";
import { selectorProblem } from "../css.ts";
import { jsonPathProblem } from "../json-path.ts";
import type { Json, PerProtocol, RequestLine } from "../model/index.ts";
import type { Advice } from "../yaml/issues.ts";

/** The name of a person, an account, a connection ...: it can stand in a template, and is a key wherever they are kept. */
export const nameSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "must be a name (letters, digits, `-` and `_`, a letter first), not %")
  .refine((name) => !(name in {}), "must be a name that means nothing to JavaScript, not %");

export const text = z.string().min(1, "must not be empty");

/** Any value that JSON can hold. */
export const json: z.ZodType<Json> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]))
  .meta({ id: "json" });

/** `x` or `[x, y]`. */
export function oneOrMany<S extends z.ZodType>(schema: S): z.ZodUnion<readonly [S, z.ZodArray<S>]> {
  return z.union([schema, z.array(schema).min(1, "must not be an empty list")]);
}

/** A list or one, as a list. */
export function many<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** A value, or `{ oidc: ..., saml: ... }`. */
export function perProtocol<T>(schema: z.ZodType<T>): z.ZodType<PerProtocol<T>> {
  return z.union([schema, z.strictObject({ oidc: schema, saml: schema })]);
}

/** As `2026-12`. */
export const month = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/, "must be a month such as `2026-12`, not %");

export const stringMap = z.record(z.string(), z.string());

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const REQUEST = /^(GET|POST|PUT|PATCH|DELETE) +(\S.*)$/;

/** Whether a text leads somewhere, seen from an address, once its templates are filled in. */
export function isAddress(written: string): boolean {
  return URL.canParse(written.replaceAll(/\{\{[^{}]*\}\}/g, "1"), "http://localhost/");
}

export const requestLine = z.string().superRefine((line, context) => {
  const target = REQUEST.exec(line)?.[2];
  if (target !== undefined && !isAddress(target)) {
    const params: Advice = { hint: "Write a path of the SP, or a whole address." };
    context.addIssue({ code: "custom", message: "has no address behind its method, as in %", params });
  }
  if (target !== undefined) return;
  const hint = `Write a method (${METHODS.join(", ")}), a space and a path: "GET /path".`;
  context.addIssue({ code: "custom", message: "must be a request line, not %", params: { hint } satisfies Advice });
});

/** The schema has seen to it that the line matches. */
export function toRequestLine(line: string): RequestLine {
  const [, method, target] = REQUEST.exec(line) ?? [];
  return { method: METHODS.find((known) => known === method) ?? "GET", target: (target ?? line).trim() };
}

/** A selector that is wrong would match nothing, and nobody would be told. */
export const cssSelector = text.superRefine((selector, context) => {
  const problem = selector.includes("{{") ? null : selectorProblem(selector);
  if (problem === null) return;
  const params: Advice = { hint: `${problem}. Write it as in a style sheet: "form#terms".` };
  context.addIssue({ code: "custom", message: "must be a CSS selector, not %", params });
});

export const jsonPath = z
  .string()
  .startsWith("$", { error: "must be a JSONPath such as `$.id`, not %", abort: true })
  .superRefine(refuseInvalidPath);

/** A path that is wrong is told where it stands, and not when the first account is read. */
export function refuseInvalidPath(path: string, context: z.RefinementCtx): void {
  const problem = path.startsWith("$") ? jsonPathProblem(path) : null;
  if (problem === null) return;
  const hint = `${problem[0]?.toUpperCase()}${problem.slice(1)}. Write it as RFC 9535 has it, such as $.email or $.users[*].`;
  context.addIssue({ code: "custom", message: "must be a valid JSONPath, not %", params: { hint } satisfies Advice });
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out the members that are undefined: a key that was not written is absent in the model. */
export function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
