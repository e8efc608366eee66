import type { Provisioning } from "../accounts/provision.ts";
import type { NewEvent } from "../audit/events.ts";
import type { DecisionRules } from "../decision/rules.ts";
import type { MappingRules } from "../mapping/rules.ts";
import type { Workings } from "../workings.ts";

/** One deliberate fault: what a hurried developer would plausibly have written instead of one of the workings. */
export interface Defect {
  readonly id: string;
  /** What the hurried developer wrote, in one line. */
  readonly description: string;
  /** The check that it was written for, as long as no test suite has it. */
  readonly waits_for?: string;
  /** The workings with that one part exchanged. `app` gives the running parts, once there are any. */
  readonly spoil: (workings: Workings, app: () => Provisioning) => Workings;
}

/** Exchanges decision rules. */
export function deciding(change: (sound: DecisionRules) => Partial<DecisionRules>): Defect["spoil"] {
  return (workings) => ({ ...workings, decision: { ...workings.decision, ...change(workings.decision) } });
}

/** Exchanges mapping rules. */
export function mapping(change: (sound: MappingRules) => Partial<MappingRules>): Defect["spoil"] {
  return (workings) => ({ ...workings, mapping: { ...workings.mapping, ...change(workings.mapping) } });
}

/** Exchanges what a push decides. */
export function pushing(change: (sound: Workings["scim"]) => Partial<Workings["scim"]>): Defect["spoil"] {
  return (workings) => ({ ...workings, scim: { ...workings.scim, ...change(workings.scim) } });
}

/** Writes something else into the audit log, or nothing. */
export function logging(entry: (event: NewEvent) => NewEvent | null): Defect["spoil"] {
  return (workings) => ({ ...workings, audit: { entry: (event) => entry(event) } });
}

/** Applies another decision than the one that was made. */
export function applying(
  change: (...made: readonly [decision: Applied[3], connection: Applied[1], claims: Applied[2]]) => Applied[3],
): Defect["spoil"] {
  return (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      apply: (parts, connection, claims, decision) =>
        workings.provisioning.apply(parts, connection, claims, change(decision, connection, claims)),
    },
  });
}

type Applied = Parameters<Workings["provisioning"]["apply"]>;

/** Several faults of one cause. */
export function both(...parts: readonly Defect["spoil"][]): Defect["spoil"] {
  return (workings, app) => parts.reduce((spoiled, part) => part(spoiled, app), workings);
}

/** The identities table of somebody who thought that the look-up was enough. */
export const withoutUniqueIdentities: Defect["spoil"] = (workings) => ({
  ...workings,
  schema: workings.schema.replace(",\n  PRIMARY KEY (organization, issuer, subject)", ""),
});
