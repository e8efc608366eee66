import { promisify } from "node:util";
import type { Defect } from "../defect.ts";

export const sessionIdKept: Defect = {
  id: "session-id-kept",
  description: "Writes the account into the session that is there, and keeps its id.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      start: async (req, account, max) => {
        req.session.accountId = account;
        req.session.max = max;
        await promisify(req.session.save.bind(req.session))();
      },
    },
  }),
};
