import { z } from "zod";
import type { KeptFrom, SessionDriver } from "../model/index.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import {
  defined,
  jsonPath,
  many,
  nameSchema,
  oneOrMany,
  requestLine,
  stringMap,
  text,
  toRequestLine,
} from "./words.ts";

const kept = keyed<KeptFrom>({
  what: "a place",
  cure: "Take one of the two out.",
  schemas: {
    query: z.strictObject({
      query: text.describe("A parameter of the address on which the sign-in ends, or of its fragment."),
    }),
    header: z.strictObject({ header: text.describe("A header of the answer with which the sign-in ends.") }),
    json: z.strictObject({ json: jsonPath.describe("JSONPath into that answer's body.") }),
  },
});

export const sessionSchema = z
  .strictObject({
    request: requestLine.describe("Who am I? Asked with the cookies of the browser that signed in."),
    headers: stringMap.optional().describe("May hold `{{kept.NAME}}`."),
    map: z
      .strictObject({
        account: z
          .union([jsonPath, z.strictObject({ selector: text })])
          .describe("JSONPath to the account's id, or `{ selector: CSS }` in a page."),
      })
      .describe("Where the answer names the account."),
    signed_out: z
      .strictObject({
        status: oneOrMany(
          z
            .int("must be an HTTP status, not %")
            .min(100, "must be an HTTP status, not %")
            .max(599, "must be an HTTP status, not %"),
        ).optional(),
        text: text.optional(),
      })
      .optional()
      .describe("What, beside 401, 403, 404 and a redirect, means signed out."),
    kept: z
      .record(nameSchema, kept)
      .optional()
      .describe(
        "What a sign-in leaves beside cookies: `{ token: { query: token } }`, for `{{kept.token}}` in the headers.",
      ),
  })
  .refine(
    (written) => written.kept === undefined || typeof written.map.account === "string",
    "has `kept`, which a page that is opened cannot be sent: map the account by a JSONPath",
  );

export function buildSession(written: z.infer<typeof sessionSchema>, at: Cursor): SessionDriver {
  const { account } = written.map;
  return {
    request: toRequestLine(written.request),
    headers: written.headers ?? {},
    account: typeof account === "string" ? { json: account } : account,
    signed_out: { status: many(written.signed_out?.status), ...defined({ text: written.signed_out?.text }) },
    ...defined({ kept: written.kept }),
    place: at.keyPlace,
  };
}
