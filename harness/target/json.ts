/**
 * JSON.parse, but whole numbers that a double can not hold (64-bit ids) come as the text that stands in the document.
 * Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  // Some programs put a byte order mark before what they print; a parser may ignore it (RFC 8259 section 8.1).
  const json = text.replace(/^\uFEFF/, "");
  return /\d{16}/.test(json) ? JSON.parse(json, keep) : JSON.parse(json);
}

const keep = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  return context?.source ?? String(value);
};
