import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** An answer of the IdP that was kept reaches the SP. */
export interface DeliverStep extends StepBase {
  readonly kind: "deliver";
  readonly answer: string;
  readonly browser?: string;
  /** The scenario's name of the connection at whose callback it is brought; left out: at that which it was made for. */
  readonly at?: string;
  /** Another answer that was kept, whose state it has in the place of its own. */
  readonly state_of?: string;
}

const schema = stepSchema({
  deliver: nameSchema.describe(
    "An answer that an earlier sign-in keeps (`hold`); it may be delivered again and again.",
  ),
  browser: nameSchema.optional().describe("The browser that brings it; an unnamed one is fresh, and somebody else's."),
  at: nameSchema
    .optional()
    .describe("The scenario's name of the connection at whose callback it is brought; left out: where it belongs."),
  state_of: nameSchema
    .optional()
    .describe("OpenID Connect: another answer that was kept, whose `state` it has in the place of its own."),
}).describe(
  "An answer of the IdP that was kept reaches the SP: late, again, in another browser or at another callback.",
);

export const deliver: StepRow<DeliverStep> = defineStep({
  kind: "deliver",
  schema,
  build: ({ deliver: answer, browser, at: connection, state_of }, at) => {
    at.in("at").use("connection", connection);
    return { answer, ...defined({ browser, at: connection, state_of }) };
  },
  title: ({ answer, at, state_of }) => {
    const asides = [
      ...(at === undefined ? [] : [`at ${at}`]),
      ...(state_of === undefined ? [] : [`with the state of ${state_of}`]),
    ];
    return `${answer}${asides.length === 0 ? "" : ` (${asides.join(", ")})`}`;
  },
  words: ({ answer, browser, at, state_of }) =>
    `the answer that was kept as ${answer} is brought to the SP${at === undefined ? "" : `, at the callback of ${at}`}` +
    `${state_of === undefined ? "" : `, with the state of ${state_of}`}${inBrowser(browser)}`,
  render: ({ at }, to) => defined({ at: at === undefined ? undefined : to.connection(at) }),
  endsAsSignIn: true,
  namesBrowser: ({ browser }) => browser,
  delivers: ({ answer, state_of }) => [
    { answer, path: ["deliver"] },
    ...(state_of === undefined ? [] : [{ answer: state_of, path: ["state_of"] }]),
  ],
});
