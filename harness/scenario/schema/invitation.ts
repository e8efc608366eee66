import { z } from "zod";
import type { Invitation } from "../model/index.ts";
import type { Cursor } from "./cursor.ts";
import { defined, nameSchema, text } from "./words.ts";

const invitationSchema = z
  .strictObject({
    at: nameSchema.optional().describe("The connection whose organization invites; left out: the check's own."),
    email: text.describe("The address that is invited."),
    roles: z.array(text).optional().describe("Roles that the invitation brings."),
  })
  .describe("An open invitation of the SP to somebody.");

export const invitationsSchema = z.record(nameSchema, invitationSchema).describe("Open invitations by name.");

/** Fields of an invitation that a template can name. */
export const INVITATION_TEMPLATE_FIELDS = ["email"] as const;

export function buildInvitations(written: z.infer<typeof invitationsSchema>, at: Cursor): readonly Invitation[] {
  return Object.entries(written).map(([name, invitation]) => {
    const here = at.in(name);
    if (invitation.at !== undefined) here.in("at").use("connection", invitation.at);
    here.noteKey("define", "invitation", name);
    return { ...defined({ ...invitation }), name, place: here.keyPlace };
  });
}
