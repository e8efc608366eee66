import type { Row } from "../../accounts/index.ts";
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
export class AccountRows {
  readonly #collected: readonly string[];
  /** Null: not known yet. */
  #perAccount: boolean | null;

  /** `parts`: rows are known to be parts of accounts, as those of a query that joins tables. */
  constructor(collected: readonly string[], parts = false) {
    this.#collected = collected;
    this.#perAccount = parts || collected.length > 0 ? false : null;
  }

  of(rows: readonly RawRow[], contradict: Contradict): Row[] {
    if (this.#perAccount === null && hasSingle(rows)) this.#perAccount = true;
    return this.#perAccount === true ? rows.map(({ fields }) => fields) : joinRows(rows, this.#collected, contradict);
  }
}

/** Called where two rows of an account differ in a field that is not collected. */
type Contradict = (id: string, field: string) => never;

function hasSingle(rows: readonly RawRow[]): boolean {
  const counts = new Map<string, number>();
  for (const { fields } of rows) counts.set(String(fields["id"]), (counts.get(String(fields["id"])) ?? 0) + 1);
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
