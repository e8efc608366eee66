import { textOf, type Looked, type Row } from "../../accounts/index.ts";
import type { AccountsDriver } from "../../scenario/model/index.ts";

type Collect = AccountsDriver["collect"];

/** A field of one row that `collect` gathers: the values of each part, in order. */
export type Parts = { readonly [part: string]: readonly unknown[] };

/** One row of a driver before its rows are joined to accounts. */
export interface RawRow {
  readonly fields: Row;
  /** Field -> its parts, as `identities: { issuer: [...], subject: [...] }`; a field without parts has the part "". */
  readonly parts: { readonly [field: string]: Parts };
}

/** The columns or paths that `collect` reads for a field: part -> column; a bare column is the part "". */
export function partsOf(columns: Collect[string]): { readonly [part: string]: string } {
  return typeof columns === "string" ? { "": columns } : columns;
}

/**
 * The rows of one driver, read after read. Where each is an account (nothing is collected, and some account stood
 * there once), two rows with one id are two accounts: they are left as they are, for whoever compares looks. Else they
 * are parts of one.
 */
export class AccountRows<Node> {
  readonly #collected: readonly string[];
  readonly #reading: RowReading<Node>;
  readonly #tell: Tell;
  /** Null: not known yet. */
  #perAccount: boolean | null;

  /** `parts`: rows are known to be parts of accounts, as those of a query that joins tables. */
  constructor(collected: readonly string[], reading: RowReading<Node>, tell: Tell, parts = false) {
    this.#collected = collected;
    this.#reading = reading;
    this.#tell = tell;
    this.#perAccount = parts || collected.length > 0 ? false : null;
  }

  read(nodes: readonly Node[]): Row[] {
    const rows = nodes.map(this.#reading.whole);
    if (this.#perAccount === null && hasSingle(rows.map(({ fields }) => String(fields["id"])))) this.#perAccount = true;
    return this.#joined(rows);
  }

  /** Likewise, but what cannot be the namespace's is left unread. */
  look(nodes: readonly Node[], ns: string): Looked {
    const byId = new Map<string, Node[]>();
    const mine = new Set<string>();
    const pattern = new RegExp(ns.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"), "iu");
    for (const node of nodes) {
      const id = textOf(this.#reading.id(node));
      const alike = byId.get(id);
      if (alike === undefined) byId.set(id, [node]);
      else alike.push(node);
      if (stands(node, pattern)) mine.add(id);
    }
    if (this.#perAccount === null && [...byId.values()].some(({ length }) => length === 1)) this.#perAccount = true;
    const read = (of: readonly Node[]) => this.#joined(of.map(this.#reading.whole));
    const others: Looked["others"][number][] = [];
    for (const [id, of] of byId) if (!mine.has(id)) others.push({ id, rows: () => read(of) });
    return { rows: read([...mine].flatMap((id) => byId.get(id) ?? [])), others };
  }

  #joined(rows: readonly RawRow[]): Row[] {
    if (this.#perAccount === true) return rows.map(({ fields }) => fields);
    return joinRows(rows, this.#collected, (id, field) => {
      throw this.#tell(
        `shows account ${id} more than once, with a different ${field}`,
        "where the rows are parts of one list, name the field in collect",
      );
    });
  }
}

/** Whether it stands in any text of a value, of whatever depth. */
function stands(value: unknown, pattern: RegExp): boolean {
  if (typeof value === "string") return pattern.test(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((one) => stands(one, pattern));
  // Bytes hold no text that anybody reads.
  if (ArrayBuffer.isView(value)) return false;
  for (const name in value) if (stands((value as { readonly [name: string]: unknown })[name], pattern)) return true;
  return false;
}

/** What is read of one row of a driver, whole or in part; Node: as the driver has it. Throws UnreadableAnswer. */
export interface RowReading<Node> {
  readonly id: (node: Node) => unknown;
  readonly whole: (node: Node) => RawRow;
}

/** The error of the driver, which knows its name and place. */
type Tell = (problem: string, hint: string) => Error;

/** Called where two rows of an account differ in a field that is not collected. */
type Contradict = (id: string, field: string) => never;

function hasSingle(ids: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts.values()].includes(1);
}

/**
 * Joins the rows of one driver to one row for each account: the fields of the first row, and each collected field as
 * the list of what all rows add. Rows come in many where a query joins tables. A row that has none of the parts adds
 * nothing (an outer join). Identities stay as many as they are where a driver gathers nothing else, for a second row of
 * one is a finding.
 */
function joinRows(rows: readonly RawRow[], collected: readonly string[], contradict: Contradict): Row[] {
  const accounts = new Map<string, Record<string, unknown>>();
  for (const { fields, parts } of rows) {
    const id = String(fields["id"]);
    let account = accounts.get(id);
    if (account === undefined) {
      account = { ...fields, ...Object.fromEntries(collected.map((field) => [field, []])) };
      accounts.set(id, account);
    }
    for (const [field, value] of Object.entries(fields)) {
      if (JSON.stringify(value) !== JSON.stringify(account[field])) contradict(id, field);
    }
    for (const [field, values] of Object.entries(parts)) {
      const list = account[field] as unknown[];
      if (collected.length === 1 && field === "identities") for (const one of elements(values)) list.push(one);
      else append(list, elements(values));
    }
  }
  return [...accounts.values()];
}

/** The parts of a row side by side: `{ issuer: [a, b], subject: [1, 2] }` -> two identities. */
function elements(parts: Parts): unknown[] {
  const length = Math.max(0, ...Object.values(parts).map((values) => values.length));
  const list: unknown[] = [];
  for (let at = 0; at < length; at++) {
    const element = Object.entries(parts).map(([part, values]) => [part, values[at]] as const);
    const present = element.filter(([, value]) => value !== null && value !== undefined);
    if (present.length > 0) list.push("" in parts ? present[0]?.[1] : Object.fromEntries(present));
  }
  return list;
}

/** A join of two lists repeats each: what is there already is not added again. */
function append(list: unknown[], added: readonly unknown[]): void {
  for (const one of added) {
    const text = JSON.stringify(one);
    if (!list.some((other) => JSON.stringify(other) === text)) list.push(one);
  }
}
