import { z } from "zod";
import type { Auth } from "../model/index.ts";
import { keyed } from "./keyed.ts";
import { defined, json, requestLine, stringMap, text, toRequestLine } from "./words.ts";

const basic = z.strictObject({
  basic: z
    .strictObject({ user: text.describe("The user."), password: z.string().describe("The password.") })
    .describe("HTTP Basic: a user and a password."),
});

const bearer = z.strictObject({ bearer: text.describe("A token, without the word Bearer.") });

const login = z
  .strictObject({
    login: requestLine.describe("`METHOD path` whose cookies are kept and sent; made once, and again after a 401."),
    headers: stringMap.optional(),
    json: json.optional().describe("The body, as JSON."),
    form: stringMap.optional().describe("The body, as form fields."),
  })
  .refine(
    (written) => written.json === undefined || written.form === undefined,
    "has both `json` and `form`; a request has one body",
  );

type WrittenAuth = z.infer<typeof basic> | z.infer<typeof bearer> | z.infer<typeof login>;

/** How the kit itself is let in at the SP's API. */
export const authSchema = keyed<WrittenAuth>({
  what: "a way in",
  cure: "Take one of the two out.",
  schemas: { basic, bearer, login },
})
  .optional()
  .describe(
    "How the kit is let in: `{ basic: { user, password } }`, `{ bearer: token }`, or `{ login: POST /login, form: ... }`.",
  );

export function buildAuth(written: WrittenAuth | undefined): Auth | undefined {
  if (written === undefined) return undefined;
  if ("basic" in written) return { kind: "basic", ...written.basic };
  if ("bearer" in written) return { kind: "bearer", token: written.bearer };
  const { headers = {}, json, form } = written;
  return { kind: "login", request: toRequestLine(written.login), headers, ...defined({ json, form }) };
}
