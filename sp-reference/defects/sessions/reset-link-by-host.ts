import type { Defect } from "../defect.ts";

export const resetLinkByHost: Defect = {
  id: "reset-link-by-host",
  description: "Answers under every name, and writes the link of a mail under the one that the request says.",
  spoil: (workings) => ({
    ...workings,
    page: { ...workings.page, ownHost: () => (_req, _res, next) => next() },
    reset: { ...workings.reset, base: ({ headers }) => `http://${String(headers["host"])}` },
  }),
};
