import type { AccountsReader } from "../../accounts/index.ts";
import { beginning } from "../../beginning.ts";
import { messageOf } from "../../errors.ts";
import type { ExecAccountsDriver, HttpAccountsDriver } from "../../scenario/model/index.ts";
import { EndlessPattern } from "../../scenario/in-time.ts";
import { isSingular, readJsonPath } from "../../scenario/json-path.ts";
import type { Blanks } from "./blanks.ts";
import { partsOf, type AccountRows, type Parts, type RawRow, type RowReading } from "./collect.ts";

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

type JsonDriver = HttpAccountsDriver | ExecAccountsDriver;

/** What each row of a JSON document is, by the driver's `each`; its paths are looked at, too. Throws UnreadableAnswer. */
export function jsonNodes(driver: JsonDriver, document: unknown, blanks: Blanks): readonly unknown[] {
  // Also where there is no account yet: a path is wrong from the beginning.
  for (const [field, path] of Object.entries(driver.map)) find(null, path, `map.${field}`);
  blanks.read(document);
  requireList(document, driver.each);
  return find(document, driver.each, "each");
}

/** How a row is read by the driver's `map` and `collect`. */
export function jsonReading(driver: JsonDriver, blanks: () => Blanks): RowReading<unknown> {
  const { id: path = "" } = driver.map;
  return {
    id(node) {
      const id = valueOf(find(node, path, "map.id"), "id", path);
      requireId(id, path, node);
      return id;
    },
    whole: (node) => rowOf(driver, node, blanks()),
  };
}

/** `$.data.users[*]`: the list, and all that it holds. */
const ALL_OF = /^(\$(?:\.\w+)*)\[\*\]$/;
const WELL = ["ok", "success"];
const FAULTS = ["error", "errors", "exception", "fault"];

/**
 * Nobody is not the same as no answer: where each is all of one list, a document that holds something else in its place,
 * or that tells an error instead (some do so with status 200), shows no accounts rather than none. A list that is null
 * or left out is empty. Throws UnreadableAnswer.
 */
function requireList(document: unknown, each: string): void {
  const list = ALL_OF.exec(each)?.[1];
  if (list === undefined) return;
  const [found] = find(document, list, "each");
  const isNothing = found === undefined || found === null;
  if (isNothing ? mayLeaveOut(document) : typeof found === "object") return;
  throw new UnreadableAnswer(
    `answered with no list of accounts at ${list}: ${beginning(JSON.stringify(document))}`,
    "correct each, or look at what the SP says there",
  );
}

/** `errors: []` says that there are none. */
function says(fault: unknown): boolean {
  return typeof fault === "object" && fault !== null ? Object.keys(fault).length > 0 : Boolean(fault);
}

function mayLeaveOut(document: unknown): boolean {
  if (typeof document !== "object") return false;
  return !Object.entries(document ?? {}).some(
    ([name, value]) => (FAULTS.includes(name) && says(value)) || (WELL.includes(name) && value === false),
  );
}

function rowOf(driver: JsonDriver, node: unknown, blanks: Blanks): RawRow {
  const fields: Record<string, unknown> = {};
  for (const [field, path] of Object.entries(driver.map)) {
    const found = find(node, path, `map.${field}`);
    blanks.saw(node, field, found);
    fields[field] = meantBy(valueOf(found, field, path), driver.words?.[field]);
  }
  requireId(fields["id"], driver.map["id"], node);
  const parts = Object.entries(driver.collect).map(
    ([field, columns]) => [field, partsAt(node, field, partsOf(columns))] as const,
  );
  return { fields, parts: Object.fromEntries(parts) };
}

/** An account is known by a text or a number: anything else is no id. Throws UnreadableAnswer. */
export function requireId(id: unknown, path = "missing", node: unknown): void {
  if (typeof id === "string" ? id !== "" : Number.isFinite(id)) return;
  if (id === null || id === undefined || id === "")
    throw new UnreadableAnswer(
      `finds no id: map.id (${path}) matches nothing in ${beginning(JSON.stringify(node) ?? "")}`,
    );
  throw new UnreadableAnswer(
    `shows an id that is neither a text nor a number: map.id (${path}) finds ${beginning(typeof id === "number" ? String(id) : JSON.stringify(id), 80)}`,
    "let map.id lead to the text or the number itself",
  );
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
    if (error instanceof EndlessPattern)
      throw new UnreadableAnswer(`has a JSONPath in ${where} that ${error.said}: ${path}`, error.hint, error);
    // The library's own stack ends where a list is longer than it can take.
    if (error instanceof RangeError)
      throw new UnreadableAnswer(
        `finds more at once than can be read, by ${where}: ${path}`,
        "show fewer at once, by pages or a filter with {{ns}}",
        error,
      );
    throw new UnreadableAnswer(
      `has an invalid JSONPath in ${where}: ${path} (${messageOf(error)})`,
      "write it as RFC 9535 has it, such as $.email or $.users[*]",
      error,
    );
  }
}

/**
 * The two ways in which a driver is read, of what it shows of a namespace. What cannot be read is told by the driver,
 * which knows its name and place; any other error goes on as it is.
 */
export function readings<Node>(
  nodesOf: (ns: string) => Promise<readonly Node[]>,
  accounts: AccountRows<Node>,
  tell: (answer: UnreadableAnswer) => Error,
): Pick<AccountsReader, "read" | "look"> {
  const told = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw error instanceof UnreadableAnswer ? tell(error) : error;
    }
  };
  const nodes = (ns: string) =>
    nodesOf(ns).catch((error: unknown) => {
      throw error instanceof UnreadableAnswer ? tell(error) : error;
    });
  return {
    async read(ns) {
      const all = await nodes(ns);
      return told(() => accounts.read(all));
    },
    async look(ns) {
      const all = await nodes(ns);
      const { rows, others } = told(() => accounts.look(all, ns));
      return { rows, others: others.map(({ id, rows: of }) => ({ id, rows: () => told(of) })) };
    },
  };
}
