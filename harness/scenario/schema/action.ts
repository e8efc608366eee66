import { z } from "zod";
import type { Action } from "../model/index.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import { defined, json, jsonPath, requestLine, stringMap, text, toRequestLine } from "./words.ts";

const request = z
  .strictObject({
    request: requestLine.describe("`METHOD path`, as a script of the page would send it."),
    json: json.optional().describe("The body, as JSON."),
    form: stringMap.optional().describe("The body, as form fields."),
    headers: stringMap.optional(),
    open: jsonPath.optional().describe("JSONPath to an address in the answer, to navigate to."),
  })
  .refine(
    (written) => written.json === undefined || written.form === undefined,
    "has both `json` and `form`; a request has one body",
  );

const open = z.strictObject({ open: text.describe("Navigates to a path or address.") });
const fill = z.strictObject({
  fill: stringMap.describe("A field's name, id, label, placeholder or CSS selector -> text, all in one form."),
});
const press = z.strictObject({
  press: text.describe("A button or link: its text or label, value, name, id or a CSS selector."),
});
const follow = z.strictObject({ follow: text.describe("A link, likewise.") });
const waitFor = z.strictObject({ wait_for: text.describe("A text or a CSS selector that the page will show.") });

export type WrittenAction =
  | z.infer<typeof request>
  | z.infer<typeof open>
  | z.infer<typeof fill>
  | z.infer<typeof press>
  | z.infer<typeof follow>
  | z.infer<typeof waitFor>;

export const ACTION_SCHEMAS = { request, open, fill, press, follow, wait_for: waitFor };

const actionSchema = keyed<WrittenAction>({ what: "an action", schemas: ACTION_SCHEMAS });

/** What a person does in a browser, one thing at a time. */
export const actionsSchema = z.array(actionSchema).min(1, "must have at least one action");

/** A request line, or a list of actions. */
export const startSchema = z
  .union([requestLine, actionsSchema])
  .describe("How a sign-in starts: `GET /login`, or a list of actions.");

export function buildActions(written: readonly WrittenAction[], at: Cursor): readonly Action[] {
  return written.map((action, index) => buildAction(action, at.in(index)));
}

export function buildStart(written: z.infer<typeof startSchema>, at: Cursor): readonly Action[] {
  if (typeof written !== "string") return buildActions(written, at);
  const line = toRequestLine(written);
  if (line.method === "GET") return [{ kind: "open", target: line.target, place: at.place }];
  return [{ kind: "request", request: line, headers: {}, place: at.place }];
}

export function buildAction(written: WrittenAction, at: Cursor): Action {
  const { place } = at;
  if ("request" in written) {
    const { json, form, open } = written;
    return {
      kind: "request",
      request: toRequestLine(written.request),
      headers: written.headers ?? {},
      ...defined({ json, form, open }),
      place,
    };
  }
  if ("open" in written) return { kind: "open", target: written.open, place };
  if ("fill" in written) return { kind: "fill", fields: written.fill, place };
  if ("wait_for" in written) return { kind: "wait_for", what: written.wait_for, place };
  if ("press" in written) return { kind: "press", what: written.press, place };
  return { kind: "follow", what: written.follow, place };
}
