/**
 * Whether a page's own script submits a form as the page loads. Scripts are not run: a call of `submit()` counts where
 * loading the page reaches it (top level, load handlers, functions called from there), and not where it waits for a
 * person, as in a click handler.
 */

/** A call that submits, and what stands before it: `document.forms[0]`, `form`, `document.getElementById('go')`. */
export interface SubmitCall {
  readonly verb: "submit" | "click";
  readonly subject: string;
}

const CALL = /([\w$.[\]()'"#\s-]{0,200}?)\.(submit|requestSubmit|click)\s*\(\s*\)/g;
/** What stands before a function that runs by itself while the page loads. */
const RUNS_ON_LOAD =
  /(?:onload\s*=\s*|onpageshow\s*=\s*|(?:load|DOMContentLoaded|pageshow)["'`]\s*,\s*|setTimeout\s*\(\s*|requestAnimationFrame\s*\(\s*|\bready\s*\(\s*|\$\s*\(\s*|queueMicrotask\s*\(\s*)$/;
const FUNCTION_HEAD = /(?:\bfunction\b\s*([\w$]*)\s*\([^()]{0,200}\)|(?:\([^()]{0,200}\)|[\w$]+)\s*=>)\s*$/;
const MAX_SCRIPT = 64 * 1024;

/** @param onload the code of the body's onload attribute, or nothing. */
export function submitCallsOnLoad(scripts: readonly string[], onload: string): SubmitCall[] {
  const reached: string[] = [onload];
  const named = new Map<string, string>();
  for (const script of scripts) {
    const parts = split(script.slice(0, MAX_SCRIPT));
    reached.push(parts.reached);
    for (const [name, body] of parts.named) named.set(name, body);
  }
  let code = reached.join("\n;");
  for (const [name, body] of named) {
    if (
      new RegExp(
        `(?<![\\w$.])(?:window\\.)?${escape(name)}\\s*\\(|onload\\s*=\\s*${escape(name)}\\b|["'\`]\\s*,\\s*${escape(name)}\\b`,
      ).test(code)
    ) {
      code += `\n;${body}`;
    }
  }
  return [...code.matchAll(CALL)].map(([, subject, verb]) => ({
    verb: verb === "click" ? "click" : "submit",
    subject: (subject ?? "").trim(),
  }));
}

/** Tells code that loading reaches from the bodies of named functions, by the braces. */
function split(script: string): { readonly reached: string; readonly named: ReadonlyMap<string, string> } {
  const code = withoutComments(script);
  const named = new Map<string, string>();
  /** One for each open brace: whether what is within runs while loading, and whose body it is. */
  const open: { runs: boolean; name: string; start: number }[] = [];
  let reached = "";
  let runs = true;
  let from = 0;
  for (const { index, text } of tokens(code)) {
    if (text === "{") {
      const before = code.slice(Math.max(0, index - 300), index);
      const head = FUNCTION_HEAD.exec(before);
      // The head of a function is not a call of it.
      if (runs) reached += code.slice(from, Math.max(from, index - (head?.[0].length ?? 0)));
      from = index + 1;
      const name = head?.[1] ?? "";
      open.push({ runs, name, start: from });
      if (head !== null) runs = runs && name === "" && runsByItself(before.slice(0, head.index));
    } else if (text === "}") {
      const block = open.pop();
      if (block === undefined) continue;
      if (runs) reached += code.slice(from, index);
      if (block.name !== "") named.set(block.name, code.slice(block.start, index));
      from = index + 1;
      runs = block.runs;
    }
  }
  return { reached: runs ? reached + code.slice(from) : reached, named };
}

function runsByItself(before: string): boolean {
  const trimmed = before.replace(/\basync\s*$/, "");
  // `(function () {` and `!function () {` are called at once; `on("click", function () {` is not.
  return RUNS_ON_LOAD.test(trimmed) || /(?:^|[;{}\n!]\s*)[!+(]\s*$/.test(trimmed);
}

/** Braces outside strings. */
function* tokens(code: string): Generator<{ readonly index: number; readonly text: string }> {
  for (const match of code.matchAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}]/g)) {
    if (match[0] === "{" || match[0] === "}") yield { index: match.index, text: match[0] };
  }
}

function withoutComments(script: string): string {
  return script.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g,
    "$1",
  );
}

function escape(name: string): string {
  return name.replace(/\$/g, "\\$");
}
