import { messageOf } from "../../errors.ts";
import type { ExecAccountsDriver, HttpAccountsDriver } from "../../scenario/model/index.ts";
import { isSingular, readJsonPath } from "../../scenario/json-path.ts";
import type { Blanks } from "./blanks.ts";
import { partsOf, type Parts, type RawRow } from "./collect.ts";
import { beginning } from "./context.ts";

/** What is wrong with a JSON answer, to be completed with the driver's name and place. */
export class UnreadableAnswer extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** There is no JSON where it was wanted. */
export class NoJson extends UnreadableAnswer {
  /** See isDamage. */
  readonly damage = true;
}

/** Fields that are lists: a path that finds nothing shows an empty list, elsewhere null. */
export const LISTS: ReadonlySet<string> = new Set(["roles", "identities", "memberships"]);

/** The rows of a JSON document by the driver's `each`, `map` and `collect`. Throws UnreadableAnswer. */
export function jsonRows(driver: HttpAccountsDriver | ExecAccountsDriver, document: unknown, blanks: Blanks): RawRow[] {
  // Also where there is no account yet: a path is wrong from the beginning.
  for (const [field, path] of Object.entries(driver.map)) find(null, path, `map.${field}`);
  blanks.read(document);
  return find(document, driver.each, "each").map((node) => rowOf(driver, node, blanks));
}

function rowOf(driver: HttpAccountsDriver | ExecAccountsDriver, node: unknown, blanks: Blanks): RawRow {
  const fields: Record<string, unknown> = {};
  for (const [field, path] of Object.entries(driver.map)) {
    const found = find(node, path, `map.${field}`);
    blanks.saw(node, field, found);
    fields[field] = meantBy(valueOf(found, field, path), driver.words?.[field]);
  }
  if (fields["id"] === null || fields["id"] === undefined || fields["id"] === "") {
    throw new UnreadableAnswer(
      `finds no id: map.id (${driver.map["id"] ?? "missing"}) matches nothing in ${beginning(JSON.stringify(node) ?? "")}`,
    );
  }
  const parts = Object.entries(driver.collect).map(
    ([field, columns]) => [field, partsAt(node, field, partsOf(columns))] as const,
  );
  return { fields, parts: Object.fromEntries(parts) };
}

function valueOf(found: readonly unknown[], field: string, path: string): unknown {
  if (!isSingular(path)) return LISTS.has(field) || found.length > 1 ? found : (found[0] ?? null);
  return found[0] ?? (LISTS.has(field) ? [] : null);
}

/** What a word says of a field that is true or false; nothing where there is none. */
function meantBy(value: unknown, words: readonly string[] | undefined): unknown {
  if (words === undefined || value === null || value === undefined) return value;
  return words.includes(typeof value === "string" ? value : JSON.stringify(value));
}

function partsAt(node: unknown, field: string, paths: { readonly [part: string]: string }): Parts {
  return paired(
    field,
    Object.entries(paths).map(([part, path]) => [part, find(node, path, `collect.${field}`)]),
  );
}

/** The parts of one field, which stand side by side. Throws UnreadableAnswer where they cannot. */
export function paired(field: string, found: readonly (readonly [string, readonly unknown[]])[]): Parts {
  const lengths = new Set(found.map(([, values]) => values.length).filter((length) => length > 0));
  if (lengths.size > 1) {
    const told = found.map(([part, values]) => `${part}: ${values.length}`).join(", ");
    throw new UnreadableAnswer(
      `cannot pair the parts of collect.${field}: the paths find lists of different length (${told})`,
    );
  }
  return Object.fromEntries(found);
}

/** What a path finds; `where` names it in the message. Throws UnreadableAnswer for an invalid path. */
export function find(node: unknown, path: string, where: string): readonly unknown[] {
  try {
    return readJsonPath(node, path);
  } catch (error) {
    throw new UnreadableAnswer(
      `has an invalid JSONPath in ${where}: ${path} (${messageOf(error)})`,
      "write it as RFC 9535 has it, such as $.email or $.users[*]",
      error,
    );
  }
}

/** An answer that cannot be read is told by the driver, which knows its name and place; any other error goes on as it is. */
export async function readOrTell<T>(work: Promise<T>, tell: (answer: UnreadableAnswer) => Error): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof UnreadableAnswer ? tell(error) : error;
  }
}
