import type { Defect } from "../defect.ts";

export const refusalSilent: Defect = {
  id: "refusal-silent",
  description: "Answers a refused person with a bare 403: no reason, no attribute, no way on.",
  spoil: (workings) => ({
    ...workings,
    page: { ...workings.page, refused: (res) => res.sendStatus(403) },
  }),
};
