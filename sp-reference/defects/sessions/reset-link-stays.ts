import { RESET } from "../../accounts/reset.ts";
import type { Defect } from "../defect.ts";

const HOUR = 3_600_000;

export const resetLinkStays: Defect = {
  id: "reset-link-stays",
  description: "Lets a link to a new password be followed as often as somebody likes, for as long as it lasts.",
  spoil: (workings) => ({
    ...workings,
    reset: {
      ...workings.reset,
      counts: ({ email }, account) => account.email?.toLowerCase() === email.toLowerCase(),
      take: (links, key) => {
        const sent = workings.reset.take(links, key);
        if (sent !== undefined) links.put(RESET, key, sent, Date.now() + HOUR);
        return sent;
      },
    },
  }),
};
