import type { PlainResponse } from "../agent/port.ts";
import { JitterbugError } from "../errors.ts";
import { redactUrl } from "../observe/redact.ts";
import { EndlessPattern, inTime } from "../scenario/in-time.ts";
import { readJsonPath } from "../scenario/json-path.ts";
import type { Decoding, KeptFrom } from "../scenario/model/index.ts";
import { parseJson } from "./json.ts";

/** What a page or a script's request came back with. */
export interface Source extends Pick<PlainResponse, "url" | "headers" | "body"> {
  readonly contentOf: (selector: string, attribute?: string) => string | null;
}

/**
 * What stands at a place, but in a cookie; null where nothing does. Throws an Error for an invalid JSONPath, and
 * ERR_OBSERVE for a pattern without an end.
 */
export function valueAt(source: Source, name: string, place: KeptFrom): string | null {
  const written = "pattern" in place ? byPattern(source, name, place) : writtenAt(source, place);
  return written === null ? null : decoded(written, place);
}

function writtenAt({ url, headers, body, contentOf }: Source, place: Exclude<KeptFrom, ByPattern>): string | null {
  if ("query" in place) return inAddress(url, place.query);
  if ("header" in place) {
    const found = headers[place.header.toLowerCase()];
    return (typeof found === "string" ? found : found?.[0]) ?? null;
  }
  if ("selector" in place) return contentOf(place.selector, place.attribute);
  if ("cookie" in place) return null;
  return /^\s*[{["]/.test(body) ? inJson(body, place.body) : null;
}

/** The text that a place's `decode` and `json` make of what is written; null where they do not fit it. */
export function decoded(written: string, { decode, json }: Pick<KeptFrom, "decode" | "json">): string | null {
  let text: string | null = written;
  for (const decoding of decode) text = text === null ? null : decodings[decoding](text);
  if (json === undefined || text === null) return text;
  return inJson(text, json) ?? inJson(decodings.uri(text) ?? text, json);
}

const decodings: { readonly [decoding in Decoding]: (text: string) => string | null } = {
  base64: (text) => Buffer.from(text, "base64").toString("utf8"),
  base64url: (text) => Buffer.from(text, "base64url").toString("utf8"),
  uri: (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return null;
    }
  },
  jwt: (text) => claimsOf(text),
};

/** The claims of a JWT (RFC 7519, section 3) as JSON text, signed by whomever; null where it is none. */
export function claimsOf(text: string): string | null {
  const [, claims] = /^(?:Bearer )?[\w-]+\.([\w-]+)\.[\w-]*$/.exec(text.trim()) ?? [];
  return claims === undefined ? null : decodings.base64url(claims);
}

function inJson(text: string, path: string): string | null {
  let document: unknown;
  try {
    document = parseJson(text);
  } catch {
    return null;
  }
  const [found] = readJsonPath(document, path);
  return typeof found === "string" || typeof found === "number" ? String(found) : null;
}

type ByPattern = Extract<KeptFrom, { readonly pattern: string }>;

/** The first group of the match; without one, the JSON that begins after it. */
function byPattern({ url, body }: Source, name: string, { pattern, place }: ByPattern): string | null {
  const match = matchIn(body, pattern, (error) => {
    const at = `${place.file}:${place.line}:${place.column}`;
    const where = `${redactUrl(url)} (${body.length} characters)`;
    return new JitterbugError("ERR_OBSERVE", `${at}: the pattern of kept.${name} ${error.said} on ${where}`, {
      hint: error.hint,
      cause: error,
    });
  });
  if (match === null) return null;
  if (match.length > 1) return match[1] ?? null;
  return jsonAt(body.slice(match.index + match[0].length).trimStart());
}

function matchIn(text: string, pattern: string, tell: (error: EndlessPattern) => Error): RegExpExecArray | null {
  const expression = new RegExp(pattern, "su");
  try {
    return inTime(pattern, () => expression.exec(text));
  } catch (error) {
    throw error instanceof EndlessPattern ? tell(error) : error;
  }
}

/** The JSON value with which a text begins. */
function jsonAt(text: string): string | null {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    if (depth <= 0) return text.slice(0, index + token.length);
  }
  return /^[^\s;,<]+/.exec(text)?.[0] ?? null;
}

/**
 * A parameter of the query, or of the fragment, which never leaves the browser and is used for that reason: `#token=1`,
 * or `#/boards?token=1` where the fragment is a route of the page's own.
 */
function inAddress(address: string, name: string): string | null {
  const url = URL.parse(address);
  if (url === null) return null;
  const fragment = new URLSearchParams(url.hash.replace(/^#(?:[^?=]*\?|\/+)?/, ""));
  return url.searchParams.get(name) ?? fragment.get(name);
}
