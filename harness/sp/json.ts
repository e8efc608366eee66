/** Deeper than anybody's answer, and nothing to what a walk through it can take. */
export const MAX_DEPTH = 200;

/**
 * JSON.parse, but whole numbers that a double can not hold (64-bit ids) come as the text that stands in the document.
 * Throws SyntaxError, also for what is nested deeper than 200 levels.
 */
export function parseJson(text: string): unknown {
  // Some programs put a byte order mark before what they print; a parser may ignore it (RFC 8259 section 8.1).
  const json = text.replace(/^\uFEFF/, "");
  if (depthOf(json) > MAX_DEPTH) throw new SyntaxError(`it is nested deeper than ${MAX_DEPTH} levels`);
  return /\d{16}/.test(json) ? JSON.parse(json, keep) : JSON.parse(json);
}

const keep = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  return context?.source ?? String(value);
};

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** How many brackets and braces are open at once, those within texts left out. By codes: it reads lists of megabytes. */
function depthOf(json: string): number {
  let [depth, deepest] = [0, 0];
  const { length } = json;
  for (let at = 0; at < length; at++) {
    const mark = json.charCodeAt(at);
    if (mark === QUOTE) at = endOfText(json, at + 1);
    else if (mark === OPEN_LIST || mark === OPEN_OBJECT) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (mark === CLOSE_LIST || mark === CLOSE_OBJECT) depth--;
  }
  return deepest;
}

/** Where the text that begins there ends: its quote, or the end of what has none. */
function endOfText(json: string, from: number): number {
  const { length } = json;
  for (let at = from; at < length; at++) {
    const mark = json.charCodeAt(at);
    if (mark === BACKSLASH) at++;
    else if (mark === QUOTE) return at;
  }
  return length;
}
