import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { expect } from "vitest";
import { findFields, findPressable, formsPressed } from "../../harness/agent/hands/index.ts";
import { autoSubmitOf, maySubmitItself } from "../../harness/agent/http/autosubmit.ts";
import { controlsOf, isSubmitter, nothingFilled } from "../../harness/agent/http/controls.ts";
import { findAll, parseHtml } from "../../harness/agent/http/dom.ts";
import { sheetOf } from "../../harness/agent/http/fields.ts";
import { createPage } from "../../harness/agent/http/page.ts";
import { boardOf, type HtmlPage } from "../../harness/agent/http/press.ts";
import { entriesOf, submissionOf } from "../../harness/agent/http/submission.ts";
import { toggleOf } from "../../harness/agent/http/toggle.ts";
import { holds } from "./property.ts";

const ADDRESS = new URL("http://localhost:3000/login?next=%2F");

function pageOf(html: string): HtmlPage {
  const headers = { "content-type": "text/html; charset=utf-8" };
  return createPage(ADDRESS, { status: 200, headers, body: Buffer.from(html) }) as HtmlPage;
}

const TAGS = [
  "form",
  "input",
  "button",
  "select",
  "option",
  "optgroup",
  "textarea",
  "label",
  "fieldset",
  "legend",
  "table",
  "tr",
  "td",
  "a",
  "details",
  "summary",
  "dialog",
  "template",
  "noscript",
  "script",
  "svg",
  "math",
  "title",
  "frameset",
  "base",
  "meta",
  "datalist",
  "p",
  "body",
  "html",
];
const NAMES = [
  "id",
  "name",
  "value",
  "type",
  "form",
  "action",
  "method",
  "enctype",
  "formaction",
  "formmethod",
  "href",
  "for",
  "checked",
  "selected",
  "disabled",
  "multiple",
  "hidden",
  "open",
  "onload",
  "onclick",
  "style",
  "role",
  "aria-label",
  "aria-labelledby",
  "popover",
  "popovertarget",
  "command",
  "commandfor",
  "rel",
  "http-equiv",
  "content",
  "__proto__",
  "constructor",
];
const VALUES = [
  "",
  "a",
  "b",
  "login",
  "email",
  "submit",
  "image",
  "hidden",
  "checkbox",
  "radio",
  "password",
  "reset",
  "file",
  "POST",
  "dialog",
  "text/plain",
  "multipart/form-data",
  "/x",
  "//evil.test",
  "http://[",
  "javascript:x",
  "#",
  "display:none",
  "document.forms[0].submit()",
  "_charset_",
  "toggle-popover",
  "close",
  "__proto__",
  "é\n\r\n",
];

const attribute = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES))
  .map(([name, value]) => ` ${name}="${value.replaceAll('"', "")}"`);
const tag = fc
  .tuple(fc.constantFrom(...TAGS), fc.array(attribute, { maxLength: 4 }))
  .map(([name, attributes]) => `<${name}${attributes.join("")}>`);
const scrap = fc.oneof(
  { weight: 5, arbitrary: tag },
  fc.constantFrom(...TAGS).map((name) => `</${name}>`),
  fc.constantFrom(
    "Sign in",
    "Continue",
    "<!--",
    "-->",
    "<![CDATA[",
    "<!DOCTYPE html>",
    "&amp;",
    "&#0;",
    "<",
    ">",
    "\u0000",
    "</",
    "<script>document.forms[0].submit()</script>",
    "<plaintext>",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const html = fc.array(scrap, { maxLength: 25 }).map((pieces) => pieces.join("").toWellFormed());
const wanted = fc.constantFrom(
  "Sign in",
  "Continue",
  "login",
  "#a",
  "button",
  "[",
  ":has(",
  "a > b",
  "",
  "*",
  "email",
  "__proto__",
  "input[name=a]",
);

holds(
  "whatever HTML a page is, a person's hands find something or are told what is there",
  [html, wanted, fc.dictionary(wanted, fc.string(), { maxKeys: 2 })],
  async (text, what, fields) => {
    const page = pageOf(text);
    for (const form of page.forms) expect(URL.canParse(form.action)).toBe(true);
    expect(typeof page.text + typeof page.title).toBe("stringstring");
    expect(typeof page.has(what)).toBe("boolean");
    expect(["string", "object"]).toContain(typeof (page.textOf(what) ?? page.contentOf(what, "href")));
    const telling = {
      url: page.url,
      scriptsRest: false,
      count: async (selectors: readonly string[]) => selectors.map(() => 0),
    };
    const board = boardOf(page, what);
    for (const [index, element] of board.elements.entries()) {
      board.sends(index);
      toggleOf(page.document, element)?.();
    }
    const pressed = await findPressable(boardOf(page, what), what, telling, { linksOnly: false, runsScripts: false });
    if (typeof pressed !== "number") expect(pressed.missed).toBeDefined();
    else expect(board.elements[pressed]).toBeDefined();
    const found = await findFields(sheetOf(page, formsPressed(board.pressables, what)), fields, telling);
    if (!("missed" in found)) expect(Object.keys(fields)).toHaveLength(found.length);
    for (const form of findAll(page.document, "form"))
      for (const submitter of [null, ...controlsOf(page.document, form).filter(isSubmitter)])
        submissionOf(
          form,
          submitter,
          entriesOf(page.document, form, submitter, nothingFilled()),
          page.address,
          page.base,
        );
    if (maySubmitItself(text)) autoSubmitOf(parseHtml(text));
  },
  // Seed 1225004334: a type that an object has by itself.
  { runs: 500, found: [['<input type="__proto__" onclick="">', "Sign in", {}]] },
);

holds(
  "elements nested however deep end in a page",
  [fc.constantFrom(...TAGS), fc.constantFrom(10, 600, 5_000, 50_000)],
  (name, levels) => {
    const page = pageOf(`<form><input name=a><button>Go</button>${`<${name}>`.repeat(levels)}`);
    expect(page.forms.length).toBeGreaterThan(0);
    expect(typeof page.text).toBe("string");
  },
  { runs: 20 },
);

/** A form as its author meant it. What it sends is worked out from this, and never from the HTML that is made of it. */
interface Control {
  readonly kind:
    | "text"
    | "hidden"
    | "password"
    | "checkbox"
    | "radio"
    | "select"
    | "several"
    | "textarea"
    | "submit"
    | "button"
    | "file";
  readonly name: string;
  readonly value: string;
  readonly on: boolean;
  readonly disabled: boolean;
  readonly options: readonly { readonly value: string; readonly on: boolean; readonly disabled: boolean }[];
}

const value = fc.oneof(
  fc.constantFrom("", "a", "a b", "a&b=c", "é", "日本", '"', "'<>", "a\nb", "+%", "\ud83d\ude00"),
  fc.string({ unit: "grapheme", maxLength: 6 }).map((text) => text.replaceAll(/[\0\r]/g, "")),
);
const control: fc.Arbitrary<Control> = fc.record({
  kind: fc.constantFrom(
    "text",
    "hidden",
    "password",
    "checkbox",
    "radio",
    "select",
    "several",
    "textarea",
    "submit",
    "button",
    "file",
  ),
  name: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("a", "a", "b") },
    fc.constantFrom("a", "b", "", "a[]", "é", "a b", 'q"'),
    value,
  ),
  value,
  on: fc.boolean(),
  disabled: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  options: fc.array(fc.record({ value, on: fc.boolean(), disabled: fc.boolean() }), { minLength: 1, maxLength: 3 }),
});

