import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/**
 * The check's own connection is at another IdP from here on, until the check ends: that of another connection. Who signs
 * in by it then is known there. OpenID Connect alone.
 */
export interface ReconfigureStep extends StepBase {
  readonly kind: "reconfigure";
  /** Rendered: the target's name of the connection whose IdP it is. */
  readonly issuer: string;
}

export const reconfigure: StepRow<ReconfigureStep> = defineStep({
  kind: "reconfigure",
  schema: stepSchema({
    reconfigure: z
      .strictObject({
        issuer: nameSchema.describe("The scenario's name of a connection: its IdP is that of the check's own."),
      })
      .describe("What of the connection becomes another (OpenID Connect)."),
  }).describe(
    "The check's own connection is pointed at another IdP at the SP, by `seed.mapping`, until the check ends (OpenID Connect).",
  ),
  ability: "reconfigure",
  build: ({ reconfigure: { issuer } }, at) => {
    at.in("reconfigure").in("issuer").use("connection", issuer);
    return { issuer };
  },
  title: ({ issuer }) => `issuer ${issuer}`,
  words: ({ issuer }) => `an administrator of the SP points the connection at the IdP of ${issuer}`,
  render: ({ issuer }, to) => ({ issuer: to.connection(issuer) }),
  // The connection is everybody's.
  needsQuiet: () => true,
});
