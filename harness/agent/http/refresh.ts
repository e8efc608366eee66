/** A refresh that leads to another address, or to the same one again (HTML section 4.2.5.3). */
export interface Refresh {
  readonly seconds: number;
  /** As written; empty: the page itself. */
  readonly target: string;
}

/** Reads the value of a Refresh header or of `<meta http-equiv=refresh>`. */
export function parseRefresh(value: string): Refresh | null {
  const match = /^\s*(\d*)(?:\.[\d.]*)?\s*(?:[;,\s]\s*(?:url\s*=\s*)?(.*))?$/is.exec(value);
  if (match === null || (match[1] === "" && !/^\s*\./.test(value))) return null;
  const rest = (match[2] ?? "").trim();
  const quote = /^(["'])(.*?)(?:\1|$)/s.exec(rest);
  return { seconds: Number(match[1] || 0), target: (quote?.[2] ?? rest).trim() };
}

export function mayRefresh(html: string): boolean {
  return /http-equiv\s*=\s*["']?\s*refresh/i.test(html);
}
