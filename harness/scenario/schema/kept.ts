import { z } from "zod";
import { messageOf } from "../../errors.ts";
import { DECODINGS, type KeptFrom } from "../model/index.ts";
import type { Advice } from "../yaml/issues.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import { cssSelector, defined, jsonPath, many, nameSchema, oneOrMany, text } from "./words.ts";

const further = {
  decode: oneOrMany(z.enum(DECODINGS))
    .optional()
    .describe("How it is to be read: `base64`, `base64url`, `uri` (percent signs) or `jwt` (its claims); in order."),
  json: jsonPath.optional().describe("JSONPath into the JSON that it is then."),
};

const pattern = z.string().superRefine((written, context) => {
  try {
    void RegExp(written, "u");
  } catch (error) {
    const hint = `${messageOf(error)}. In YAML, write it in single quotes.`;
    context.addIssue({
      code: "custom",
      message: "must be a regular expression, not %",
      params: { hint } satisfies Advice,
    });
  }
});

const places = {
  cookie: z.strictObject({ cookie: text.describe("A cookie of the browser, whatever page it stands on."), ...further }),
  selector: z.strictObject({
    selector: cssSelector.describe("A CSS selector of a page: a script with JSON in it, a meta element."),
    attribute: text.optional().describe("An attribute of what it finds; left out: its text."),
    ...further,
  }),
  pattern: z.strictObject({
    pattern: pattern.describe(
      "A regular expression that a page's source matches: its first group, or the JSON that stands after the match.",
    ),
    ...further,
  }),
  query: z.strictObject({
    query: text.describe("A parameter of the address on which the sign-in ends, or of its fragment."),
    ...further,
  }),
  header: z.strictObject({ header: text.describe("A header of the answer with which the sign-in ends."), ...further }),
  json: z.strictObject({
    json: jsonPath.describe("JSONPath into that answer's body."),
    decode: further.decode,
  }),
};

type Written = { readonly [Kind in keyof typeof places]: z.infer<(typeof places)[Kind]> }[keyof typeof places];

export const keptSchema = z
  .record(nameSchema, keyed<Written>({ what: "a place", cure: "Take one of the two out.", schemas: places }))
  .describe("What a sign-in leaves beside its session's cookie: `{ token: { query: token } }`, for `{{kept.token}}`.");

export function buildKept(written: z.infer<typeof keptSchema>, at: Cursor): { readonly [name: string]: KeptFrom } {
  return Object.fromEntries(Object.entries(written).map(([name, place]) => [name, buildPlace(place, at.in(name))]));
}

function buildPlace(written: Written, at: Cursor): KeptFrom {
  const decode = many(written.decode);
  const json = defined({ json: written.json });
  if ("cookie" in written) return { cookie: written.cookie, decode, ...json };
  if ("selector" in written)
    return { selector: written.selector, ...defined({ attribute: written.attribute }), decode, ...json };
  if ("pattern" in written) return { pattern: written.pattern, place: at.in("pattern").place, decode, ...json };
  if ("query" in written) return { query: written.query, decode, ...json };
  if ("header" in written) return { header: written.header, decode, ...json };
  return { body: written.json, decode };
}
