import { parse } from "parse5";

/** A page where the browser came to rest, its forms read by a parser. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly forms: readonly Form[];
  /** The keys on the cards of a login page, in their order. */
  readonly cards: readonly string[];
}

interface Form {
  readonly action: string;
  readonly method: string;
  readonly kind: string | undefined;
  readonly fields: ReadonlyMap<string, string>;
}

interface ParsedNode {
  readonly nodeName: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly ParsedNode[];
}

/** Follows redirects, as a browser would; these tests need no cookies. */
export async function open(url: string, fields?: Readonly<Record<string, string>>): Promise<Page> {
  const response = await fetch(url, {
    ...(fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) }),
    signal: AbortSignal.timeout(10_000),
  });
  const html = await response.text();
  const { url: landed, status, headers } = response;
  const root = parse(html);
  const cards = descendants(root, "button").flatMap((button) =>
    attribute(button, "name") === "person" ? [attribute(button, "value") ?? ""] : [],
  );
  return { url: landed, status, headers, html, forms: formsOf(root, landed), cards };
}

/** Clicks a person's card on the login page. */
export function pick(page: Page, person: string): Promise<Page> {
  return open(formOf(page, "pick").action, { person });
}

export function cancel(page: Page): Promise<Page> {
  return open(formOf(page, "cancel").action, {});
}

/** The message that the page would post by itself. */
export function posted(page: Page): {
  readonly action: string;
  readonly xml: string;
  readonly relayState: string | undefined;
} {
  const form = page.forms.find(({ fields }) => fields.has("SAMLResponse"));
  if (form === undefined) throw new Error(`no Response on the page (${page.status}):\n${page.html}`);
  const xml = Buffer.from(form.fields.get("SAMLResponse") ?? "", "base64").toString("utf8");
  return { action: form.action, xml, relayState: form.fields.get("RelayState") };
}

/** Sends the page's form on to the SP. */
export function submit(page: Page): Promise<Page> {
  const form = page.forms.find(({ fields }) => fields.has("SAMLResponse"));
  if (form === undefined) throw new Error(`no Response on the page (${page.status}):\n${page.html}`);
  return open(form.action, Object.fromEntries(form.fields));
}

function formOf(page: Page, kind: string): Form {
  const form = page.forms.find((each) => each.kind === kind);
  if (form === undefined) throw new Error(`no ${kind} form on the page (${page.status}):\n${page.html}`);
  return form;
}

function formsOf(root: ParsedNode, url: string): Form[] {
  return descendants(root, "form").map((form) => ({
    action: new URL(attribute(form, "action") ?? "", url).href,
    method: attribute(form, "method") ?? "get",
    kind: attribute(form, "data-jitterbug"),
    fields: new Map(
      descendants(form, "input").map((input) => [attribute(input, "name") ?? "", attribute(input, "value") ?? ""]),
    ),
  }));
}

function descendants(node: ParsedNode, name: string): ParsedNode[] {
  const below = (node.childNodes ?? []).flatMap((child) => descendants(child, name));
  return node.nodeName === name ? [node, ...below] : below;
}

function attribute(node: ParsedNode, name: string): string | undefined {
  return node.attrs?.find((each) => each.name === name)?.value;
}
