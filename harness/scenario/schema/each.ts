import { z } from "zod";
import { PROTOCOLS, type EachRow, type Json } from "../model/index.ts";
import { count } from "../faults.ts";
import { json } from "./words.ts";

const values = z.array(json).min(1, "must not be an empty list");
const byProtocol = z.strictObject({ oidc: values, saml: values });

/**
 * `{ tamper: [a, b] }`: columns of equal length; `{ tamper: { oidc: [a, b], saml: [a] } }`: one column that differs by
 * protocol; or `[{ row name: { key: value } }]`: rows of `{{value.key}}`.
 */
export const eachSchema = z
  .union([
    z.record(z.string(), values),
    z
      .record(z.string(), byProtocol)
      .refine((each) => Object.keys(each).length === 1, "a table that differs by protocol has one column"),
    z.array(z.record(z.string(), json)).min(1, "must not be an empty list"),
  ])
  .superRefine((each, context) => {
    if (Array.isArray(each)) {
      for (const [index, row] of each.entries()) {
        const names = Object.keys(row);
        if (names.length === 1) continue;
        const message = "a row of `each` is one name with its values";
        context.addIssue({
          code: "custom",
          path: [index],
          message,
          params: { hint: "Write `- { name of the row: { key: value } }`." },
        });
      }
      return;
    }
    const [first, ...rest] = Object.entries(each);
    if (first === undefined) context.addIssue({ code: "custom", message: "`each` has no column" });
    for (const [column, values] of rest) {
      if (
        first === undefined ||
        !Array.isArray(values) ||
        !Array.isArray(first[1]) ||
        values.length === first[1].length
      )
        continue;
      const message = `column \`${column}\` has ${count(values.length, "value")}, column \`${first[0]}\` has ${first[1].length}`;
      context.addIssue({
        code: "custom",
        path: [column],
        message,
        params: { hint: "One row is made of the values at the same place of every column." },
      });
    }
  })
  .describe("A table of values: the scenario runs once for each row.");

export function buildEach(written: z.infer<typeof eachSchema> | undefined): readonly EachRow[] {
  if (written === undefined) return [];
  if (Array.isArray(written)) {
    return written.flatMap((row) => Object.entries(row).map(([name, value]) => ({ name, variables: { value } })));
  }
  const columns = Object.entries(written).filter((column): column is [string, Json[]] => Array.isArray(column[1]));
  if (columns.length === 0)
    return Object.entries(written).flatMap(([column, values]) => rowsByProtocol(column, values));
  const length = columns[0]?.[1].length ?? 0;
  return Array.from({ length }, (_, index) => {
    const cells = columns.map(([column, values]) => [column, values[index] ?? null] as const);
    return { name: cells.map(([, value]) => cellName(value, index)).join(", "), variables: Object.fromEntries(cells) };
  });
}

/** A value that stands in both lists is one row of both protocols. */
function rowsByProtocol(column: string, lists: unknown): readonly EachRow[] {
  const parsed = byProtocol.parse(lists);
  const cells = new Map([...parsed.oidc, ...parsed.saml].map((value) => [JSON.stringify(value), value]));
  return [...cells].map(([key, value], index) => {
    const protocols = PROTOCOLS.filter((protocol) => parsed[protocol].some((one) => JSON.stringify(one) === key));
    return { name: cellName(value, index), variables: { [column]: value }, protocols };
  });
}

function cellName(value: Json, index: number): string {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return String(index + 1);
}
