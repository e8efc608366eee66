import type { Defect } from "../defect.ts";

export const refusalWordsRaw: Defect = {
  id: "refusal-words-raw",
  description: "Writes what the identity provider says of a refusal into a page of its own, as it stands.",
  spoil: (workings) => ({
    ...workings,
    page: {
      ...workings.page,
      said: (res, words, retry) => {
        const again = retry === null ? "" : `<p><a href="${retry}">Try again</a></p>`;
        res.status(403).type("html").send(`<!doctype html><title>Refused</title><p>${words}</p>${again}`);
      },
    },
  }),
};
