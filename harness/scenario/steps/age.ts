import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Time passes for an account's sessions, and a browser is used all the while. */
export interface AgeStep extends StepBase {
  readonly kind: "age";
  /** A remembered or seeded name. */
  readonly account: string;
  readonly browser: string;
  /** Seconds. */
  readonly by: number;
  /** Seconds from one use of the browser to the next. */
  readonly every: number;
}

const SECONDS = { m: 60, h: 3_600, d: 86_400 } as const;
const DURATION = /^([1-9]\d{0,3})([mhd])$/;

/** How often the browser may be used in one step: each is a call of the SP and a look. */
const MOST_USES = 60;

const duration = z
  .string()
  .regex(DURATION, { error: "must be minutes, hours or days, as `10m`, `8h` or `7d`, not %" })
  .meta({ examples: ["10m", "8h", "7d"] });

const aging = z
  .strictObject({
    account: nameSchema.describe("A remembered or seeded account."),
    by: duration.describe("How much older all of its sessions are at the end: `10m`, `8h`, `7d`."),
    browser: nameSchema.describe("A browser that was named in an earlier step, and that is used all the while."),
    every: duration.describe("From one use of the browser to the next."),
  })
  .refine(({ by, every }) => seconds(by) / seconds(every) <= MOST_USES, {
    error: `must not use the browser more than ${MOST_USES} times`,
    path: ["every"],
    when: ({ issues }) => issues.length === 0,
  });

export const age: StepRow<AgeStep> = defineStep({
  kind: "age",
  schema: stepSchema({ age: aging }).describe(
    "Has the sessions of an account be older, as if time had passed, while a browser of it is used.",
  ),
  ability: "age",
  build: ({ age: { account, by, browser, every } }, at) => {
    at.in("age").in("account").use("account", account);
    return { account, browser, by: seconds(by), every: seconds(every) };
  },
  title: ({ account, by }) => `${account} ${inWords(by)}`,
  words: ({ account, browser, by, every }) =>
    `${inWords(by)} pass for the sessions of ${account}, and browser ${browser} is used every ${inWords(every)}`,
  goesOnIn: ({ browser }) => ({ browser, path: ["age", "browser"] }),
});

/** Of a text that the schema has let in. */
function seconds(text: string): number {
  const [, count, unit] = DURATION.exec(text) ?? [];
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}

const UNITS = [
  [SECONDS.d, "days"],
  [SECONDS.h, "hours"],
  [SECONDS.m, "minutes"],
] as const;

function inWords(total: number): string {
  const [size, unit] = UNITS.find(([one]) => total % one === 0) ?? [1, "seconds"];
  return `${total / size} ${unit}`;
}
