import { z } from "zod";
import { plannedWord } from "../planned.ts";

/**
 * A strict object some of whose keys are still to come, or belong elsewhere (word -> where): such a key is refused
 * by its name, not as unknown.
 * The planned keys are optional members that nothing can fill, so that they stay out of what is suggested.
 */
export function strictWithPlanned<S extends z.ZodRawShape, P extends string>(
  shape: S,
  planned: readonly P[],
  elsewhere: { readonly [word: string]: string } = {},
): z.ZodObject<S & { [K in P]: z.ZodOptional<z.ZodType<never>> }, z.core.$strict> {
  const later = Object.fromEntries(planned.map((word) => [word, refused(plannedWord(word, Object.keys(shape)))]));
  const misplaced = Object.entries(elsewhere).map(([word, hint]) => {
    const message = `\`${word}\` does not stand here`;
    return [word, refused({ message, params: { key: true, hint } })] as const;
  });
  return z.strictObject({ ...shape, ...later, ...Object.fromEntries(misplaced) });
}

const PLANNED = new WeakSet<object>();

/** Whether a schema stands for a word that is not yet available. */
export function isPlanned(schema: object): boolean {
  return PLANNED.has(schema);
}

function refused(problem: { readonly message: string; readonly params: object }): z.ZodOptional<z.ZodType<never>> {
  const schema = z
    .custom<never>()
    .check((payload) => {
      payload.issues.push({ code: "custom", input: payload.value, path: [], ...problem });
    })
    .optional();
  PLANNED.add(schema);
  return schema;
}
