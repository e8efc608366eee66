import { z } from "zod";
import { DEFAULT_WAITS, type Limits, type Waits } from "../model/index.ts";
import { defined } from "./words.ts";

/** Seconds; `what` says for what they are, and is followed by the value where nothing is written. */
function seconds(what: string, otherwise: number | string) {
  return z
    .number()
    .positive("must be more than 0")
    .max(3_600, "must be at most 3600 (seconds)")
    .optional()
    .describe(`${what}, in seconds; ${otherwise}.`);
}

const WAITS = {
  answer: seconds("How long one whole answer of the SP may take, to a browser or to the kit", DEFAULT_WAITS.answer),
  meet: seconds("How long people who sign in at once wait for each other at the IdP", DEFAULT_WAITS.meet),
  command: seconds("How long a command of `exec` may run", DEFAULT_WAITS.command),
  prepare: seconds("How long a call or action of `prepare` or `reset` may take", "as `answer` and `command` have it"),
  before: seconds("How long a command of `before` may run", DEFAULT_WAITS.before),
  connect: seconds("How long a database may take to let the kit in", DEFAULT_WAITS.connect),
  lock: seconds("How long another connection's lock on a database is waited for", DEFAULT_WAITS.lock),
  statement: seconds("How long one statement of SQL may take", DEFAULT_WAITS.statement),
  refresh: seconds("A page that leads on by itself within this time is followed", DEFAULT_WAITS.refresh),
  jwks_cooldown: seconds(
    "How long after it has asked for an issuer's keys the SP may not ask again; waited for where a check does not pass without",
    DEFAULT_WAITS.jwks_cooldown,
  ),
} satisfies Record<keyof Waits, unknown>;

export const limitsSchema = z
  .strictObject({
    jobs: z.int("must be a whole number, not %").min(1, "must be 1 or more").optional().describe("Checks at once."),
    in_flight: z
      .int("must be a whole number, not %")
      .min(1, "must be 1 or more")
      .optional()
      .describe("Sign-ins under way at once, in all checks together; below 2 nothing is sent at the same moment."),
    sign_ins_per_minute: z.number().positive("must be more than 0").optional(),
    ...WAITS,
  })
  .optional()
  .describe("What the SP can bear, and how long it may take.");

export function buildLimits(written: z.infer<typeof limitsSchema>): Limits {
  return { ...DEFAULT_WAITS, ...defined({ ...written }) };
}
