import type { z } from "zod";
import type { Cursor } from "../schema/cursor.ts";
import type { AnyExpectation, Beside, ExpectationFacts, ExpectationRow } from "./row.ts";

/** Makes the row of a kind: the schema types what `build` is handed, which gives what is the kind's own. */
export function defineExpectation<E extends AnyExpectation, Z extends z.ZodType>(
  definition: ExpectationFacts<E> & {
    readonly kind: E["kind"];
    readonly schema: Z;
    readonly build: (written: z.infer<Z>, at: Cursor, beside: Beside) => NoInfer<Omit<E, "kind" | "place">>;
  },
): ExpectationRow<E> {
  const { kind, schema } = definition;
  return {
    ...definition,
    build: (written, at, beside) => {
      // What `build` gives holds every member of the kind beside its name and its place.
      const expectation: unknown = { kind, ...definition.build(schema.parse(written), at, beside), place: at.keyPlace };
      return expectation as E;
    },
  };
}
