import { Document, isMap, isSeq, parseDocument, type YAMLMap } from "yaml";
import type { KnownFailure } from "../model/index.ts";

/** An entry that is to be written. */
export type NewFailure = Omit<KnownFailure, "place">;

const HEAD = ` What is known to fail, and until when. A run is red where an entry no longer holds.
 \`jitterbug run --update-baseline\` writes it; docs/known-failures.md says what each key means.`;

/**
 * The text of a baseline without some of its entries (by number), and with others behind them; comments stay with what
 * they stand at. `text`: null where there is no file yet.
 */
export function rewriteKnownFailures(
  text: string | null,
  gone: readonly number[],
  added: readonly NewFailure[],
): string {
  const document = text === null ? empty() : parseDocument(text, { version: "1.2" });
  const list: unknown = document.get("known_failures");
  if (!isSeq(list)) throw new Error("a baseline was read that has no list");
  list.items = list.items.filter((_, index) => !gone.includes(index));
  if (added.length > 0 || list.items.length === 0) list.flow = list.items.length + added.length === 0;
  for (const entry of added) list.add(document.createNode(written(entry)));
  for (const item of list.items) if (isMap(item)) short(item);
  return document.toString({ lineWidth: 0 });
}

function empty(): Document {
  const document = new Document({ known_failures: [] }, { version: "1.2" });
  document.commentBefore = HEAD;
  return document;
}

/** In the order in which a person would read it. */
function written({
  id,
  protocol,
  profile,
  connection,
  policy,
  verdict,
  fails,
  harm,
  reason,
  link,
  expires,
}: NewFailure): object {
  const all = {
    id,
    protocol,
    profile,
    connection,
    policy: Object.keys(policy).length === 0 ? undefined : policy,
    verdict: verdict === "failed" ? undefined : verdict,
    fails,
    harm,
    reason,
    link,
    expires,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** `policy` in one line. */
function short(entry: YAMLMap): void {
  const policy = entry.get("policy", true);
  if (isMap(policy)) policy.flow = true;
}
