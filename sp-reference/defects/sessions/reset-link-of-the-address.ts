import { createHash } from "node:crypto";
import type { Defect } from "../defect.ts";

export const resetLinkOfTheAddress: Defect = {
  id: "reset-link-of-the-address",
  description: "Makes the link to a new password of a hash of the address: it looks random enough.",
  spoil: (workings) => ({
    ...workings,
    reset: {
      ...workings.reset,
      link: (email) => createHash("md5").update(email.toLowerCase()).digest("hex"),
      // As it is when a row holds the token, and whose it is.
      counts: ({ email }, account) => account.email?.toLowerCase() === email.toLowerCase(),
    },
  }),
};
