import { z } from "zod";
import { defined } from "../../defined.ts";
import { claimNameProblem } from "../../idp/profiles/index.ts";
import type { Json, Person } from "../model/index.ts";
import type { Cursor } from "./cursor.ts";
import { json, nameSchema, text } from "./words.ts";

/** Claims that every complete person has; `groups` only where it is written. */
export const DEFAULT_CLAIMS = [
  "subject",
  "email",
  "email_verified",
  "given_name",
  "family_name",
  "name",
  "preferred_username",
] as const;

const withoutSchema = z.array(text).describe("Claims that the IdP does not send.");

/** A key that is no claim of anybody's is told: it would be dropped. */
function tellNames(written: object, context: z.core.$RefinementCtx): void {
  for (const claim of Object.keys(written)) {
    const problem = claimNameProblem(claim);
    if (problem === null) continue;
    const { message, hint } = problem;
    context.addIssue({ code: "custom", message, path: [claim], params: { hint, key: true } });
  }
}

const assignedSchema = z
  .boolean()
  .describe(
    "Whether the application is given to the person; false: the IdP signs them in nowhere, and tells the SP as the connection's profile does.",
  );

/** `{ without: [groups], title: Engineer }`: every other key is a claim, whatever its value. */
export const personSchema = z
  .object({
    at: nameSchema.optional().describe("The connection that the person belongs to; left out: the check's own."),
    without: withoutSchema.optional(),
    guest: z
      .boolean()
      .optional()
      .describe(
        "Somebody of another organization, whom the IdP's own has invited: as the connection's profile tells it.",
      ),
    assigned: assignedSchema.optional(),
  })
  .catchall(json)
  .superRefine(tellNames)
  .describe("A person at the IdP: complete unless something is left out; every other key is a claim.");

type WrittenPerson = z.infer<typeof personSchema>;

/** `[ada, bob]`, or `{ ada: {...}, bob: }`. */
export const peopleSchema = z
  .union([z.array(nameSchema), z.record(nameSchema, personSchema.nullable())])
  .describe("Names of complete people, or a map from names to what is special about each.");

/** Bases of people by name, from people files. */
export type Bases = ReadonlyMap<string, Person>;

export function buildPeople(
  written: z.infer<typeof peopleSchema>,
  at: Cursor,
  bases: Bases = new Map(),
): readonly Person[] {
  if (Array.isArray(written)) return written.map((name, index) => buildPerson(name, {}, at.in(index), bases));
  return Object.entries(written).map(([name, person]) => buildPerson(name, person ?? {}, at.in(name), bases));
}

/** A person of a people file is the base of one with the same name: what is written here goes before it. */
function buildPerson(name: string, written: WrittenPerson, at: Cursor, bases: Bases): Person {
  const base = bases.get(name);
  const { claims, without } = splitClaims(written);
  const home = written.at ?? base?.at;
  const guest = (written.guest ?? base?.guest) === true ? true : undefined;
  const assigned = (written.assigned ?? base?.assigned) === false ? false : undefined;
  if (written.at !== undefined) at.in("at").use("connection", written.at);
  at.noteKey("define", "person", name);
  const kept = Object.entries(base?.claims ?? {}).filter(([claim]) => !without.includes(claim));
  return {
    name,
    ...defined({ at: home, guest, assigned }),
    without: [...new Set([...(base?.without ?? []).filter((claim) => !Object.hasOwn(claims, claim)), ...without])],
    claims: { ...Object.fromEntries(kept), ...claims },
    place: at.keyPlace,
  };
}

/** `change: { ada: { email: x, without: [groups] } }`, or one whole template that renders to such a map. */
export const changedPersonSchema = z.union([
  z
    .object({
      without: withoutSchema.optional(),
      guest: z.never({ error: "cannot change: who is a guest is one from the start, in `given.people`" }).optional(),
      assigned: assignedSchema.optional(),
    })
    .catchall(json)
    .superRefine(tellNames),
  z.string().regex(/^\{\{[^{}]+\}\}$/, "must be a map of claims, or one whole template, not %"),
]);

export function splitClaims(written: { readonly [claim: string]: unknown }): {
  readonly claims: { readonly [claim: string]: Json };
  readonly without: readonly string[];
} {
  const { at: _, guest: __, assigned: ___, without, ...claims } = written as { [claim: string]: Json };
  return { claims, without: Array.isArray(without) ? without.map(String) : [] };
}
