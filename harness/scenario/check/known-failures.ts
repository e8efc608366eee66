import { PROFILE_NAMES } from "../../idp/profiles/index.ts";
import { quote, suggest } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { KnownFailure } from "../model/index.ts";
import type { YamlDocument } from "../yaml/document.ts";

/** What a baseline is held to, that only the caller knows. */
export interface Reckoning {
  /** This day, `2027-02-28`; null: what has expired is not looked at. */
  readonly today: string | null;
  /** Of all scenarios that there are. */
  readonly ids: readonly string[];
}

/** What no run could make use of: a check that nobody knows, a day that has gone by, a second word on the same checks. */
export function checkKnownFailures(
  document: YamlDocument,
  known: readonly KnownFailure[],
  { today, ids }: Reckoning,
  faults: FaultCollector,
): void {
  const before = new Map<string, number>();
  for (const [index, { id, profile, expires, protocol, connection, policy }] of known.entries()) {
    const tell = (key: string, message: string, hint?: string): void =>
      faults.add(document.fault(document.place(["known_failures", index, key]), message, hint));
    if (!ids.includes(id))
      tell(
        "id",
        `no scenario has the id ${quote(id)}`,
        suggest(id, ids, "There are:") ?? "`jitterbug list` shows them all.",
      );
    if (profile !== undefined && !PROFILE_NAMES.includes(profile))
      tell("profile", `no vendor has the profile ${quote(profile)}`, suggest(profile, PROFILE_NAMES, "There are:"));
    if (today !== null && expires < today)
      tell(
        "expires",
        `this expired on ${expires}`,
        "Mend what it covers and take the entry out, or say anew until when, and why.",
      );
    const matcher = JSON.stringify([
      id,
      protocol,
      profile,
      connection,
      Object.entries(policy).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    const first = before.get(matcher);
    if (first === undefined) before.set(matcher, document.place(["known_failures", index]).line);
    else tell("id", `line ${first} speaks of the same checks`, "Keep one of the two.");
  }
}
