import { z } from "zod";
import type { Pages } from "../model/index.ts";
import { keyed } from "./keyed.ts";
import { jsonPath, text } from "./words.ts";

const number = z.strictObject({
  number: text.describe("The parameter of the query that takes the page's number."),
  first: z
    .int("must be a whole number, not %")
    .min(0, "must not be negative")
    .optional()
    .describe("The first page's number; 1."),
});

const cursor = z.strictObject({
  cursor: jsonPath.describe("JSONPath to what leads to the next page; where it finds nothing, the page is the last."),
  parameter: text.describe("The parameter of the query that takes it."),
});

type WrittenPages = z.infer<typeof number> | z.infer<typeof cursor>;

export const pagesSchema = keyed<WrittenPages>({
  what: "a way to page",
  cure: "Take one of the two out.",
  schemas: { number, cursor },
})
  .optional()
  .describe("Pages by number, `{ number: page }`, or by cursor, `{ cursor: $.next, parameter: after }`.");

export function buildPages(written: WrittenPages | undefined): Pages | undefined {
  if (written === undefined) return undefined;
  if ("number" in written) return { kind: "number", parameter: written.number, first: written.first ?? 1 };
  return { kind: "cursor", cursor: written.cursor, parameter: written.parameter };
}
