import { z } from "zod";
import { suggest } from "../faults.ts";
import type { SessionDriver, SessionValue } from "../model/index.ts";
import { templatePaths } from "../template.ts";
import type { Advice } from "../yaml/issues.ts";
import { refuseUnknownField } from "./account-fields.ts";
import type { Cursor } from "./cursor.ts";
import { buildKept, keptSchema } from "./kept.ts";
import { keyed } from "./keyed.ts";
import {
  cssSelector,
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

const status = z
  .int("must be an HTTP status, not %")
  .min(100, "must be an HTTP status, not %")
  .max(599, "must be an HTTP status, not %");

type WrittenPlace = { readonly selector: string } | { readonly kept: string; readonly json: string };

const value = z.union([
  jsonPath,
  keyed<WrittenPlace>({
    what: "a place",
    cure: "Take one of the two out.",
    schemas: {
      selector: z.strictObject({ selector: cssSelector.describe("CSS, in the page that is opened.") }),
      kept: z.strictObject({
        kept: nameSchema.describe("A name of `kept`: a JWT, or JSON."),
        json: jsonPath.describe("JSONPath into it."),
      }),
    },
  }),
]);

type WrittenValue = z.infer<typeof value>;

const map = z
  .object({
    account: value.describe(
      "The account's id: a JSONPath in the answer, `{ selector: CSS }` in a page, or `{ kept: NAME, json: JSONPath }`.",
    ),
  })
  .catchall(value)
  .superRefine((written, context) => {
    for (const field of Object.keys(written)) {
      if (field === "account") continue;
      if (field !== "id") refuseUnknownField(field, context);
      else {
        const params = { key: true, hint: "Call it `account`." } satisfies Advice;
        context.addIssue({ code: "custom", path: [field], message: "`id` is the account itself here", params });
      }
    }
  })
  .describe("Where the answer names the account, and what else it shows of it: any field of an account.");

export const sessionSchema = z
  .strictObject({
    request: requestLine.describe("Who am I? Asked with the cookies of the browser that signed in."),
    headers: stringMap.optional().describe("May hold `{{kept.NAME}}`."),
    map,
    signed_out: z
      .strictObject({ status: oneOrMany(status).optional(), text: text.optional() })
      .optional()
      .describe("What, beside 401, 403, 404 and a redirect, means signed out."),
    kept: keptSchema.optional(),
  })
  .superRefine((written, context) => {
    refuseHeadersOfPage(written, context);
    for (const [field, place] of Object.entries(written.map)) refuseOtherWay(written, field, place, context);
  });

interface Written {
  readonly headers?: { readonly [name: string]: string } | undefined;
  readonly map: { readonly account: WrittenValue; readonly [field: string]: WrittenValue };
  readonly kept?: { readonly [name: string]: unknown } | undefined;
}

/** A page that is opened is sent what every page is. */
function refuseHeadersOfPage({ headers = {}, map }: Written, context: z.RefinementCtx): void {
  if (!isSelector(map.account) || Object.keys(headers).length === 0) return;
  const keeps = templatePaths(headers).some((path) => path.startsWith("kept."));
  const hint = "Map the account by a JSONPath, or by what is `kept`, so that a script's request is sent.";
  const message = `a page that is opened cannot be sent \`headers\`${keeps ? ", nor what is kept" : ""}`;
  context.addIssue({ code: "custom", path: ["headers"], message, params: { key: true, hint } satisfies Advice });
}

/** An answer is read either as JSON or as a page; what is kept can be read beside both. */
function refuseOtherWay(written: Written, field: string, place: WrittenValue, context: z.RefinementCtx): void {
  const path = ["map", field];
  if (typeof place === "object" && "kept" in place) {
    const known = Object.keys(written.kept ?? {});
    if (known.includes(place.kept)) return;
    const hint = suggest(place.kept, known, "Kept:") ?? "Say where it stands: `kept: { NAME: { query: token } }`.";
    const message = `nothing is kept as \`${place.kept}\``;
    context.addIssue({ code: "custom", path: [...path, "kept"], message, params: { hint } satisfies Advice });
    return;
  }
  const { account } = written.map;
  if (field === "account" || isSelector(place) === isSelector(account)) return;
  const page = isSelector(account);
  const hint = page ? "Write `{ selector: CSS }`." : "Write a JSONPath.";
  const message = page
    ? "the account is read from a page, and this from JSON"
    : "the account is not read from a page, and this is";
  context.addIssue({ code: "custom", path, message, params: { hint } satisfies Advice });
}

function isSelector(place: WrittenValue): boolean {
  return typeof place === "object" && "selector" in place;
}

export function buildSession(written: z.infer<typeof sessionSchema>, at: Cursor): SessionDriver {
  const { account, ...others } = written.map;
  return {
    request: toRequestLine(written.request),
    headers: written.headers ?? {},
    account: buildValue(account),
    fields: Object.fromEntries(Object.entries(others).map(([field, place]) => [field, buildValue(place)])),
    signed_out: { status: many(written.signed_out?.status), ...defined({ text: written.signed_out?.text }) },
    ...(written.kept === undefined ? {} : { kept: buildKept(written.kept, at.in("kept")) }),
    place: at.keyPlace,
  };
}

function buildValue(written: WrittenValue): SessionValue {
  return typeof written === "string" ? { json: written } : written;
}
