/** A browser also connects ahead of need, and stays for longer than a client that does not like what it was shown. */
const AT_ONCE_MS = 250;

/** What a client did instead of asking: `it does not trust the certificate`, or it asked by the wrong scheme. */
export type Trouble = "plain" | "left" | { readonly alert: string };

/** What keeps clients from asking the IdPs anything, as far as a server can see it. */
export class TlsTrouble {
  #last: { readonly at: number; readonly trouble: Trouble } | null = null;

  /** A handshake that failed. @param code Node's. */
  failed(code: string): void {
    if (code === "ERR_SSL_HTTP_REQUEST") this.#note("plain");
    else if (/ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_|UNSUPPORTED_CERTIFICATE)/.test(code))
      this.#note({ alert: spoken(code) });
  }

  /** A connection, begun then, that ended before anything was asked. @param agreed when its handshake was done, if it was. */
  leftUnasked(begun: number, agreed: number | undefined): void {
    const atOnce = agreed === undefined || Date.now() - agreed < AT_ONCE_MS;
    // Where the handshake failed, that says it better.
    if (atOnce && this.since(begun) === null) this.#note("left");
  }

  /** The last of it since a moment (milliseconds since the epoch). */
  since(at: number): Trouble | null {
    return this.#last !== null && this.#last.at >= at ? this.#last.trouble : null;
  }

  #note(trouble: Trouble): void {
    this.#last = { at: Date.now(), trouble };
  }
}

/** In words for whoever looks after the SP. */
export function told(
  trouble: Trouble,
  origin: string,
  caFile: string,
): { readonly message: string; readonly hint: string } {
  if (trouble === "plain")
    return {
      message: "the SP asks the IdPs by http, and they answer by https",
      hint: `configure it with addresses that begin with ${origin}`,
    };
  const why =
    trouble === "left" ? "it ends its connections as soon as it has seen it" : `its TLS alert says: ${trouble.alert}`;
  return {
    message: `the SP does not trust the IdPs' certificate: ${why}`,
    hint: `have it trust ${caFile}, which is {{idps.ca}} in the target file: NODE_EXTRA_CA_CERTS for Node, SSL_CERT_FILE for OpenSSL and Go, REQUESTS_CA_BUNDLE for Python's requests, a trust store for Java`,
  };
}

/** `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA` -> `unknown ca` */
function spoken(code: string): string {
  return code
    .replace(/^.*ALERT_/, "")
    .replaceAll("_", " ")
    .toLowerCase();
}
