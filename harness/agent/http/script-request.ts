import type { RequestOptions } from "../port.ts";
import { scriptHeaders } from "./headers.ts";
import { isAllowed } from "../../reach.ts";
import type { LoadedPage } from "./page.ts";
import { DEFAULT_POLICY, referrerFor } from "./referrer.ts";
import type { BrowserState } from "./state.ts";
import type { WireResponse } from "./wire.ts";

/**
 * What a script of the SP's own page would send: same-origin, with the browser's cookies, no redirect followed.
 * Throws only where the address can not be read.
 */
export async function scriptRequest(
  browser: BrowserState,
  page: LoadedPage | null,
  method: string,
  url: string,
  options: RequestOptions,
): Promise<{ readonly address: URL; readonly response: WireResponse }> {
  const address = URL.parse(url, page?.address.href);
  if (address === null) throw new TypeError(`not an address: ${url}`);
  const notes: string[] = [];
  const verb = method.toUpperCase();
  const body = bodyOf(options);
  // The page may be elsewhere by now (the IdP's); the script is taken to be one of the address's own origin.
  const referrer = page?.address.origin === address.origin ? page.address : new URL("/", address);
  const headers = scriptHeaders(
    {
      url: address,
      site: "same-origin",
      user: false,
      origin: verb === "GET" || verb === "HEAD" ? null : address.origin,
      referer: referrerFor(
        referrer,
        address,
        page?.address.origin === address.origin ? page.referrerPolicy : DEFAULT_POLICY,
      ),
      cookie: browser.cookies.header({ url: address, method: verb, initiator: address, navigation: false }, notes),
      contentType: body?.contentType ?? null,
      contentLength: body?.bytes.length ?? (verb === "GET" || verb === "HEAD" ? null : 0),
    },
    options.headers ?? {},
  );
  const request = { method: verb, url: address, headers, body: body?.bytes };
  if (isAllowed(address, browser.reach) && /^https?:$/.test(address.protocol)) {
    return { address, response: await browser.send(request, notes) };
  }
  const failure = { kind: "host_not_allowed", detail: `${address.hostname} is not this machine` } as const;
  const response = { status: null, headers: {}, body: Buffer.alloc(0), failure };
  browser.record(Date.now(), 0, request, response, notes);
  return { address, response };
}

function bodyOf(options: RequestOptions): { readonly contentType: string; readonly bytes: Buffer } | null {
  if (options.json !== undefined)
    return { contentType: "application/json", bytes: Buffer.from(JSON.stringify(options.json)) };
  if (options.form === undefined) return null;
  return {
    contentType: "application/x-www-form-urlencoded",
    bytes: Buffer.from(new URLSearchParams(options.form).toString()),
  };
}
