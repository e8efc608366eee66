import type { SeenEvent } from "../../observe/event.ts";
import { EVENT_KINDS_IN_WORDS, type EventKind, type ExpectationOf } from "../../scenario/model/index.ts";
import { accountAfter, accountBefore, type Scene } from "../scene.ts";
import { held, notHeld, ruled, unobservable, type Ruling } from "../ruling.ts";

type Expected = ExpectationOf<"events">;

/** Of more entries than these, the number says enough. */
const TOLD = 4;

/** What the audit log tells of the check's people and accounts, in the step or since the beginning. */
export function judgeEvents(expectation: Expected, scene: Scene): readonly Ruling[] {
  const { tells, lacks, of, since, secrets } = expectation;
  const all = scene.seen.events;
  if (all === undefined) return [unobservable("events", "an audit log", "it was not read in this step")];
  const whose = of === undefined ? undefined : scene.seen.names[of];
  if (of !== undefined && whose === undefined)
    return [{ held: "error", expected: `entries of ${of}`, actual: `no account was ever named "${of}"` }];
  const now = all.filter(({ fresh }) => fresh || since === "start");
  const own = of === undefined ? now : now.filter((event) => isOf(event, whose ?? null, scene));
  return [
    ...tells.flatMap((kind) => judgeTelling(kind, expectation, own, now)),
    ...lacks.map((kind) => judgeLacking(kind, own)),
    ...(secrets === undefined ? [] : [judgeSecrets(now)]),
  ];
}

function judgeTelling(
  kind: EventKind,
  { names, says, of }: Expected,
  own: readonly SeenEvent[],
  all: readonly SeenEvent[],
): readonly Ruling[] {
  const expected = `an entry that tells ${EVENT_KINDS_IN_WORDS[kind]}${of === undefined ? "" : ` (${of})`}`;
  const telling = own.filter(({ kinds }) => kinds.includes(kind));
  if (telling.length === 0) return [notHeld(expected, listed(all))];
  const whole = telling.find((event) => names.every((name) => isNamed(event, name)) && says.every(sayingIn(event)));
  if (whole !== undefined) return [held(expected, whole.word)];
  const [event] = telling;
  if (event === undefined) return [];
  return [
    ...names.map((name) => judgeName(name, event)),
    ...says.map((one) => ruled(sayingIn(event)(one), `${event.word} says ${quoted(one)}`, event.entry)),
  ];
}

function isNamed(event: SeenEvent, name: "connection" | "by"): boolean {
  return typeof event[name] === "string" && (name === "by" || event.foreign !== true);
}

function judgeName(name: "connection" | "by", event: SeenEvent): Ruling {
  const expected = `${event.word} names ${name === "by" ? "by whom it was done" : "the connection by which it came"}`;
  return ruled(isNamed(event, name), expected, `${name} ${JSON.stringify(event[name] ?? null)}`);
}

function sayingIn({ entry }: SeenEvent): (one: readonly string[]) => boolean {
  const text = entry.toLowerCase();
  return (one) => one.some((wanted) => text.includes(wanted.toLowerCase()));
}

function quoted(one: readonly string[]): string {
  return one.map((text) => JSON.stringify(text)).join(" or ");
}

function judgeLacking(kind: EventKind, own: readonly SeenEvent[]): Ruling {
  const found = own.filter(({ kinds }) => kinds.includes(kind));
  return ruled(
    found.length === 0,
    `no entry that tells ${EVENT_KINDS_IN_WORDS[kind]}`,
    found.length === 0 ? "none" : found.map(({ entry }) => entry).join("; "),
  );
}

function judgeSecrets(events: readonly SeenEvent[]): Ruling {
  const expected = "no secret in an entry";
  const bad = events.find(({ secrets }) => secrets !== undefined);
  if (bad === undefined) return held(expected, listed(events));
  return notHeld(expected, `${bad.word} has ${(bad.secrets ?? []).join(", ")}: ${bad.entry}`);
}

/** An SP may tell the account by its id, its address or its username. */
function isOf({ account }: SeenEvent, id: string | null, scene: Scene): boolean {
  if (typeof account !== "string" || id === null) return false;
  const accounts = [accountBefore(scene, id), accountAfter(scene, id)];
  return account === id || accounts.some((one) => one !== undefined && [one.email, one.username].includes(account));
}

function listed(events: readonly SeenEvent[]): string {
  if (events.length === 0) return "no entry that names the person or their account";
  const rest = events.length > TOLD ? [`${events.length - TOLD} more`] : [];
  return [...events.slice(0, TOLD).map(({ word }) => word), ...rest].join(", ");
}
