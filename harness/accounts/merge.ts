import { isDeepStrictEqual } from "node:util";
import type { Account } from "../observe/snapshot.ts";
import type { Row } from "./port.ts";

/** What one driver read: normalized rows, one for each account. */
export interface DriverRead {
  readonly driver: string;
  readonly rows: readonly Row[];
  /** Fields that it gathers from many rows: an account without a row there has an empty list. */
  readonly collected: readonly string[];
}

/** Two drivers that show the same field of an account differently. */
interface Contradiction {
  readonly field: string;
  readonly one: { readonly driver: string; readonly value: unknown };
  readonly other: { readonly driver: string; readonly value: unknown };
}

export interface MergedAccount {
  readonly account: Account;
  readonly contradictions: readonly Contradiction[];
  /** Whether a driver shows another account with this id. */
  readonly repeated: boolean;
}

const SETS: ReadonlySet<string> = new Set(["roles", "identities", "memberships"]);

/**
 * One account for each id, of all that the drivers show of it. Where a driver shows several rows with one id, each is
 * an account; what a driver with one row for it shows is shown of all of them, since nobody can tell of which.
 */
export function mergeReads(reads: readonly DriverRead[]): MergedAccount[] {
  const drafts = new Map<string, Draft[]>();
  for (const { driver, rows } of reads) {
    for (const [id, alike] of rowsById(rows)) {
      const known = drafts.get(id) ?? [];
      while (known.length < alike.length) known.push(known[0]?.copy() ?? new Draft(id));
      drafts.set(id, known);
      for (const [at, draft] of known.entries()) {
        const row = alike.length === 1 ? alike[0] : alike[at];
        for (const [field, value] of Object.entries(row ?? {})) draft.add(field, value, driver);
      }
    }
  }
  return [...drafts.values()].flatMap((alike) =>
    alike.map((draft) => {
      for (const { driver, collected } of reads) for (const field of collected) draft.addEmpty(field, driver);
      return draft.finished(alike.length > 1);
    }),
  );
}

/** Ids are texts here, as a session tells them: two that differ in their type alone are one. */
function rowsById(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const id = String(row["id"]);
    const alike = found.get(id);
    if (alike === undefined) found.set(id, [row]);
    else alike.push(row);
  }
  return found;
}

class Draft {
  readonly #id: string;
  readonly #fields = new Map<string, { readonly value: unknown; drivers: readonly string[] }>();
  readonly #contradictions: Contradiction[] = [];

  constructor(id: string) {
    this.#id = id;
  }

  add(field: string, value: unknown, driver: string): void {
    const known = this.#fields.get(field);
    if (known === undefined) this.#fields.set(field, { value, drivers: [driver] });
    else if (isDeepStrictEqual(comparable(field, known.value), comparable(field, value)))
      known.drivers = [...known.drivers, driver];
    else
      this.#contradictions.push({
        field,
        one: { driver: known.drivers[0] ?? "", value: known.value },
        other: { driver, value },
      });
  }

  copy(): Draft {
    const copy = new Draft(this.#id);
    for (const [field, { value, drivers }] of this.#fields) copy.#fields.set(field, { value, drivers });
    return copy;
  }

  addEmpty(field: string, driver: string): void {
    if (!this.#fields.has(field)) this.#fields.set(field, { value: [], drivers: [driver] });
  }

  finished(repeated: boolean): MergedAccount {
    const fields: Record<string, unknown> = {};
    const attributes: [name: string, value: unknown][] = [];
    const seenBy: Record<string, string> = {};
    for (const [field, { value, drivers }] of this.#fields) {
      if (field.startsWith("attributes.")) attributes.push([field.slice("attributes.".length), value]);
      else fields[field] = value;
      seenBy[field] = drivers.join(", ");
    }
    // An SP may name one `__proto__`.
    if (attributes.length > 0) fields["attributes"] = Object.fromEntries(attributes);
    // Which of them a driver's only row is of is not known, so nothing contradicts.
    const contradictions = repeated ? [] : this.#contradictions;
    return { account: { ...fields, id: this.#id, seen_by: seenBy }, contradictions, repeated };
  }
}

/** The order of a set says nothing. */
function comparable(field: string, value: unknown): unknown {
  if (!SETS.has(field) || !Array.isArray(value)) return value;
  return value.map((item) => JSON.stringify(item)).toSorted();
}
