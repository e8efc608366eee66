import type { Defect } from "../defect.ts";

export const nullEmailMatches: Defect = {
  id: "null-email-matches",
  description: "Looks for the account by its email, also where there is none: WHERE email IS ?.",
  spoil: (workings, app) => ({
    ...workings,
    decision: {
      ...workings.decision,
      recognize: (situation) => {
        const own = workings.decision.recognize(situation);
        const { organization } = situation.connection;
        if (own !== null || situation.claims.email !== null) return own;
        const row = app()
          .db.prepare<[string], { id: string }>(
            "SELECT id FROM accounts JOIN memberships ON account_id = id WHERE organization = ? AND email IS NULL",
          )
          .get(organization.name);
        return row === undefined ? null : app().lookup.state(row.id, organization.name);
      },
    },
  }),
};
