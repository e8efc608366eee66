import { z } from "zod";
import type { AccountField } from "../model/index.ts";
import { jsonPath, many, text } from "./words.ts";

/** Fields of an account that are true or false. */
const FLAGS: readonly AccountField[] = ["active", "email_verified"];

const flag = z.strictObject({
  path: jsonPath,
  is: z.union([text, z.array(text).min(1, "must name at least one word")]).describe("The words that mean true."),
});

/** Where a field stands in JSON; of one that is true or false, the words that mean true, too. */
export const flagOrPath = z.union([jsonPath, flag]);

/** Words are for what is true or false. */
export function refuseWords(map: { readonly [field: string]: unknown }, context: z.RefinementCtx): void {
  for (const [field, value] of Object.entries(map)) {
    if (typeof value === "string" || FLAGS.some((one) => one === field)) continue;
    const params = { hint: "Write the path alone.", key: true };
    context.addIssue({
      code: "custom",
      path: [field],
      message: `\`is\` is for what is true or false: ${FLAGS.join(" and ")}`,
      params,
    });
  }
}

type Written = { readonly [field: string]: z.infer<typeof flagOrPath> };

/** The paths of a map, and what is told of the words beside them. */
export function buildMap(written: Written): {
  readonly map: { readonly [field: string]: string };
  readonly words?: { readonly [field: string]: readonly string[] };
} {
  const fields = Object.entries(written);
  const words = fields.flatMap(([field, value]) =>
    typeof value === "string" ? [] : [[field, many(value.is)] as const],
  );
  return {
    map: Object.fromEntries(fields.map(([field, value]) => [field, typeof value === "string" ? value : value.path])),
    ...(words.length === 0 ? {} : { words: Object.fromEntries(words) }),
  };
}
