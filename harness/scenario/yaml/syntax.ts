/** What YAML's own errors are called here: each says what to write instead. */
import type { ErrorCode, YAMLError } from "yaml";
import { quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { YamlText } from "./document.ts";
import { oddLine, type OddLine } from "./indent.ts";

export const QUOTE_TEMPLATE = "a template must stand in quotes: YAML reads `{` as the start of a map";

/** Errors after which the rest of the file still means what it says; all others drag further ones behind them. */
const INDEPENDENT: ReadonlySet<ErrorCode> = new Set(["TAG_RESOLVE_FAILED", "BAD_DQ_ESCAPE"]);

const CURES: { readonly [code in ErrorCode]?: readonly [message: string, hint: string] } = {
  TAB_AS_INDENT: ["a tab cannot indent", "Indent with spaces."],
  MULTIPLE_DOCS: [
    "a second document starts here",
    "One file holds one document: take out the line `---`, or make a second file.",
  ],
  BAD_INDENT: [
    "this line is not indented like those around it, or a bracket before it was not closed",
    "Let entries of one list or map start at the same column, and close every `[` and `{`.",
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    "a second `:` on this line",
    "Quote the text that holds a `: `, or put the inner map on a line of its own.",
  ],
  MULTILINE_IMPLICIT_KEY: ["a key must end in `:` on its own line", "Is a `:` missing, or an indentation wrong?"],
  MISSING_CHAR: ["something is missing before this place", "Close the quote or bracket, or put a `:` behind the key."],
  BAD_SCALAR_START: ["a text cannot start with this character", "Put the text in quotes."],
  BAD_DQ_ESCAPE: ["an unknown escape in double quotes", "Write `\\\\` for a backslash, or use single quotes."],
  BAD_ALIAS: ["an alias or anchor is not well formed", "Write `&name` at the value and `*name` where it is used."],
  UNEXPECTED_TOKEN: ["this does not belong here", "Is a quote, a bracket or a comma missing before it?"],
  BAD_COLLECTION_TYPE: ["a list and a map are mixed", "Use either `- item` or `key: value` at one level."],
  BAD_DIRECTIVE: ["an unknown directive", "Take the line out."],
  BLOCK_IN_FLOW: ["a comma is missing before this, or a bracket is not closed", "Put a `,` between the entries."],
  RESOURCE_EXHAUSTION: ["the file is nested too deeply", "Flatten it."],
};

/** Tells the errors of a document once each. False where the tree cannot be trusted. */
export function tellErrors(errors: readonly YAMLError[], text: YamlText, faults: FaultCollector): boolean {
  const broken = errors.filter((error) => !INDEPENDENT.has(error.code)).toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  for (const error of errors) if (INDEPENDENT.has(error.code)) tell(error, text, faults);
  if (broken === undefined) return true;
  const template = unquotedTemplate(text, broken.pos[0]);
  if (template === undefined) tell(broken, text, faults);
  else faults.add(text.fault(text.place(template), QUOTE_TEMPLATE, quoteHint(text, template)));
  return false;
}

/** `Write "{{ns}}@acme.test".`: the template at an offset with the text around it, in quotes. */
export function quoteHint(text: YamlText, offset: number): string {
  const { line, column } = text.place(offset);
  const source = text.line(line);
  let start = column - 1;
  while (start > 0 && !/[\s[,"']/.test(source[start - 1] ?? "")) start -= 1;
  const rest = /^(?:\{\{[^{}]*\}\}|[^\s,\]{}"'#])+/.exec(source.slice(start))?.[0];
  return rest === undefined ? "Put quotes around it." : `Write "${rest}".`;
}

function tell(error: YAMLError, text: YamlText, faults: FaultCollector): void {
  const offset = firstOnItsLine(error, text);
  const place = text.place(offset);
  const start = unclosed(error, text);
  if (start !== undefined) {
    faults.add(
      text.fault(text.place(start.offset), `this ${start.what} is not closed`, `Close it with ${quote(start.close)}.`),
    );
    return;
  }
  const odd = INDENTED.has(error.code) ? misplaced(place.line, text) : undefined;
  if (odd !== undefined) {
    const start = (text.counter.lineStarts[odd.line - 1] ?? 0) + odd.indent;
    faults.add(text.fault(text.place(start), odd.message, odd.hint));
    return;
  }
  const [message, hint] = special(error, text) ??
    CURES[error.code] ?? [`YAML cannot read this: ${error.message}`, undefined];
  faults.add(text.fault(place, message, hint));
}

/** What a wrong indentation comes out as. */
const INDENTED: ReadonlySet<ErrorCode> = new Set([
  "BAD_INDENT",
  "BLOCK_AS_IMPLICIT_KEY",
  "MULTILINE_IMPLICIT_KEY",
  "BAD_COLLECTION_TYPE",
  "MISSING_CHAR",
  "UNEXPECTED_TOKEN",
]);

/** The parser notices it on the line before, on the line itself or on the next one. */
function misplaced(line: number, text: YamlText): OddLine | undefined {
  const lines = text.text.split(/\r?\n/);
  return oddLine(lines, { from: line - 1, to: line + 1 });
}

/** What can be said better where the text around the error is looked at. */
function special(error: YAMLError, text: YamlText): readonly [message: string, hint: string] | undefined {
  const [offset] = error.pos;
  const mark = text.text[offset] ?? "";
  if (error.code === "TAG_RESOLVE_FAILED") {
    return ["a tag means nothing here", "Take it out; quote a text that starts with `!`."];
  }
  if (error.code === "MISSING_CHAR" && error.message.includes("without - indicator")) return CURES.BAD_INDENT;
  if (error.code !== "UNEXPECTED_TOKEN") return undefined;
  if (mark === "]" || mark === "}")
    return [`this ${quote(mark)} closes nothing`, "Take it out, or open the bracket before."];
  const { line, column } = text.place(offset);
  const before = /[:-] +([*&])\S+ +$/.exec(text.line(line).slice(0, column - 1))?.[1];
  return before === undefined ? undefined : [`a text cannot start with \`${before}\``, "Put the text in quotes."];
}

/** An unclosed quote or bracket is noticed far behind it: the place to mend is where it opens. */
function unclosed(error: YAMLError, text: YamlText): { offset: number; what: string; close: string } | undefined {
  if (error.code === "MISSING_CHAR" && /closing .?quote/.test(error.message)) {
    for (const line of linesBefore(text, error.pos[0])) {
      const open = openQuote(line.source);
      if (open !== undefined) return { offset: line.start + open.index, what: "quote", close: open.mark };
    }
  }
  if (/^Flow (map|sequence) .*end with/.test(error.message)) {
    const open = openBracket(text.text.slice(0, error.pos[0]));
    if (open !== undefined) {
      const close = text.text[open] === "[" ? "]" : "}";
      return { offset: open, what: "bracket", close };
    }
  }
  return undefined;
}

/** Where an error begins at the end of a line, what is wrong is the start of the next one. */
function firstOnItsLine(error: YAMLError, text: YamlText): number {
  const [offset] = error.pos;
  if (!error.message.includes("without - indicator")) return offset;
  return offset + (/^[\s]*/.exec(text.text.slice(offset))?.[0].length ?? 0);
}

function* linesBefore(text: YamlText, offset: number): Generator<{ start: number; source: string }> {
  const last = text.place(offset).line;
  for (let line = 1; line <= last; line += 1)
    yield { start: text.counter.lineStarts[line - 1] ?? 0, source: text.line(line) };
}

/** The quote that a line opens and does not close. */
function openQuote(source: string): { index: number; mark: string } | undefined {
  let open: { index: number; mark: string } | undefined;
  for (let index = 0; index < source.length; index += 1) {
    const mark = source[index] ?? "";
    if (open === undefined) {
      if (mark === "#" && /\s/.test(source[index - 1] ?? " ")) return undefined;
      if ((mark === '"' || mark === "'") && /[\s[{,:]/.test(source[index - 1] ?? " ")) open = { index, mark };
    } else if (mark === "\\" && open.mark === '"') index += 1;
    else if (mark === open.mark) open = undefined;
  }
  return open;
}

/** The innermost bracket that is still open at the end of a text. */
function openBracket(text: string): number | undefined {
  const open: number[] = [];
  let quoted: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const mark = text[index] ?? "";
    if (quoted !== undefined) {
      if (mark === quoted) quoted = undefined;
    } else if ((mark === '"' || mark === "'") && /[\s[{,:]/.test(text[index - 1] ?? " ")) quoted = mark;
    else if (mark === "[" || mark === "{") open.push(index);
    else if (mark === "]" || mark === "}") open.pop();
  }
  return open.at(-1);
}

/** The offset of a template outside quotes on the line of an error or the line before it. */
function unquotedTemplate(text: YamlText, offset: number): number | undefined {
  const { line } = text.place(offset);
  for (const number of [line, line - 1]) {
    if (number < 1) continue;
    const source = text.line(number);
    const blank = source.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => " ".repeat(quoted.length));
    const index = blank.replace(/(^|\s)#.*$/, "").indexOf("{{");
    if (index !== -1) return (text.counter.lineStarts[number - 1] ?? 0) + index;
  }
  return undefined;
}
