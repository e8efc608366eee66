import { z } from "zod";
import { changedPersonSchema, splitClaims } from "../schema/person.ts";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

const schema = stepSchema({
  change: z
    .record(nameSchema, changedPersonSchema)
    .describe("Person -> claims that change; `without: [...]` are no longer sent."),
}).describe("Changes what the IdP says of people from here on.");

export const change = defineStep({
  kind: "change",
  schema,
  build: (written, at) => {
    const people = Object.entries(written.change).map(([person, changes]) => {
      at.in("change", person).noteKey("use", "person", person);
      if (typeof changes === "string") return [person, { claims: {}, without: [], template: changes }] as const;
      return [person, splitClaims(changes)] as const;
    });
    return { kind: "change", people: Object.fromEntries(people) };
  },
});
