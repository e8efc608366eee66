import type { Defect } from "../defect.ts";

export const resetLinkByForwardedHost: Defect = {
  id: "reset-link-by-forwarded-host",
  description: "Writes the link of a mail under the host that a proxy is said to have been asked for, whoever says so.",
  spoil: (workings) => ({
    ...workings,
    reset: {
      ...workings.reset,
      base: ({ headers }, baseUrl) => {
        const host = headers["x-forwarded-host"];
        return typeof host === "string" ? `http://${host}` : baseUrl;
      },
    },
  }),
};
