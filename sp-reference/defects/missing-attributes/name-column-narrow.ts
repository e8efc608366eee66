import type { Defect } from "../defect.ts";

export const nameColumnNarrow: Defect = {
  id: "name-column-narrow",
  description: "Keeps names in columns of 255 characters, and does not look how long they are.",
  spoil: (workings) => ({
    ...workings,
    schema: workings.schema.replace("\n  name TEXT,", "\n  name TEXT CHECK (length(name) <= 255),"),
  }),
};
