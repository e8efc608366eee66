import type { z } from "zod";
import type { AccountField, Expectation } from "../model/index.ts";
import type { Cursor } from "../schema/cursor.ts";

/** What must be visible for something to be judged. */
export interface Sight {
  readonly fields: readonly AccountField[];
  readonly session: boolean;
}

/** A kind of expectation, registered: how it is written, how it becomes the model's, what it needs to see. */
export interface ExpectationKind {
  readonly kind: Expectation["kind"];
  readonly schema: z.ZodType;
  readonly build: (written: unknown, at: Cursor) => Expectation;
  readonly needs: (expectation: Expectation) => Sight;
}

type OfKind<K extends Expectation["kind"]> = Extract<Expectation, { readonly kind: K }>;

/** Makes a registration; the schema types what `build` is handed. */
export function defineExpectation<K extends Expectation["kind"], S extends z.ZodType>(definition: {
  readonly kind: K;
  readonly schema: S;
  readonly build: (written: z.infer<S>, at: Cursor) => OfKind<K>;
  readonly needs: (expectation: OfKind<K>) => Sight;
}): ExpectationKind {
  const { kind, schema } = definition;
  const isMine = (expectation: Expectation): expectation is OfKind<K> => expectation.kind === kind;
  return {
    kind,
    schema,
    build: (written, at) => definition.build(schema.parse(written), at),
    needs: (expectation) => (isMine(expectation) ? definition.needs(expectation) : { fields: [], session: false }),
  };
}
