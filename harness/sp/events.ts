import { textOf } from "../accounts/index.ts";
import type { AccountsReader, Row } from "../accounts/index.ts";
import { ENTRY, EVENT_KINDS, type EventsDriver } from "../scenario/model/index.ts";

/** An entry of the SP's audit log as it stands there. A field that the target does not map is absent. */
export interface LoggedEvent {
  readonly id: string;
  readonly word: string;
  readonly kinds: readonly string[];
  readonly account?: string | null;
  readonly connection?: string | null;
  readonly by?: string | null;
  /** The whole entry, as JSON. */
  readonly entry: string;
}

/** The entries that the log shows when it is asked for a namespace: others may be among them. Throws ERR_OBSERVE. */
export async function readEvents(
  reader: AccountsReader,
  { kinds }: EventsDriver,
  ns: string,
): Promise<readonly LoggedEvent[]> {
  return (await reader.read(ns)).map((row) => eventOf(row, kinds));
}

function eventOf(row: Row, kinds: EventsDriver["kinds"]): LoggedEvent {
  const word = textOf(row["kind"] ?? "");
  const fields = (["account", "connection", "by"] as const).flatMap((field) => {
    if (!Object.hasOwn(row, field)) return [];
    const value = row[field];
    return [[field, value === null || value === undefined || value === "" ? null : textOf(value)] as const];
  });
  return {
    id: textOf(row["id"]),
    word,
    kinds: EVENT_KINDS.filter((kind) => kinds[kind]?.includes(word) === true),
    ...Object.fromEntries(fields),
    entry: JSON.stringify(row[ENTRY] ?? null),
  };
}
