import type { Defect } from "../defect.ts";

export const refusalBounces: Defect = {
  id: "refusal-bounces",
  description: "Leads a refused person back to where they began, without a word.",
  spoil: (workings) => ({
    ...workings,
    page: { ...workings.page, refused: (res) => res.redirect(303, "/") },
  }),
};
