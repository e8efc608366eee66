import type { Page } from "../agent/port.ts";
import type { ShownFields } from "../observe/snapshot.ts";
import { isSingular, readJsonPath } from "../scenario/json-path.ts";
import type { SessionDriver, SessionValue } from "../scenario/model/index.ts";
import { LISTS } from "./drivers/json-rows.ts";
import { normalizeRow } from "../accounts/index.ts";
import { parseJson } from "./json.ts";
import { claimsOf } from "./kept-value.ts";

/** What there is to read of whoever is signed in. */
export interface Reading {
  /** The answer, where it is JSON. */
  readonly document?: unknown;
  /** The page, where one was opened. */
  readonly page?: Page;
  readonly kept: ReadonlyMap<string, string>;
}

/** By driver, the fields that were found once: nothing in their place means that there is nothing. */
const found = new WeakMap<SessionDriver, Set<string>>();

/**
 * What is shown of the account that is signed in, beside its id; null where nothing is. A path that never found
 * anything may be wrong, and shows nothing: roles that the file merely looks for elsewhere are no missing roles.
 * Throws UnfitValue.
 */
export function fieldsShown(driver: SessionDriver, reading: Reading): ShownFields | null {
  const once = found.get(driver) ?? new Set<string>();
  found.set(driver, once);
  const row: Record<string, unknown> = {};
  for (const [field, place] of Object.entries(driver.fields)) {
    const values = find(place, reading);
    if (values.length > 0) once.add(field);
    if (once.has(field)) row[field] = valueOf(values, field, place);
  }
  const { attributes, ...fields } = gathered(normalizeRow(row));
  const shown = { ...fields, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) };
  return Object.keys(shown).length === 0 ? null : shown;
}

/** The values at a place, none where nothing stands there. Throws an Error for an invalid JSONPath. */
export function find(place: SessionValue, { document, page, kept }: Reading): readonly unknown[] {
  if ("selector" in place) {
    const text = page?.textOf(place.selector) ?? null;
    return text === null ? [] : [text];
  }
  if (!("kept" in place)) return readJsonPath(document, place.json);
  const text = kept.get(place.kept);
  if (text === undefined) return [];
  try {
    return readJsonPath(parseJson(claimsOf(text) ?? text), place.json);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function valueOf(values: readonly unknown[], field: string, place: SessionValue): unknown {
  const several = "json" in place && !isSingular(place.json) && (LISTS.has(field) || values.length > 1);
  return several ? values : (values[0] ?? null);
}

/** `attributes.NAME` side by side, as the snapshot has them. */
function gathered(row: { readonly [field: string]: unknown }) {
  const named = Object.entries(row).map(
    ([field, value]) => [field.replace(/^attributes\./, ""), field, value] as const,
  );
  const isAttribute = (name: string, field: string): boolean => name !== field;
  return {
    ...Object.fromEntries(named.flatMap(([name, field, value]) => (isAttribute(name, field) ? [] : [[field, value]]))),
    attributes: Object.fromEntries(
      named.flatMap(([name, field, value]) => (isAttribute(name, field) ? [[name, value]] : [])),
    ),
  };
}
