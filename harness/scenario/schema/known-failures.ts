import { z } from "zod";
import { HARMS, KNOB_NAMES, KNOWN_VERDICTS, PROTOCOLS, type KnownFailure } from "../model/index.ts";
import type { Advice } from "../yaml/issues.ts";
import type { Cursor } from "./cursor.ts";
import { valuesOf } from "./policy.ts";
import { defined, text } from "./words.ts";

/** The last day of a month, and February's. */
function isDay(written: string): boolean {
  const day = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(written);
}

const day = z
  .string()
  .superRefine((written, context) => {
    if (/^\d{4}-\d\d-\d\d$/.test(written) && isDay(written)) return;
    const params: Advice = { hint: "Write year, month and day: 2027-02-28." };
    context.addIssue({ code: "custom", message: "must be a day, not %", params });
  })
  .describe("The last day on which it counts, as 2027-02-28: from then on the file is refused.");

const link = z
  .url({ protocol: /^https?$/, error: "must be a web address, not %" })
  .describe("Where it is followed: the address of an issue or a ticket.");

const STEP = /^step [1-9]\d*( \(.+\))?: [a-z_]+$/;

const fails = z
  .array(z.string().regex(STEP, "must name a step and what does not hold in it, as `step 4: accounts`, not %"))
  .min(1, "must not be an empty list")
  .describe("All that may fail, as `step 4: accounts`; anything else is news. Left out: whatever the check finds.");

const policy = z
  .strictObject({
    ...Object.fromEntries(KNOB_NAMES.map((knob) => [knob, valuesOf(knob).optional()])),
    identity_key: text.optional(),
  })
  .describe("Only of checks whose connection declares all of these.");

const knownFailureSchema = z
  .strictObject({
    id: text.describe("The scenario."),
    protocol: z.enum(PROTOCOLS).optional().describe("Only on this protocol."),
    profile: text.optional().describe("Only in this vendor's shape."),
    connection: text.optional().describe("Only at this connection, where others declare the same policy."),
    policy: policy.optional(),
    verdict: z.enum(KNOWN_VERDICTS).optional().describe("What becomes of the check; left out: failed."),
    fails: fails.optional(),
    harm: z
      .enum(HARMS)
      .optional()
      .describe("The harm that it does. A check that harms somebody in a way that is not named here is news."),
    reason: text.describe("Why it is let pass, for whoever reads the report."),
    link: link.optional(),
    expires: day,
  })
  .describe("Checks that are known to fail. They stay in the report, and make no run red.");

export const baselineSchema = z
  .strictObject({ known_failures: z.array(knownFailureSchema).describe("What is known to fail.") })
  .describe("The known failures of an SP.");

export const BASELINE_STAND_INS = { known_failures: [] };

export function buildKnownFailures(
  { known_failures }: z.infer<typeof baselineSchema>,
  at: Cursor,
): readonly KnownFailure[] {
  return known_failures.map(({ policy: declared, verdict, ...rest }, index) => ({
    ...defined(rest),
    policy: defined(declared ?? {}),
    verdict: verdict ?? "failed",
    place: at.in("known_failures", index).place,
  }));
}
