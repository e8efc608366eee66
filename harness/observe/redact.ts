import type { Exchange, ProtocolMessage } from "./exchange.ts";
import { REDACTED, sensitivity, valueFor } from "./secrets.ts";

/**
 * What may be written to disk. Credentials go, whatever they stand in; names, claims and structure stay, since a
 * record that tells nothing is not read. A redacted exchange is again an exchange, and redacting twice changes nothing.
 */

/** Compact JWS and JWE; the header of each begins with `{"`. */
const JWT = /\beyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]*){1,3}/g;
const SCHEME = /\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]{6,}/gi;
const XML_SECRET = /(<(?:[\w-]{1,40}:)?(SignatureValue|CipherValue)\b[^>]{0,400}>)[^<]*(<\/)/g;
/** A name and its value in a query or a form body. Quotes, blanks and angle brackets end it, so it finds them in HTML too. */
const PAIR = /(^|[?&#\s"'>;])([\w.[\]-]{1,60})=([^&\s"'<>#;]+)/g;
const JSON_PAIR = /"([\w-]{1,60})"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g;

/**
 * The text without secrets: known secret values, JWTs, authorization schemes, parameters and JSON members with
 * secret names, hidden fields of HTML forms, signature values of XML.
 */
export function redactText(text: string, known: readonly string[] = []): string {
  return redactInputs(withoutKnown(text, known))
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
export function redactUrl(url: string, known: readonly string[] = []): string {
  return redactText(url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1"), known);
}

/** A copy that may be written to disk. `known`: secret values of this run, redacted wherever they stand. */
export function redactExchange(exchange: Exchange, known: readonly string[] = []): Exchange {
  const { request, response, failure, notes } = exchange;
  return {
    ...exchange,
    request: {
      ...request,
      url: redactUrl(request.url, known),
      headers: mapValues(request.headers, (value, name) => redactHeader(name, value, known)),
      ...(request.body === undefined ? {} : { body: redactText(request.body, known) }),
    },
    ...(response === undefined
      ? {}
      : {
          response: {
            ...response,
            headers: mapValues(response.headers, (value, name) =>
              typeof value === "string"
                ? redactHeader(name, value, known)
                : value.map((one) => redactHeader(name, one, known)),
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
function redactMessage(message: ProtocolMessage, known: readonly string[] = []): ProtocolMessage {
  return { kind: message.kind, content: mapValues(message.content, (value, name) => redactValue(name, value, known)) };
}

function redactValue(name: string, value: unknown, known: readonly string[]): unknown {
  if (typeof value === "string") return valueFor(name, redactText(value, known));
  if (Array.isArray(value)) return value.map((one: unknown) => redactValue(name, one, known));
  if (typeof value === "object" && value !== null) {
    return mapValues({ ...value }, (one: unknown, inner) => redactValue(inner, one, known));
  }
  return value;
}

function redactHeader(name: string, value: string, known: readonly string[]): string {
  const header = name.toLowerCase();
  if (header === "authorization" || header === "proxy-authorization")
    return value.replace(/\s.*$/s, "") + ` ${REDACTED}`;
  if (header === "cookie") return value.replace(/([^=;\s]+)=[^;]*/g, `$1=${REDACTED}`);
  // The first pair is the cookie itself, the rest are its attributes.
  if (header === "set-cookie") return value.replace(/^([^=;]*)=[^;]*/, `$1=${REDACTED}`);
  if (sensitivity(header.replace(/^x-/, "")) === "secret") return REDACTED;
  return redactText(value, known);
}

function withoutKnown(text: string, known: readonly string[]): string {
  let clean = text;
  // The longest first, or a secret that begins with another would keep its end. Shorter ones would hit by chance.
  for (const secret of [...known].filter((one) => one.length >= 4).toSorted((a, b) => b.length - a.length)) {
    for (const form of formsOf(secret)) clean = clean.split(form).join(REDACTED);
  }
  return clean;
}

/** A secret as it stands in plain text, in addresses, in form bodies, in JSON and in HTML. */
function formsOf(secret: string): Set<string> {
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  const html = secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  return new Set([secret, encodeURIComponent(secret), form, JSON.stringify(secret).slice(1, -1), html]);
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

function mapValues<From, To>(
  object: { readonly [name: string]: From },
  change: (value: From, name: string) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}
