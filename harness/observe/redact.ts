import type { Exchange, ProtocolMessage } from "./exchange.ts";
import { REDACTED, sensitivity, valueFor } from "./secrets.ts";
import type { Redact } from "./vault.ts";

/**
 * What may be written to disk. Credentials go, whatever they stand in; names, claims and structure stay, since a
 * record that tells nothing is not read. A redacted exchange is again an exchange, and redacting twice changes nothing.
 */

/** Compact JWS and JWE; the header of each begins with `{"`. */
const JWT = /\beyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]*){1,3}/g;
/** The standards' own words for what is no credential: "the bearer confirmation", "basic authentication". */
const WORDS =
  /(?:(?:Subject)?Confirmation|assertion|authentication|authorization|credential|method|scheme|token)s?(?![\w~+/=-])/;
const SCHEME = new RegExp(String.raw`\b(Bearer|Basic|DPoP)\s+(?!${WORDS.source})[\w.~+/=-]{6,}`, "gi");
const XML_SECRET = /(<(?:[\w-]{1,40}:)?(SignatureValue|CipherValue)\b[^>]{0,400}>)[^<]*(<\/)/g;
/** A name and its value in a query or a form body. Quotes (escaped ones with their backslash), blanks and angle brackets end it, so it finds them in HTML too. */
const PAIR = /(^|[?&#\s"'>;])([\w.[\]-]{1,60})=((?:[^&\s"'<>#;\\]|\\(?!["']))+)/g;
const JSON_PAIR = /"([\w-]{1,60})"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g;

/** The password of an address: `postgres://app:secret@localhost/db`. Blanks and slashes end it. */
const USER_INFO = /\b([a-z][a-z0-9+.-]{1,30}:\/\/[^\s/?#:@"'<>]{0,200}):[^\s/?#@"'<>]{1,400}@/gi;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g;

const asItIs: Redact = (text) => text;

/** What is secret by its form alone, wherever it stands, also in what is printed on purpose: keys, tokens, passwords of addresses. */
export function withoutTokens(text: string): string {
  return text.replace(PRIVATE_KEY, REDACTED).replace(USER_INFO, "$1:***@").replace(JWT, REDACTED);
}

/** The values in a text that stand under a secret name: parameters, JSON members. */
export function secretsByName(text: string): readonly string[] {
  const json = [...text.matchAll(JSON_PAIR)].map(([, name = "", , value = ""]) => [name, value] as const);
  const pairs = [...text.matchAll(PAIR)].map(([, , name = "", value = ""]) => [name, value] as const);
  return [...json, ...pairs].flatMap(([name, value]) =>
    sensitivity(name) === "secret" ? [value, ...decoded(value)] : [],
  );
}

function decoded(value: string): readonly string[] {
  if (!/[%+]/.test(value)) return [];
  try {
    return [decodeURIComponent(value.replaceAll("+", " "))];
  } catch {
    return [];
  }
}

/**
 * The text without secrets: known secret values, JWTs, authorization schemes, parameters and JSON members with
 * secret names, hidden fields of HTML forms, signature values of XML.
 */
export function redactText(text: string, known: Redact = asItIs): string {
  return redactInputs(known(text))
    .replace(PRIVATE_KEY, REDACTED)
    .replace(USER_INFO, "$1:***@")
    .replace(XML_SECRET, `$1${REDACTED}$3`)
    .replace(JWT, REDACTED)
    .replace(SCHEME, `$1 ${REDACTED}`)
    .replace(
      JSON_PAIR,
      (_, name: string, colon: string, value: string) => `"${name}"${colon}"${valueFor(name, value)}"`,
    )
    .replace(PAIR, (_, before: string, name: string, value: string) => `${before}${name}=${valueFor(name, value)}`);
}

/** The address without secret parameters, in its query and fragment, and without user information. */
export function redactUrl(url: string, known: Redact = asItIs): string {
  return redactText(url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1"), known);
}

/** What came out of here: several listeners ask for the same, and it is the dearest of what they do. */
const clean = new WeakSet<Exchange>();

/** A copy that may be written to disk. `known`: secret values of this run, redacted wherever they stand. */
export function redactExchange(exchange: Exchange, known: Redact = asItIs): Exchange {
  if (known === asItIs && clean.has(exchange)) return exchange;
  const redacted = copyWithout(exchange, known);
  clean.add(redacted);
  return redacted;
}

function copyWithout(exchange: Exchange, known: Redact): Exchange {
  const { request, response, failure, notes } = exchange;
  return {
    ...exchange,
    request: {
      ...request,
      url: redactUrl(request.url, known),
      headers: mapValues(request.headers, (value, name) => redactHeader(name, value, known), known),
      ...(request.body === undefined ? {} : { body: redactText(request.body, known) }),
    },
    ...(response === undefined
      ? {}
      : {
          response: {
            ...response,
            headers: mapValues(
              response.headers,
              (value, name) =>
                typeof value === "string"
                  ? redactHeader(name, value, known)
                  : value.map((one) => redactHeader(name, one, known)),
              known,
            ),
            ...(response.body === undefined ? {} : { body: redactText(response.body, known) }),
          },
        }),
    ...(failure === undefined ? {} : { failure: { ...failure, detail: redactText(failure.detail, known) } }),
    ...(notes === undefined ? {} : { notes: notes.map((note) => redactText(note, known)) }),
    messages: exchange.messages.map((message) => redactMessage(message, known)),
  };
}

/** Claims stay readable; codes, tokens and signatures in the message do not. */
function redactMessage(message: ProtocolMessage, known: Redact = asItIs): ProtocolMessage {
  const content = mapValues(message.content, (value, name) => redactValue(name, value, known), known);
  const { kind, header } = message;
  if (header === undefined) return { kind, content };
  return { kind, content, header: mapValues(header, (value, name) => redactValue(name, value, known), known) };
}

function redactValue(name: string, value: unknown, known: Redact): unknown {
  if (typeof value === "string") return valueFor(name, redactText(value, known));
  if (Array.isArray(value)) return value.map((one: unknown) => redactValue(name, one, known));
  if (typeof value === "object" && value !== null) {
    return mapValues({ ...value }, (one: unknown, inner) => redactValue(inner, one, known), known);
  }
  return value;
}

function redactHeader(name: string, value: string, known: Redact): string {
  const header = name.toLowerCase();
  if (header === "authorization" || header === "proxy-authorization")
    return known(value).replace(/\s+(.*)$/s, (_, credential: string) => ` ${hidden(credential)}`);
  if (header === "cookie") return known(value).replace(/([^=;\s]+)=([^;]*)/g, hiddenPair);
  // The first pair is the cookie itself, the rest are its attributes.
  if (header === "set-cookie") return known(value).replace(/^([^=;]*)=([^;]*)/, hiddenPair);
  if (sensitivity(header.replace(/^x-/, "")) === "secret") return REDACTED;
  return redactText(value, known);
}

function hiddenPair(_: string, name: string, value: string): string {
  return `${name}=${hidden(value)}`;
}

/** Nothing of it; a known value went before, and its number says which it was. */
function hidden(value: string): string {
  return /^\[redacted (?:password )?\d+\]$/.test(value) ? value : REDACTED;
}

/** Values of `<input>` elements whose name or type is secret. Scanned by index: a pattern would be quadratic on `<input<input...`. */
function redactInputs(html: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const start = html.indexOf("<input", at);
    const end = start < 0 ? -1 : html.indexOf(">", start);
    if (end < 0) return out + html.slice(at);
    const tag = html.slice(start, end);
    out += html.slice(at, start) + redactInput(tag);
    at = end;
  }
}

function redactInput(tag: string): string {
  const name = /\sname\s*=\s*["']?([^"'\s>]*)/i.exec(tag)?.[1] ?? "";
  const kept = /\stype\s*=\s*["']?password/i.test(tag) ? "password" : name;
  return tag.replace(/(\svalue\s*=\s*)("[^"]*"|'[^']*'|[^\s"']+)/i, (_, before: string, quoted: string) => {
    const value = quoted.replace(/^["']|["']$/g, "");
    return `${before}"${valueFor(kept, value)}"`;
  });
}

/** Names come from outside, too; one that is only called like a secret stays, also where somebody's password is `password`. */
function mapValues<From, To>(
  object: { readonly [name: string]: From },
  change: (value: From, name: string) => To,
  known: Redact,
): { [name: string]: To } {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      sensitivity(name) === "open" ? known(name) : name,
      change(value, name),
    ]),
  );
}
