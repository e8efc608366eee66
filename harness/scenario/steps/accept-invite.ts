import { z } from "zod";
import { defined, nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

const schema = stepSchema({
  accept_invite: nameSchema.describe("The invitation."),
  person: nameSchema.describe("Who follows it, and signs in where that leads to the IdP."),
  browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
  password: z.string().optional().describe("The new password, for SPs that ask for one."),
}).describe("A person follows an invitation.");

export const acceptInvite = defineStep({
  kind: "accept_invite",
  schema,
  ability: "accept_invite",
  build: (written, at) => {
    at.in("accept_invite").use("invitation", written.accept_invite);
    at.in("person").use("person", written.person);
    const { person, browser, password } = written;
    return { kind: "accept_invite", invitation: written.accept_invite, person, ...defined({ browser, password }) };
  },
});
