import { el } from "./dom.js";

export const VERDICTS = {
  misconfigured: ["!", "misconfigured"],
  error: ["!", "error"],
  failed: ["✗", "failed"],
  unobservable: ["?", "unobservable"],
  warned: ["▲", "warned"],
  observed: ["○", "observed"],
  passed: ["✓", "passed"],
  not_applicable: ["–", "not applicable"],
};
export const ORDER = Object.keys(VERDICTS);

/** What makes a run red. */
export const WRONG = ["failed", "error", "misconfigured", "unobservable"];

/** Whether the baseline says nothing of it; a report of an older kit has no word for that. */
export function isNews({ known }) {
  return known === null || known === undefined;
}

export function mark(verdict) {
  const [sign, word] = VERDICTS[verdict] ?? ["?", verdict];
  return el("span", { class: `mark ${verdict}`, title: word }, sign);
}

export function word(verdict) {
  return (VERDICTS[verdict] ?? ["", verdict])[1];
}

export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A value of an account or a claim, as JSON has it; a plain text without its quotes. */
export function shown(value) {
  if (value === undefined || value === null) return el("i", { class: "none" }, "none");
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
  return el("code", {}, text === "" ? '""' : text);
}

/** JSON and XML with an indentation that people can read; anything else as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return /^\s*<[\w?!]/.test(text) ? text.replace(/>\s*</g, ">\n<") : text;
  }
}

/** A line that a shell takes as it stands. */
export function asCurl({ method, url, headers, body }) {
  const quoted = (text) => `'${String(text).replaceAll("'", String.raw`'\''`)}'`;
  const given = Object.entries(headers ?? {}).filter(([name]) => !/^(host|content-length|connection)$/i.test(name));
  const parts = [
    `curl -i -X ${quoted(method)} ${quoted(url)}`,
    ...given.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return parts.join(" \\\n  ");
}

/** By code points: what sorts has no language. */
export function inOrder(a, b) {
  return a < b ? -1 : Number(a > b);
}
