import { IncomingMessage } from "node:http";
import { parse, type ParsedUrlQuery } from "node:querystring";

/** A request, with what stands behind its question mark, and its form once somebody has read it. */
export class Asked extends IncomingMessage {
  body: unknown;

  /** Below where it is routed, without what stands behind its question mark. */
  get path(): string {
    const { url = "" } = this;
    return url.startsWith("/") ? url.replace(/\?.*$/s, "") : (URL.parse(url)?.pathname ?? url);
  }

  /** Read anew each time: a request may be answered as if it were another one. */
  get query(): ParsedUrlQuery {
    const { url = "" } = this;
    const at = url.indexOf("?");
    return at < 0 ? {} : { ...parse(url.slice(at + 1)) };
  }
}
