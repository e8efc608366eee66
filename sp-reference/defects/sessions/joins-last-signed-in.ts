import type { Defect } from "../defect.ts";

export const joinsLastSignedIn: Defect = {
  id: "joins-last-signed-in",
  description: "Keeps who is signed in in a variable of the module: the last one, at whatever browser.",
  spoil: (workings, app) => {
    let current: string | null = null;
    return {
      ...workings,
      session: {
        ...workings.session,
        start: async (req, account, max) => {
          current = account;
          await workings.session.start(req, account, max);
        },
      },
      decision: {
        ...workings.decision,
        join: (situation) =>
          workings.decision.join({
            ...situation,
            signedIn: current === null ? null : app().lookup.state(current, situation.connection.organization.name),
          }),
      },
    };
  },
};
