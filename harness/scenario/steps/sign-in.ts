import { z } from "zod";
import type { TamperUse } from "../model/index.ts";
import { tamperSchemas } from "../schema/tampers.ts";
import { PLANNED_SIGN_IN_OPTIONS } from "../planned.ts";
import { strictWithPlanned } from "../schema/strict.ts";
import { defined, json, nameSchema, text } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

/** Names and parameters are looked at by `check/tampers.ts`, which knows their protocols; editors read them here. */
const tamper = z
  .union([text, z.record(z.string(), z.record(z.string(), json).nullable())])
  .refine((written) => typeof written === "string" || Object.keys(written).length === 1, "must name one tamper")
  .meta({
    title: "tamper",
    description: "A named corruption of the person's next whole sign-in: `name`, or `{ name: { parameter: value } }`.",
    anyOf: tamperSchemas(),
  });

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
  tamper: tamper.optional(),
  return_to: text
    .optional()
    .describe("Where the SP is asked to lead to after the sign-in: `{{return_to}}` in the connection's `sign_in`."),
};

const schema = stepSchema(strictWithPlanned(shape, PLANNED_SIGN_IN_OPTIONS).shape).describe("A person signs in.");

export const signIn = defineStep({
  kind: "sign_in",
  schema,
  build: (written, at) => {
    at.in("sign_in").use("person", written.sign_in);
    at.in("connection").use("connection", written.connection);
    return {
      kind: "sign_in",
      person: written.sign_in,
      times: written.times ?? 1,
      parallel: written.parallel ?? false,
      idp_initiated: written.idp_initiated ?? false,
      ...defined({
        connection: written.connection,
        browser: written.browser,
        tamper: written.tamper === undefined ? undefined : toTamper(written.tamper),
        return_to: written.return_to,
      }),
    };
  },
});

function toTamper(written: z.infer<typeof tamper>): TamperUse {
  if (typeof written === "string") return { name: written, parameters: {} };
  const [[name, parameters] = ["", null]] = Object.entries(written);
  return { name, parameters: parameters ?? {} };
}
