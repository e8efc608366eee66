import { readCookie } from "../../session/cookies.ts";
import type { Defect } from "../defect.ts";

const COOKIE = "sp.who";

export const sessionInPlainCookie: Defect = {
  id: "session-in-plain-cookie",
  description: "Keeps who is signed in in a cookie, as JSON in base64, which nobody signs.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      whose: (req) => {
        const { account } = JSON.parse(Buffer.from(readCookie(req, COOKIE) ?? "e30", "base64url").toString()) as {
          account?: string;
        };
        return account;
      },
      start: async (req, account, max, begunBy) => {
        await workings.session.start(req, account, max, begunBy);
        req.res?.cookie(COOKIE, Buffer.from(JSON.stringify({ account })).toString("base64url"), { httpOnly: true });
      },
      end: async (req, res) => {
        res.clearCookie(COOKIE);
        await workings.session.end(req, res);
      },
    },
  }),
};
