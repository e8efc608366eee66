import { harvest } from "./harvest.ts";
import type { Exchange } from "./exchange.ts";
import { withoutTokens } from "./redact.ts";

/** Text without the secrets that are known. */
export type Redact = (text: string) => string;

/** What most issued values are: found by reading a text once, however many are known. */
const TOKEN = /[\w~.-]{8,}/g;
const WHOLE_TOKEN = /^[\w~.-]{8,}$/;
/** A part of a value that is a secret by itself, such as the id and the signature of a signed cookie. */
const PARTS = /[\w~.-]{16,}/g;
const WORDS = /^[a-z]+(?:[_.-][a-z]+)*$/i;
/** A longer one that is no token is a whole document, such as a SAMLResponse: it goes by its name, and by its form. */
const LONGEST = 512;
/** Issued values that are remembered; the oldest are forgotten first. */
const MOST_ISSUED = 50_000;

/** Shorter ones would be found by chance, and are no secrets that would help. */
const SHORTEST = 6;

/**
 * The secret values that a run knows of: what its target file was given, what its IdPs issued, what the SP set. Equal
 * secrets become equal placeholders (`[redacted 17]`), so that a reader, and a judge of a saved run, can still tell
 * whether two were the same. Passwords of one check are forgotten with it; tokens, cookies and codes are not: an SP that
 * keeps one in an account shows it to whoever reads the accounts later.
 */
export class Vault {
  readonly #known = new Map<string, string>();
  readonly #issued = new Map<string, string>();
  readonly #told = new Set<string>();
  #count: number;

  /** `told`: as many placeholders are another's, whose words come to stand beside this one's. */
  constructor(told = 0) {
    this.#count = told;
  }

  /** Values that are secret wherever they stand, until the end of the run. */
  learn(values: Iterable<string>): void {
    for (const value of values) this.#add(this.#known, value);
  }

  /**
   * What an exchange shows to be secret, as soon as it is over: before an account or a page can hold it that somebody
   * else reads. What carries the namespace of its browser, or is an address, only looks like a secret.
   */
  notice(exchange: Exchange): void {
    const ns = exchange.browser?.split("/", 1)[0];
    for (const value of harvest(exchange)) {
      if (!value.includes("@") && (ns === undefined || ns === "" || !value.includes(ns))) this.#issue(value);
    }
  }

  /** Values that are told on purpose, to somebody who asked for them (`--show-secrets`). */
  reveal(values: Iterable<string>): void {
    for (const value of values) {
      this.#told.add(value);
      for (const form of formsOf(value)) this.#known.delete(form);
    }
  }

  /** With what is known for the whole run. */
  readonly redact: Redact = (text) => this.#withoutIssued(withoutKnown(text, this.#known));

  /** What is printed: without what is known, and without what is secret by its form. */
  readonly printed: Redact = (text) => withoutTokens(this.redact(text));

  /** Beside that, without what is secret in one check alone: its passwords. */
  without(more: Iterable<string>): Redact {
    const known = new Map(this.#known);
    // Numbered anew for each check, so that its observation and its plan say the same.
    for (const [index, value] of [...more].entries()) this.#add(known, value, `[redacted password ${index + 1}]`);
    return (text) => this.#withoutIssued(withoutKnown(text, known));
  }

  #issue(value: string): void {
    if (WHOLE_TOKEN.test(value)) return this.#remember(value);
    if (value.length > LONGEST || this.#told.has(value)) return;
    // Texts are searched for each known value by itself: what a browser is sent anew each time must not be among them.
    const parts = (value.match(PARTS) ?? []).filter((part) => !WORDS.test(part));
    for (const part of parts) this.#remember(part);
    if (parts.length === 0) this.#add(this.#known, value);
  }

  #remember(value: string): void {
    if (this.#known.has(value) || this.#issued.has(value) || this.#told.has(value)) return;
    const [oldest] = this.#issued.size < MOST_ISSUED ? [] : this.#issued.keys();
    if (oldest !== undefined) this.#issued.delete(oldest);
    this.#issued.set(value, this.#placeholder());
  }

  #withoutIssued(text: string): string {
    if (this.#issued.size === 0) return text;
    return text.replace(TOKEN, (token) => this.#issued.get(token) ?? this.#withoutEdges(token));
  }

  /**
   * A full stop may end the sentence that a token stands in, and a dash may stand before it; either may be the token's
   * own, too. So they are taken off one by one.
   */
  #withoutEdges(token: string): string {
    const [before = ""] = /^[.~_-]{1,4}/.exec(token) ?? [];
    const [after = ""] = /[.~_-]{1,4}$/.exec(token) ?? [];
    if (before === "" && after === "") return token;
    for (let start = 0; start <= before.length; start++)
      for (let end = 0; end <= after.length; end++) {
        const placeholder = this.#issued.get(token.slice(start, token.length - end));
        if (placeholder !== undefined) return token.slice(0, start) + placeholder + token.slice(token.length - end);
      }
    return token;
  }

  #placeholder(): string {
    return `[redacted ${++this.#count}]`;
  }

  #add(known: Map<string, string>, value: string, name?: string): void {
    if (value.length < SHORTEST || known.has(value) || this.#told.has(value)) return;
    const placeholder = name ?? this.#placeholder();
    for (const form of formsOf(value)) if (!known.has(form)) known.set(form, placeholder);
  }
}

function withoutKnown(text: string, known: ReadonlyMap<string, string>): string {
  let clean = text;
  // The longest first, or a secret that begins with another would keep its end.
  const found = [...known].filter(([secret]) => text.includes(secret)).toSorted(([a], [b]) => b.length - a.length);
  for (const [secret, placeholder] of found) clean = clean.replaceAll(secret, () => placeholder);
  return clean;
}

/** A secret as it stands in plain text, in addresses, in form bodies, in JSON and in HTML, whichever program wrote them. */
function formsOf(secret: string): Set<string> {
  const encoded = [component(secret), new URLSearchParams({ "": secret }).toString().slice(1)];
  const json = JSON.stringify(secret).slice(1, -1);
  const escaped = json.replace(/[&<>]/g, (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`);
  const html = secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return new Set([
    secret,
    ...encoded,
    ...encoded.map((text) => text.replace(/%../g, (hex) => hex.toLowerCase())),
    // Go and Rails escape what would end a script, PHP the slash.
    ...[json, escaped].flatMap((text) => [text, text.replaceAll("/", "\\/")]),
    ...QUOTES.map(([double, single]) => html.replaceAll('"', double).replaceAll("'", single)),
  ]);
}

/** How quotes are written in HTML: by most, by Python, by Go, by PHP. */
const QUOTES = [
  ["&quot;", "'"],
  ['"', "'"],
  ["&quot;", "&#x27;"],
  ["&#34;", "&#39;"],
  ["&quot;", "&#39;"],
  ["&quot;", "&#039;"],
] as const;

/** A lone surrogate can not be encoded; then it stands in no address. */
function component(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret;
  }
}
