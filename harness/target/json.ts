/**
 * JSON.parse, but whole numbers that a double can not hold (64-bit ids) come as the text that stands in the document.
 * Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, keep);
}

const keep = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  return context?.source ?? String(value);
};
