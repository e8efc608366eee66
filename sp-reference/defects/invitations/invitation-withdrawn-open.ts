import { finding } from "./finding.ts";
import type { Defect } from "../defect.ts";

export const invitationWithdrawnOpen: Defect = {
  id: "invitation-withdrawn-open",
  description:
    "Takes an invitation for open that nobody has used yet; that it was withdrawn is asked where its link is opened.",
  spoil: (workings, app) =>
    finding((found, _lookup, claims) => {
      const withdrawn = app()
        .db.prepare<[string], { readonly id: string; readonly role: string | null }>(
          "SELECT id, role FROM invitations WHERE lower(email) = lower(?) AND consumed_by IS NULL",
        )
        .get(claims.email ?? "");
      return { ...found, invitation: found.invitation ?? withdrawn ?? null };
    })(workings, app),
};
