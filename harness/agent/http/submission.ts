import { randomBytes } from "node:crypto";
import { chosen, controlsOf, isButton, isChecked, isDisabled, typeOf, valueOf, type Filled } from "./controls.ts";
import { attribute, closest, type Document, type Element } from "./dom.ts";

/** What a form sends (HTML sections 4.10.22.3, 4.10.22.4 and 4.10.22.6). */

export type Entry = readonly [name: string, value: string];

export interface Submission {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly contentType: string | null;
  readonly body: Buffer | null;
}

/** The entries of a form in the order of the page; of its buttons only the one that was pressed. */
export function entriesOf(document: Document, form: Element, submitter: Element | null, filled: Filled): Entry[] {
  const entries: Entry[] = [];
  for (const control of controlsOf(document, form)) {
    const name = attribute(control, "name") ?? "";
    const type = typeOf(control);
    if (isDisabled(control) || closest(control, "datalist") !== null || (isButton(control) && control !== submitter))
      continue;
    if ((type === "checkbox" || type === "radio") && !isChecked(document, control, filled)) continue;
    if (type === "image") entries.push([name === "" ? "x" : `${name}.x`, "0"], [name === "" ? "y" : `${name}.y`, "0"]);
    else if (name === "") continue;
    else if (control.name === "select") entries.push(...chosen(control, filled).map((value): Entry => [name, value]));
    else if (type === "hidden" && name === "_charset_") entries.push([name, "UTF-8"]);
    else entries.push([name, type === "file" ? "" : valueOf(control, filled)]);
  }
  return entries.map(([name, value]) => [crlf(name), crlf(value)]);
}

/**
 * The request that submits the form. Null where the form sends none (`method=dialog`).
 * @param base the page's base address; an empty action means the page itself.
 */
export function submissionOf(
  form: Element,
  submitter: Element | null,
  entries: readonly Entry[],
  page: URL,
  base: URL,
): Submission | null {
  const method = methodOf(form, submitter);
  const url = actionOf(form, submitter, page, base);
  if (method === "DIALOG" || url === null) return null;
  if (method === "GET") {
    url.search = new URLSearchParams(entries.map(([name, value]) => [name, value])).toString();
    return { method, url, contentType: null, body: null };
  }
  const enctype = (submitter && attribute(submitter, "formenctype")) ?? attribute(form, "enctype") ?? "";
  return { method, url, ...encode(enctype.toLowerCase(), entries) };
}

export function methodOf(form: Element, submitter: Element | null): "GET" | "POST" | "DIALOG" {
  const method = ((submitter && attribute(submitter, "formmethod")) ?? attribute(form, "method") ?? "").toUpperCase();
  return method === "POST" || method === "DIALOG" ? method : "GET";
}

/** Null where the address can not be read. */
export function actionOf(form: Element, submitter: Element | null, page: URL, base: URL): URL | null {
  const action = ((submitter && attribute(submitter, "formaction")) ?? attribute(form, "action") ?? "").trim();
  return action === "" ? new URL(page) : URL.parse(action, base);
}

function encode(enctype: string, entries: readonly Entry[]): { readonly contentType: string; readonly body: Buffer } {
  if (enctype === "multipart/form-data") return multipart(entries);
  if (enctype === "text/plain") {
    const text = entries.map(([name, value]) => `${name}=${value}\r\n`).join("");
    return { contentType: enctype, body: Buffer.from(text) };
  }
  const form = new URLSearchParams(entries.map(([name, value]) => [name, value]));
  return { contentType: "application/x-www-form-urlencoded", body: Buffer.from(form.toString()) };
}

function multipart(entries: readonly Entry[]): { readonly contentType: string; readonly body: Buffer } {
  const boundary = `----JitterbugFormBoundary${randomBytes(12).toString("hex")}`;
  const parts = entries.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"\r\n\r\n${value}\r\n`,
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.from(`${parts.join("")}--${boundary}--\r\n`),
  };
}

function escapeName(name: string): string {
  return name.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
}

function crlf(text: string): string {
  return text.replace(/\r\n|\r|\n/g, "\r\n");
}
