/** A client that does not trust a certificate goes away at once; one that only connected ahead of need stays for longer. */
const AT_ONCE_MS = 1_000;

interface Noticed {
  readonly at: number;
  readonly text: string;
}

/** What keeps clients from asking the IdPs anything, as far as a server can see it. */
export class TlsTrouble {
  #last: Noticed | null = null;

  /** A handshake that failed. @param code Node's. */
  failed(code: string): void {
    if (code === "ERR_SSL_HTTP_REQUEST") this.#note("asks for http:// where the IdPs answer https://");
    else if (/ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_|UNSUPPORTED_CERTIFICATE)/.test(code))
      this.#note(`does not trust the IdPs' certificate (TLS alert: ${spoken(code)})`);
  }

  /** A connection, begun then, that has ended before anything was asked. */
  leftUnasked(begun: number): void {
    // Where the handshake failed, that says it better.
    if (Date.now() - begun < AT_ONCE_MS && this.since(begun) === null) this.#note(LEFT);
  }

  /** What a client did last, since a moment (milliseconds since the epoch); null: nothing. */
  since(at: number): string | null {
    return this.#last !== null && this.#last.at >= at ? this.#last.text : null;
  }

  #note(text: string): void {
    this.#last = { at: Date.now(), text };
  }
}

const LEFT = "ends its connections when it has seen the IdPs' certificate, as clients do that do not trust it";

/** `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA` -> `unknown ca` */
function spoken(code: string): string {
  return code
    .replace(/^.*ALERT_/, "")
    .replaceAll("_", " ")
    .toLowerCase();
}
