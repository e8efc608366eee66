import { z } from "zod";
import { abilityOfEvents, EVENTS } from "../abilities.ts";
import { EVENT_KINDS, EVENT_KINDS_IN_WORDS, type EventKind } from "../model/drivers.ts";
import { defined, many, nameSchema, oneOrMany, text } from "../schema/words.ts";
import { textsInWords } from "../model/texts.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

const NAMED = ["connection", "by"] as const;
type Named = (typeof NAMED)[number];

/** What the SP's audit log tells of the check's people and accounts. */
export interface EventsExpectation extends AnyExpectation {
  readonly kind: "events";
  /** An entry tells each of these. */
  readonly tells: readonly EventKind[];
  /** None tells any of these. */
  readonly lacks: readonly EventKind[];
  /** A remembered or seeded name: the account that the entries are of; left out: anybody of the check. */
  readonly of?: string;
  /** Fields that an entry that tells it must have. */
  readonly names: readonly Named[];
  /** Each of these texts stands in an entry that tells it, upper and lower case alike; of a list within, one of them. */
  readonly says: readonly (readonly string[])[];
  /** Left out: of the step alone. */
  readonly since?: "start";
  /** No secret of the check stands in any entry. */
  readonly secrets?: "none";
}

const kinds = oneOrMany(z.enum(EVENT_KINDS));

export const events: ExpectationRow<EventsExpectation> = defineExpectation({
  kind: "events",
  schema: z
    .strictObject({
      tells: kinds.optional().describe("An entry tells each of these: `created`, `linked`, `refused` ..."),
      lacks: kinds.optional().describe("No entry tells any of these."),
      of: nameSchema
        .optional()
        .describe("A remembered or seeded name: the account that entries are of; left out: anybody of the check."),
      names: oneOrMany(z.enum(NAMED))
        .optional()
        .describe("What an entry that tells it names: the `connection` by which it came, and `by` whom it was done."),
      says: z
        .array(oneOrMany(text))
        .optional()
        .describe(
          "Texts that stand in an entry that tells it, upper and lower case alike; of a list within, one of them does.",
        ),
      since: z
        .literal("start")
        .optional()
        .describe("`start`: entries since the check began, with what was seeded; left out: those of the step."),
      secrets: z
        .literal("none")
        .optional()
        .describe("No token, code, assertion or password of the check stands in an entry."),
    })
    .refine(
      ({ tells, lacks, secrets }) => tells !== undefined || lacks !== undefined || secrets !== undefined,
      "must say what the log `tells` or `lacks`, or `secrets`",
    )
    .refine(({ tells, names, says }) => tells !== undefined || (names === undefined && says === undefined), {
      error: "is about entries that `tells` is about, and there are none",
      path: ["tells"],
    })
    .describe("What the SP's audit log (`observe.events` of the target) tells of the check's people and accounts."),
  build: (written, at) => {
    at.in("of").use("account", written.of);
    return {
      tells: many(written.tells),
      lacks: many(written.lacks),
      names: many(written.names),
      says: (written.says ?? []).map((one) => many(one)),
      ...defined({ of: written.of, since: written.since, secrets: written.secrets }),
    };
  },
  needs: ({ tells, lacks, names, of }) => ({
    fields: of === undefined ? [] : ["id"],
    session: false,
    abilities: [
      EVENTS,
      ...[...tells, ...lacks, ...names, ...(of === undefined ? [] : (["account"] as const))].map(abilityOfEvents),
    ],
  }),
  words: ({ tells, lacks, of, names, says, secrets }) => {
    const whose = of === undefined ? "" : `, of ${of}`;
    const parts = [
      ...names.map((name) => (name === "by" ? "by whom" : "through which connection")),
      ...says.map((one) => textsInWords([one])),
    ];
    const details = parts.length === 0 ? "" : `, with ${parts.join(", ")}`;
    return [
      ...tells.map((kind) => `the audit log tells ${EVENT_KINDS_IN_WORDS[kind]}${whose}${details}`),
      ...lacks.map((kind) => `the audit log does not tell ${EVENT_KINDS_IN_WORDS[kind]}${whose}`),
      ...(secrets === undefined ? [] : ["no secret stands in the audit log"]),
    ];
  },
  restsOn: "advice",
  events: ({ tells }) => tells,
});
