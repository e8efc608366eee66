import { beginning } from "../beginning.ts";
import { ACCOUNT_FIELDS } from "../scenario/model/index.ts";
import type { Identity } from "../observe/snapshot.ts";
import type { Row } from "./port.ts";

/** A driver shows a value that the field cannot hold; the message completes `NAME (file:line) ...`. */
export class UnfitValue extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

const FIELDS: ReadonlySet<string> = new Set(ACCOUNT_FIELDS);
const TRUE: ReadonlySet<unknown> = new Set([true, 1, "1", "true", "t"]);
const FALSE: ReadonlySet<unknown> = new Set([false, 0, "0", "false", "f"]);

/**
 * A row's values as the snapshot has them: ids and texts as strings, booleans from what databases and APIs write for
 * them, lists as lists. Null stays null; a list that is null is empty. `attributes.NAME` stays a field of its own.
 * Throws UnfitValue.
 */
export function normalizeRow(row: Row): Row {
  return Object.fromEntries(Object.entries(row).flatMap(([field, value]) => normalizeField(field, value)));
}

function normalizeField(field: string, value: unknown): (readonly [string, unknown])[] {
  if (field === "attributes")
    return Object.entries(objectOf(value)).map(([name, inner]) => [`attributes.${name}`, inner]);
  if (field.startsWith("attributes.")) return [[field, value ?? null]];
  if (!FIELDS.has(field))
    throw new UnfitValue(
      `maps "${field}", which accounts have not`,
      `the fields: ${ACCOUNT_FIELDS.join(", ")}, attributes.NAME`,
    );
  return [[field, normalize(field, value)]];
}

function normalize(field: string, value: unknown): unknown {
  switch (field) {
    case "email_verified":
    case "active":
      return booleanOf(field, value);
    case "roles":
    case "memberships":
      return listOf(value).map(textOf);
    case "identities":
      return listOf(value).map(identityOf);
    case "last_sign_in":
      return value instanceof Date ? value.toISOString() : textOrNull(value);
    default:
      return textOrNull(value);
  }
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : textOf(value);
}

function booleanOf(field: string, value: unknown): boolean | null {
  if (value === null || value === undefined) return null;
  const plain = typeof value === "string" ? value.toLowerCase() : value;
  if (TRUE.has(plain)) return true;
  if (FALSE.has(plain)) return false;
  const word = typeof value === "string" && WORD.test(value) ? value : "active";
  throw new UnfitValue(
    `shows ${field} as ${shown(value)}, which is neither true nor false`,
    `say which words mean true: ${field}: { path: ..., is: ${word} }; or turn it into a boolean, in SQL for example: (verified_at is not null) as ${field}`,
  );
}

const WORD = /^[A-Za-z_]+$/;

/** A text as it is, anything else as JSON has it. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** A list; one that a column holds as JSON text is read, and a single value is a list of one. */
function listOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return value.filter((item) => item !== null);
  const parsed = typeof value === "string" ? parsedText(value, "[") : undefined;
  return Array.isArray(parsed) ? parsed : [value];
}

function identityOf(value: unknown): Identity {
  if (typeof value === "string" || typeof value === "number") return { subject: String(value) };
  const { issuer, subject } = objectOf(value);
  if (subject === undefined || subject === null) {
    throw new UnfitValue(
      `shows an identity without a subject: ${shown(value)}`,
      "name its parts: collect: { identities: { issuer: ..., subject: ... } }",
    );
  }
  return { ...(issuer === undefined || issuer === null ? {} : { issuer: textOf(issuer) }), subject: textOf(subject) };
}

function objectOf(value: unknown): { readonly [name: string]: unknown } {
  const parsed = typeof value === "string" ? parsedText(value, "{") : value;
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
}

function parsedText(text: string, start: string): unknown {
  if (!text.trimStart().startsWith(start)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  return beginning(JSON.stringify(value) ?? String(value), 80);
}