function quoted(text: string): string {
  return `"${text.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`;
}

function written({ kind, name, value: own, on, disabled, options }: Control): string {
  const common = ` name=${quoted(name)}${disabled ? " disabled" : ""}`;
  const text = (raw: string): string => raw.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  if (kind === "textarea") return `<textarea${common}>\n${text(own)}</textarea>`;
  if (kind === "button") return `<button type=submit${common} value=${quoted(own)}>x</button>`;
  if (kind !== "select" && kind !== "several")
    return `<input type=${kind}${common} value=${quoted(own)}${on ? " checked" : ""}>`;
  const all = options
    .map(
      (one) =>
        `<option value=${quoted(one.value)}${one.on ? " selected" : ""}${one.disabled ? " disabled" : ""}>x</option>`,
    )
    .join("");
  return `<select${common}${kind === "several" ? " multiple" : ""}>${all}</select>`;
}

/** HTML section 4.10.22.4, for what an author meant. */
function sentBy(controls: readonly Control[], pressed: number): [string, string][] {
  return controls
    .flatMap(({ kind, name, value: own, on, disabled, options }, nth): [string, string][] => {
      const button = kind === "submit" || kind === "button";
      if (disabled || name === "" || (button && nth !== pressed)) return [];
      if (kind === "checkbox" || kind === "radio")
        return on && (kind === "checkbox" || lastOn(controls, nth)) ? [[name, own]] : [];
      if (kind === "file") return [[name, ""]];
      if (kind === "several") return options.filter((one) => one.on && !one.disabled).map((one) => [name, one.value]);
      if (kind === "select") {
        const shown = options.findLast((one) => one.on) ?? options.find((one) => !one.disabled);
        return shown === undefined || shown.disabled ? [] : [[name, shown.value]];
      }
      return [[name, kind === "text" || kind === "password" ? own.replaceAll("\n", "") : own]];
    })
    .map(([name, one]) => [name.replaceAll("\n", "\r\n"), one.replaceAll("\n", "\r\n")]);
}

/** Of the radio buttons of one name, the last that is checked stays so. */
function lastOn(controls: readonly Control[], nth: number): boolean {
  const name = controls[nth]?.name;
  return !controls.some((other, at) => at > nth && other.kind === "radio" && other.on && other.name === name);
}

const enctype = fc.constantFrom("", "application/x-www-form-urlencoded", "multipart/form-data");

holds(
  "a form sends what a browser sends",
  [fc.array(control, { minLength: 1, maxLength: 6 }), fc.nat(5), enctype, fc.boolean()],
  async (controls, pressed, type, post) => {
    const document = parseHtml(
      `<!DOCTYPE html><form action="/in" method=${post ? "post" : "get"} enctype="${type}">${controls.map(written).join("")}</form>`,
    );
    const [form] = findAll(document, "form");
    if (form === undefined) throw new Error("no form");
    const submitter = controlsOf(document, form)[pressed] ?? null;
    const submission = submissionOf(
      form,
      submitter,
      entriesOf(document, form, submitter, nothingFilled()),
      ADDRESS,
      ADDRESS,
    );
    const expected = sentBy(controls, pressed);
    if (!post)
      return expect(submission?.url.search).toBe(
        `${expected.length === 0 ? "" : "?"}${new URLSearchParams(expected).toString()}`,
      );
    // Read by another program than wrote it: as a server would.
    const read = await new Response(submission?.body ?? null, {
      headers: { "content-type": submission?.contentType ?? "" },
    }).formData();
    expect([...read].map(([name, one]) => [name, typeof one === "string" ? one : ""])).toEqual(expected);
  },
  { runs: 600 },
);
