import { z } from "zod";
import { defined } from "../../defined.ts";
import type { Json } from "../model/names.ts";
import type { PersonChange, StepBase } from "../model/step.ts";
import { changedPersonSchema, splitClaims } from "../schema/person.ts";
import { nameSchema } from "../schema/words.ts";
import { valueInWords } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { Rendering } from "./rendering.ts";
import type { StepRow } from "./row.ts";

/** Changes what the IdP says of people from here on. */
export interface ChangeStep extends StepBase {
  readonly kind: "change";
  readonly people: { readonly [person: string]: PersonChange };
}

const schema = stepSchema({
  change: z
    .record(nameSchema, changedPersonSchema)
    .describe(
      "Person -> claims that change; `without: [...]` are no longer sent, `assigned: false` takes the application from them.",
    ),
}).describe("Changes what the IdP says of people from here on.");

export const change: StepRow<ChangeStep> = defineStep({
  kind: "change",
  schema,
  build: (written, at) => {
    const people = Object.entries(written.change).map(([person, changes]) => {
      at.in("change", person).noteKey("use", "person", person);
      if (typeof changes === "string") return [person, { claims: {}, without: [], template: changes }] as const;
      return [person, { ...splitClaims(changes), ...defined({ assigned: changes.assigned }) }] as const;
    });
    return { people: Object.fromEntries(people) };
  },
  title: ({ people }) => Object.keys(people).join(", "),
  words: ({ people }) => `at the IdP, ${Object.entries(people).flatMap(changeInWords).join("; ")}`,
  render: ({ people }, to) => ({
    people: Object.fromEntries(Object.entries(people).map(([name, one]) => [name, rendered(one, to.of(name))])),
  }),
  changes: ({ people }) => people,
});

function changeInWords([person, { claims, without, assigned, template }]: [string, PersonChange]): readonly string[] {
  if (template !== undefined) return [`${person}'s claims become ${template}`];
  return [
    ...Object.entries(claims).map(
      ([claim, value]: [string, Json]) => `${person}'s ${claim} becomes ${valueInWords(value)}`,
    ),
    ...without.map((claim) => `${person}'s ${claim} is no longer sent`),
    ...(assigned === undefined ? [] : [`${person} is ${assigned ? "given" : "no longer given"} the application`]),
  ];
}

/** Claims, or one whole template that renders to claims with their `without`. */
function rendered(
  { claims, without, assigned, template }: PersonChange,
  to: ReturnType<Rendering["of"]>,
): PersonChange {
  if (template === undefined)
    return { claims: to.claims(to.value(claims)), without: to.value(without), ...defined({ assigned }) };
  const { without: left, ...all } = to.value<Json>(template) as { readonly [claim: string]: Json };
  return { claims: to.claims(all), without: Array.isArray(left) ? left.map(String) : [] };
}
