import { z } from "zod";
import type { Action } from "../model/index.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import {
  cssSelector,
  defined,
  isAddress,
  json,
  jsonPath,
  requestLine,
  stringMap,
  text,
  toRequestLine,
} from "./words.ts";

/** What may stand beside every action. */
const common = {
  if: z
    .strictObject({
      selector: cssSelector.optional().describe("CSS: something on the page matches it."),
      text: text.optional().describe("The page shows it."),
    })
    .refine((written) => Object.keys(written).length > 0, {
      error: "must say `selector` or `text`",
      when: ({ issues }) => issues.length === 0,
    })
    .optional()
    .describe("Only where the page is this one: a form that comes once."),
  optional: z
    .literal(true, { error: "must be true, or be left out" })
    .optional()
    .describe("Left out where it finds nothing to act on."),
};

const request = z
  .strictObject({
    request: requestLine.describe("`METHOD path`, as a script of the page would send it."),
    json: json.optional().describe("The body, as JSON."),
    form: stringMap.optional().describe("The body, as form fields."),
    headers: stringMap.optional().describe("May hold `{{kept.NAME}}`, as everything here."),
    open: jsonPath.optional().describe("JSONPath to an address in the answer, to navigate to."),
    ...common,
  })
  .refine(
    (written) => written.json === undefined || written.form === undefined,
    "has both `json` and `form`; a request has one body",
  );

const open = z.strictObject({
  open: text.refine(isAddress, "must be a path or an address, not %").describe("Navigates to a path or address."),
  ...common,
});
const fill = z.strictObject({
  fill: stringMap.describe("A field's name, id, label, placeholder or CSS selector -> text, all in one form."),
  ...common,
});
const press = z.strictObject({
  press: text.describe("A button or link: its text or label, value, name, id or a CSS selector."),
  ...common,
});
const follow = z.strictObject({ follow: text.describe("A link, likewise."), ...common });
const waitFor = z.strictObject({
  wait_for: text.describe("A text or a CSS selector that the page will show."),
  ...common,
});

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
  const { optional } = written;
  const mark = written.if === undefined ? undefined : defined(written.if);
  const base = { ...defined({ if: mark, optional }), place: at.place };
  if ("request" in written) {
    const { json, form, open } = written;
    const line = toRequestLine(written.request);
    return {
      kind: "request",
      request: line,
      headers: written.headers ?? {},
      ...defined({ json, form, open }),
      ...base,
    };
  }
  if ("open" in written) return { kind: "open", target: written.open, ...base };
  if ("fill" in written) return { kind: "fill", fields: written.fill, ...base };
  if ("wait_for" in written) return { kind: "wait_for", what: written.wait_for, ...base };
  if ("press" in written) return { kind: "press", what: written.press, ...base };
  return { kind: "follow", what: written.follow, ...base };
}
