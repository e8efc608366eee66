import type { Exchange } from "../observe/exchange.ts";
import { tokensGivenIn } from "../observe/sent.ts";

/** More than any sensible step makes; a scenario in a loop must not fill the memory. */
const MAX_PER_STEP = 500;
/** What tells whether the IdP answered is kept for longer: of a hundred sign-ins in one step, every one. */
const MAX_MESSAGES = 2_000;

/**
 * Sorts the exchanges of a run to the variants that caused them. Browsers are named `NS/name`; what the SP sends to
 * an IdP names no browser, so it belongs to the namespace that stands in it, or to the one whose browser carried the
 * authorization code in it (discovery and keys belong to nobody).
 */
export class Ledger {
  readonly #open = new Map<string, Exchange[]>();
  /** Authorization codes, and the tokens that were given for them -> the namespace whose browser was given the code. */
  readonly #codes = new Map<string, string>();

  /** Collects for this namespace until `take` is called. */
  open(ns: string): void {
    this.#open.set(ns, []);
  }

  /** What came since the last call to `take`, and stays for it. */
  peek(ns: string): readonly Exchange[] {
    return this.#open.get(ns) ?? [];
  }

  /** What came since the last call, in the order of the requests. */
  take(ns: string): Exchange[] {
    const taken = this.#open.get(ns) ?? [];
    this.#open.set(ns, []);
    return taken.toSorted((a, b) => a.id - b.id);
  }

  close(ns: string): void {
    this.#open.delete(ns);
    for (const [code, owner] of this.#codes) if (owner === ns) this.#codes.delete(code);
  }

  record(exchange: Exchange): void {
    const bucket = this.#bucketOf(exchange);
    const most = exchange.messages.length === 0 ? MAX_PER_STEP : MAX_MESSAGES;
    if (bucket !== undefined && bucket.length < most) bucket.push(exchange);
  }

  #bucketOf(exchange: Exchange): Exchange[] | undefined {
    const named = exchange.browser?.split("/", 1)[0];
    if (named !== undefined) {
      const code = codeIn(exchange.response?.headers["location"]);
      if (code !== null) this.#codes.set(code, named);
      return this.#open.get(named);
    }
    // What an IdP saw of a browser that browser has told already.
    if (exchange.by === "browser") return undefined;
    const owner = this.#ownerOf(exchange);
    if (owner === undefined) return undefined;
    // Whoever redeems a code goes on with the token.
    for (const token of tokensGivenIn(exchange).keys()) this.#codes.set(token, owner);
    return this.#open.get(owner);
  }

  /** Whose code or token it carries, or whose namespace stands in it. */
  #ownerOf({ request, response, messages }: Exchange): string | undefined {
    const bearer = URL.parse(request.url)?.searchParams.get("access_token") ?? "";
    const owner = this.#codes.get(codeIn(request.body) ?? "") ?? this.#codes.get(bearer);
    if (owner !== undefined) return owner;
    const text = `${request.url}\n${request.body ?? ""}\n${response?.body ?? ""}\n${JSON.stringify(messages)}`;
    return [...this.#open.keys()].find((ns) => text.includes(ns));
  }
}

/** The authorization code in a redirect, or in the body of a token request (RFC 6749, 4.1.2 and 4.1.3). */
function codeIn(text: string | readonly string[] | undefined): string | null {
  return typeof text === "string" ? (/(?:^|[?&])code=([^&#]+)/.exec(text)?.[1] ?? null) : null;
}
