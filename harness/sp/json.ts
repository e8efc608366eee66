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

/** How many brackets and braces are open at once, those within texts left out. */
function depthOf(json: string): number {
  let [depth, deepest, isText] = [0, 0, false];
  for (let at = 0; at < json.length; at++) {
    const mark = json[at];
    if (isText && mark === "\\") at++;
    else if (mark === '"') isText = !isText;
    else if (isText) continue;
    else if (mark === "[" || mark === "{") deepest = Math.max(deepest, ++depth);
    else if (mark === "]" || mark === "}") depth--;
  }
  return deepest;
}
