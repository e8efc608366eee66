import type { Defect } from "../defect.ts";

export const refusalLoops: Defect = {
  id: "refusal-loops",
  description: "Starts the sign-in again when it was refused.",
  spoil: (workings) => ({
    ...workings,
    page: { ...workings.page, refused: (res, connection) => res.redirect(303, `/auth/${connection.name}`) },
  }),
};
