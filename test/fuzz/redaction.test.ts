import * as fc from "fast-check";
import { expect } from "vitest";
import type { Exchange } from "../../harness/observe/exchange.ts";
import { redactExchange, redactText, redactUrl } from "../../harness/observe/redact.ts";
import { Vault } from "../../harness/observe/vault.ts";
import { holds } from "./property.ts";

const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({ unit: fc.constantFrom("a", "b", "c", "X", "Y", "0", "9"), minLength: 1, maxLength: 6 }),
  },
  fc.constantFrom(
    "&",
    "<",
    ">",
    '"',
    "'",
    "\\",
    "/",
    "%",
    "+",
    " ",
    "$&",
    "$1",
    "(",
    "[",
    "*",
    ".",
    "=",
    ";",
    "#",
    "é",
    "日",
    "\n",
    "%41",
    "&amp;",
    "-",
    "_",
  ),
);
/** As long as a secret must be to be one; capital letters and digits that no text around it has. */
const secret = fc.array(piece, { minLength: 2, maxLength: 6 }).map((pieces) => `Q7${pieces.join("")}Z9`);

/** How the same value stands in texts that programs write. */
const FORMS: { readonly [form: string]: (value: string) => string } = {
  plain: (value) => value,
  "an address": encodeURIComponent,
  "an address, small hex": (value) => encodeURIComponent(value).replaceAll(/%../g, (hex) => hex.toLowerCase()),
  "a form": (value) => new URLSearchParams({ "": value }).toString().slice(1),
  JSON: (value) => JSON.stringify(value).slice(1, -1),
  "JSON of PHP": (value) =>
    JSON.stringify(value)
      .slice(1, -1)
      .replaceAll("/", String.raw`\/`),
  "JSON of Go and Rails": (value) =>
    JSON.stringify(value)
      .slice(1, -1)
      .replaceAll("&", String.raw`\u0026`)
      .replaceAll("<", String.raw`\u003c`)
      .replaceAll(">", String.raw`\u003e`),
  HTML: (value) =>
    value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  "HTML of Django": (value) => entities(value, "&quot;", "&#x27;"),
  "HTML of Go": (value) => entities(value, "&#34;", "&#39;"),
};

function entities(value: string, double: string, single: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', double)
    .replaceAll("'", single);
}

const form = fc.constantFrom(...Object.keys(FORMS));
const around = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "token=",
    '"token": "',
    "<b>",
    "https://sp.test/?a=1&code=",
    "Bearer ",
    "sid=",
    "'",
    "(",
    "[redacted 1]",
  ),
  fc.string({ unit: fc.constantFrom("k", "l", "m", " ", "<", ">", "&", "=", '"', "'", "/", "?") }),
);

function as(which: string, value: string): string {
  return (FORMS[which] ?? String)(value);
}

function expectGone(text: string, value: string): void {
  for (const [name, write] of Object.entries(FORMS)) expect(text.includes(write(value)), name).toBe(false);
}

holds(
  "a known secret survives nowhere, in whatever form it stands",
  [secret, fc.array(fc.tuple(around, form), { minLength: 1, maxLength: 4 }), around],
  (value, places, end) => {
    const vault = new Vault();
    vault.learn([value]);
    const text = places.map(([before, which]) => before + as(which, value)).join(" ") + end;
    const clean = vault.redact(text);
    expectGone(clean, value);
    expectGone(redactText(text, vault.redact), value);
    expectGone(redactUrl(text, vault.redact), value);
    expectGone(vault.printed(text), value);
    expect(vault.redact(clean)).toBe(clean);
    expect(redactText(redactText(text, vault.redact), vault.redact)).toBe(redactText(text, vault.redact));
  },
  { runs: 700 },
);

holds(
  "equal secrets become equal placeholders, and others others",
  [fc.uniqueArray(secret, { minLength: 2, maxLength: 4 }), form, form],
  (values, one, other) => {
    const vault = new Vault();
    vault.learn(values);
    const told = values.map((value) => [vault.redact(as(one, value)), vault.redact(as(other, value))] as const);
    for (const [first, second] of told) expect(first).toBe(second);
    const apart = values.every((value) =>
      values.every((another) => value === another || !as(one, value).includes(as(one, another))),
    );
    if (apart) expect(new Set(told.map(([first]) => first)).size).toBe(values.length);
  },
  { runs: 500 },
);

const where = fc.constantFrom(
  "url",
  "path",
  "name",
  "header",
  "cookie",
  "set-cookie",
  "authorization",
  "body",
  "answer",
  "location",
  "message",
  "nested",
  "key",
  "failure",
  "note",
);

function exchangeWith(place: string, text: string): Exchange {
  const at = (wanted: string): string => (place === wanted ? text : "quiet");
  return {
    id: 1,
    at: 0,
    duration_ms: 1,
    by: "browser",
    request: {
      method: "POST",
      url: `http://localhost/${at("path")}?a=${at("url")}`,
      headers: {
        "x-a": at("header"),
        cookie: `a=b; sid=${at("cookie")}`,
        authorization: `Basic ${at("authorization")}`,
        [at("name")]: "x",
      },
      body: `a=1&b=${at("body")}`,
    },
    response: {
      status: 200,
      headers: { "set-cookie": [`sid=${at("set-cookie")}; Path=/`], location: `/x?y=${at("location")}` },
      body: `<p>${at("answer")}`,
    },
    failure: { kind: "malformed", detail: at("failure") },
    notes: [at("note")],
    messages: [{ kind: "AuthnRequest", content: { a: at("message"), b: [{ c: at("nested") }], [at("key")]: "x" } }],
  };
}

holds(
  "an exchange that is written holds no known secret, wherever it stood",
  [secret, where, form],
  (value, place, which) => {
    const vault = new Vault();
    vault.learn([value]);
    const clean = redactExchange(exchangeWith(place, as(which, value)), vault.redact);
    for (const text of textsOf(clean)) expectGone(text, value);
    expect(redactExchange(clean, vault.redact)).toEqual(clean);
  },
  { runs: 400 },
);

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(textsOf)];
}

holds(
  "whatever is redacted, redacting it again changes nothing",
  [fc.string(), fc.array(around)],
  (text, pieces) => {
    const { redact } = new Vault();
    const once = redactText(pieces.join("") + text, redact);
    expect(redactText(once, redact)).toBe(once);
  },
  { runs: 400 },
);
