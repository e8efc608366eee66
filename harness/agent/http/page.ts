import { defined } from "../../defined.ts";
import { own } from "../../own.ts";
import type { Form, Page } from "../port.ts";
import { decodeText, isHtml, mediaType } from "../../observe/charset.ts";
import { controlsOf, fieldOf, isButton, nothingFilled, type Filled } from "./controls.ts";
import { attribute, find, findAll, parseHtml, rawText, visibleText, type Document } from "./dom.ts";
import { parsePolicy, DEFAULT_POLICY, type ReferrerPolicy } from "./referrer.ts";
import { actionOf, methodOf } from "./submission.ts";
import type { Failure, WireResponse } from "./wire.ts";

const MAX_TEXT = 64 * 1024;

/** A page as the agent holds it: read and parsed when somebody looks, and not before. */
export interface LoadedPage extends Page {
  readonly address: URL;
  /** The whole body as text. */
  readonly source: string;
  /** Null where the page is not HTML. */
  readonly document: Document | null;
  readonly filled: Filled;
  /** What relative addresses of the page start from. */
  readonly base: URL;
  readonly referrerPolicy: ReferrerPolicy;
  /** The same page, after something on it was opened or closed. */
  again(): LoadedPage;
}

export function createPage(
  address: URL,
  response: WireResponse,
  failure: Failure | undefined = response.failure,
  before?: Pick<LoadedPage, "document" | "filled">,
): LoadedPage {
  const contentType = header(response, "content-type");
  const filled = before?.filled ?? nothingFilled();
  const source = once(() => decodeText(response.body, contentType));
  const html = isHtml(contentType) || (contentType === "" && /^\s*</.test(response.body.toString("latin1", 0, 256)));
  const document = once(() => before?.document ?? (html ? parseHtml(source()) : null));
  const text = once(() => {
    const parsed = document();
    if (parsed !== null) return visibleText(parsed).slice(0, MAX_TEXT);
    return isTextual(contentType) ? source().replace(/\s+/g, " ").trim().slice(0, MAX_TEXT) : "";
  });
  const base = once(() => {
    const parsed = document();
    const element = parsed === null ? null : find(parsed, "base[href]");
    return (element && URL.parse(attribute(element, "href") ?? "", address)) ?? address;
  });
  const policy = once(() => {
    const meta =
      document() === null || !/<meta[^>]{0,400}referrer/i.test(source())
        ? null
        : find(document() as Document, "meta[name=referrer i]");
    return (
      parsePolicy((meta && attribute(meta, "content")) ?? "") ??
      parsePolicy(header(response, "referrer-policy")) ??
      DEFAULT_POLICY
    );
  });
  const page: LoadedPage = {
    address,
    url: address.href,
    status: response.status,
    contentType,
    headers: response.headers,
    filled,
    ...defined({ failure }),
    get body() {
      return source();
    },
    get source() {
      return source();
    },
    get document() {
      return document();
    },
    get base() {
      return base();
    },
    get referrerPolicy() {
      return policy();
    },
    get title() {
      const parsed = document();
      const title = parsed === null ? null : find(parsed, "title");
      return title === null ? "" : collapse(title.children.map((node) => ("data" in node ? node.data : "")).join(""));
    },
    get text() {
      return text();
    },
    get forms() {
      const parsed = document();
      return parsed === null ? [] : formsOf(parsed, filled, address, base());
    },
    has(selector) {
      const parsed = document();
      return parsed !== null && find(parsed, selector) !== null;
    },
    textOf(selector) {
      const parsed = document();
      const element = parsed === null ? null : find(parsed, selector);
      return element === null ? null : visibleText(element);
    },
    contentOf(selector, name) {
      const parsed = document();
      const element = parsed === null ? null : find(parsed, selector);
      if (element === null) return null;
      return name === undefined ? rawText(element) : attribute(element, name);
    },
    again: () => createPage(address, response, failure, page),
  };
  return page;
}

function formsOf(document: Document, filled: Filled, page: URL, base: URL): Form[] {
  return findAll(document, "form").map((form, index) => ({
    index,
    method: methodOf(form, null) === "POST" ? "POST" : "GET",
    action: (actionOf(form, null, page, base) ?? page).href,
    fields: controlsOf(document, form)
      .filter((control) => !isButton(control))
      .map((control) => fieldOf(document, control, filled)),
  }));
}

export function header(response: WireResponse, name: string): string {
  const value = own(response.headers, name);
  return typeof value === "string" ? value : (value?.[0] ?? "");
}

function isTextual(contentType: string): boolean {
  const type = mediaType(contentType);
  return type === "" || type.startsWith("text/") || /[/+](?:json|xml|javascript|x-www-form-urlencoded)$/.test(type);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
