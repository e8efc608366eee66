import { messageOf } from "../../errors.ts";
import { isHtml, mediaType } from "../../observe/charset.ts";
import { createPage } from "../http/page.ts";
import type { Failure } from "../http/wire.ts";
import type { Form, Page } from "../port.ts";
import { PageHangs, type Rest, type Tab } from "./tab.ts";

const MAX_TEXT = 64 * 1024;
const EMPTY = Buffer.alloc(0);

interface Read {
  readonly url: string;
  readonly type: string;
  readonly html: string;
  readonly text: string;
  readonly forms: readonly Form[];
}

/** What the tab shows, as it stands at this moment. What went wrong on the way is its `failure`. */
export async function readPage(tab: Tab, { hop, failure }: Rest): Promise<Page> {
  const address = hop?.request.url ?? new URL("about:blank");
  const { status = null, headers = {}, body = EMPTY } = hop ?? {};
  const wrong = failure ?? wrongWith(hop);
  if (wrong !== null) return createPage(address, { status, headers, body: EMPTY, failure: wrong });
  // A download, or an answer without content, leaves the browser where it was; the person sees nothing of it.
  if (hop?.failure !== undefined) return createPage(address, { status, headers, body: EMPTY });
  let read: Read;
  try {
    read = await tab.call<Read>("read", []);
  } catch (error) {
    const kind = error instanceof PageHangs ? "timeout" : "malformed";
    const detail = messageOf(error);
    return createPage(address, { status, headers, body: EMPTY, failure: { kind, detail } });
  }
  const contentType = typeof headers["content-type"] === "string" ? headers["content-type"] : "";
  if (!isHtml(read.type)) return createPage(address, { status, headers, body: isShown(contentType) ? body : EMPTY });
  const live = createPage(URL.parse(read.url) ?? address, {
    status,
    headers: { ...headers, "content-type": "text/html; charset=utf-8" },
    body: Buffer.from(read.html),
  });
  return {
    url: live.url,
    status,
    contentType,
    headers,
    body: read.html,
    text: read.text.replace(/\s+/g, " ").trim().slice(0, MAX_TEXT),
    get title() {
      return live.title;
    },
    forms: read.forms,
    has: (selector) => live.has(selector),
    textOf: (selector) => live.textOf(selector),
    contentOf: (selector, attribute) => live.contentOf(selector, attribute),
  };
}

/** The failure of a page's request; null where it is the browser's way of saying that there is nothing to show. */
function wrongWith(hop: Rest["hop"]): Failure | null {
  if (hop?.failure === undefined) return null;
  const { protocol } = hop.request.url;
  if (!/^https?:$/.test(protocol)) {
    return { kind: "malformed", detail: `a browser sends no request to ${protocol} addresses` };
  }
  const answered = hop.status !== null && (hop.status < 300 || hop.status >= 400);
  return answered && /ERR_ABORTED/.test(hop.failure.detail) ? null : hop.failure;
}

function isShown(contentType: string): boolean {
  return !/^(?:image|audio|video|font)\/|pdf|octet-stream|zip/.test(mediaType(contentType));
}
