import type { Defect } from "../defect.ts";

export const namesRaw: Defect = {
  id: "names-raw",
  description: "Writes the name into the page on which people land as it came from the identity provider.",
  spoil: (workings) => ({
    ...workings,
    page: {
      ...workings.page,
      landing: (res, { account: { name, email, id } }) => {
        res
          .type("html")
          .send(`<!doctype html><title>Reference SP</title><p>You are signed in as ${name ?? email ?? id}.</p>`);
      },
    },
  }),
};
