import { z } from "zod";
import type { StepBase, TamperUse } from "../model/step.ts";
import { PLANNED_SIGN_IN_OPTIONS } from "../planned.ts";
import { strictWithPlanned } from "../schema/strict.ts";
import { tamperSchema, toTamper } from "../schema/tamper-use.ts";
import { defined, nameSchema, text } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepFault, StepRow } from "./row.ts";

/** A person signs in through the IdP. */
export interface SignInStep extends StepBase {
  readonly kind: "sign_in";
  readonly person: string;
  /** The scenario's name of a connection; left out: the person's own. */
  readonly connection?: string;
  /** A named browser keeps its cookies through the scenario; an unnamed one is fresh. */
  readonly browser?: string;
  /** How many times the sign-in is made; one after another, or at once where `parallel`. */
  readonly times: number;
  readonly parallel: boolean;
  readonly idp_initiated: boolean;
  readonly tamper?: TamperUse;
  readonly return_to?: string;
  /** The IdP's answer is kept under this name, and reaches nobody before a step delivers it. */
  readonly hold?: string;
}

const shape = {
  sign_in: nameSchema.describe("The person who signs in."),
  connection: nameSchema.optional().describe("The scenario's name of a connection; left out: the person's own."),
  browser: nameSchema
    .optional()
    .describe("A named browser keeps its cookies through the scenario; an unnamed one is fresh."),
  times: z
    .int("must be a whole number, not %")
    .min(1, "must be 1 or more")
    .max(100, "must be at most 100")
    .optional()
    .describe("How many times; 1."),
  parallel: z.boolean().optional().describe("All at once instead of one after another."),
  idp_initiated: z.boolean().optional().describe("Starts at the IdP's portal instead of at the SP."),
  tamper: tamperSchema("A named corruption of the person's next whole sign-in").optional(),
  return_to: text
    .optional()
    .describe("Where the SP is asked to lead to after the sign-in: `{{return_to}}` in the connection's `sign_in`."),
  hold: nameSchema
    .optional()
    .describe(
      "The IdP's answer is kept under this name: `deliver` brings it to the SP, in any browser, as often as it says.",
    ),
};

const schema = stepSchema(strictWithPlanned(shape, PLANNED_SIGN_IN_OPTIONS).shape).describe("A person signs in.");

export const signIn: StepRow<SignInStep> = defineStep({
  kind: "sign_in",
  schema,
  build: (written, at) => {
    at.in("sign_in").use("person", written.sign_in);
    at.in("connection").use("connection", written.connection);
    const { connection, browser, return_to, hold } = written;
    const tamper = written.tamper === undefined ? undefined : toTamper(written.tamper);
    return {
      person: written.sign_in,
      times: written.times ?? 1,
      parallel: written.parallel ?? false,
      idp_initiated: written.idp_initiated ?? false,
      ...defined({ connection, browser, tamper, return_to, hold }),
    };
  },
  title: (step) => {
    const asides = [
      ...(step.times > 1 ? [`${step.times} ${step.parallel ? "at once" : "times"}`] : []),
      ...(step.connection === undefined ? [] : [`at ${step.connection}`]),
      ...(step.idp_initiated ? ["from the IdP"] : []),
      ...(step.tamper === undefined ? [] : [`tamper ${step.tamper.name}`]),
      ...(step.hold === undefined ? [] : [`hold ${step.hold}`]),
    ];
    return `${step.person}${asides.length === 0 ? "" : ` (${asides.join(", ")})`}`;
  },
  words: signInInWords,
  render: ({ connection, tamper, return_to }, to) =>
    defined({
      connection: connection === undefined ? undefined : to.connection(connection),
      tamper: to.value(tamper),
      return_to: to.value(return_to),
    }),
  endsAsSignIn: true,
  startsAtDoor: true,
  throughIdp: ({ person, times }) => [{ person, times }],
  atOnce: ({ parallel, times }) => (parallel ? times : 1),
  leadsTo: ({ idp_initiated, return_to }) => (idp_initiated ? undefined : return_to),
  tamper: ({ tamper: use, person, connection }) =>
    use === undefined ? undefined : { use, person, connection, of: "sign_in" },
  namesBrowser: ({ browser }) => browser,
  holds: ({ hold }) => hold,
  faults: ({ parallel, times, hold }) => [
    ...(parallel && times === 1 ? [ONE_IN_PARALLEL] : []),
    ...(hold !== undefined && times > 1 ? [HELD_AND_REPEATED] : []),
  ],
});

const ONE_IN_PARALLEL: StepFault = {
  path: ["parallel"],
  key: true,
  message: "`parallel` needs `times` of 2 or more",
  hint: "Say how many: `times: 10`.",
};

const HELD_AND_REPEATED: StepFault = {
  path: ["hold"],
  key: true,
  message: "`hold` keeps the answer to one sign-in, and `times` makes several",
  hint: "Leave `times` out, or make a step of each.",
};

function signInInWords(step: SignInStep): string {
  const parts = [step.person, " signs in"];
  if (step.connection !== undefined) parts.push(` through ${step.connection}`);
  parts.push(inBrowser(step.browser));
  if (step.idp_initiated) parts.push(" from the IdP's own portal");
  if (step.return_to !== undefined) parts.push(` to return to ${step.return_to}`);
  if (step.times > 1)
    parts.push(step.parallel ? ` ${step.times} times at once` : ` ${step.times} times, one after another`);
  if (step.tamper !== undefined) {
    const { name, parameters } = step.tamper;
    const told = Object.keys(parameters).length > 0 ? ` ${JSON.stringify(parameters)}` : "";
    parts.push(` with the message corrupted: ${name}${told}`);
  }
  if (step.hold !== undefined) parts.push(`, and the IdP's answer is kept as ${step.hold}`);
  return parts.join("");
}
