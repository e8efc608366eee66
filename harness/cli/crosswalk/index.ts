/** Which check holds what others ask: the clauses of the standards, public suites, and advice. */
import { ADVICE } from "./advice.ts";
import { BEYOND } from "./beyond.ts";
import { INCIDENTS } from "./incidents.ts";
import { OIDF } from "./oidf.ts";
import { SPID } from "./spid.ts";
import type { Source } from "./row.ts";
import { REFERENCES } from "../../references.ts";

export { heldBy } from "./row.ts";
export type { Asked, Source } from "./row.ts";

export const SOURCES: readonly Source[] = [OIDF, SPID, BEYOND, ADVICE, INCIDENTS];

/** A clause that checks cite, and the ids of those that do. */
export interface Cited {
  readonly key: string;
  readonly title: string;
  readonly url: string;
  readonly checks: readonly string[];
}

/** Every clause that a scenario cites, in the order of the specifications. */
export function clauses(
  scenarios: readonly { readonly id: string; readonly references: readonly string[] }[],
): readonly Cited[] {
  return Object.entries(REFERENCES).flatMap(([key, { title, url }]) => {
    const checks = scenarios.filter(({ references }) => references.includes(key)).map(({ id }) => id);
    return checks.length === 0 ? [] : [{ key, title, url, checks }];
  });
}
