import { z } from "zod";
import { INVITATION_STATES, type InvitationState } from "../model/drivers.ts";
import { nameSchema } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** What became of invitations. */
export interface InvitationsExpectation extends AnyExpectation {
  readonly kind: "invitations";
  readonly are: { readonly [invitation: string]: InvitationState };
}

export const invitations: ExpectationRow<InvitationsExpectation> = defineExpectation({
  kind: "invitations",
  schema: z
    .record(nameSchema, z.enum(INVITATION_STATES))
    .describe(
      "Invitation -> `open` (it can still be taken) or `closed` (used, taken back, or gone), where the target shows them (`observe.invitations`); elsewhere nothing is asked.",
    ),
  build: (written, at) => {
    for (const name of Object.keys(written)) at.in(name).use("invitation", name);
    return { are: written };
  },
  needs: () => ({ fields: [], session: false }),
  words: ({ are }) => Object.entries(are).map(([name, state]) => `the invitation ${name} is ${state}`),
  restsOn: "policy",
  invitations: ({ are }) => are,
});
