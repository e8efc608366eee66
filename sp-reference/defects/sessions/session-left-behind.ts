import { promisify } from "node:util";
import type { Defect } from "../defect.ts";

export const sessionLeftBehind: Defect = {
  id: "session-left-behind",
  description: "Gives the browser a new session, and leaves the one before in the store.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      start: async (req, account, max) => {
        req.sessionStore.generate?.(req);
        req.session.accountId = account;
        req.session.max = max;
        await promisify(req.session.save.bind(req.session))();
      },
    },
  }),
};
