/** Lines of YAML as people write them: which of them stands where none like it can. */

export interface OddLine {
  /** From 1. */
  readonly line: number;
  /** Spaces before it. */
  readonly indent: number;
  readonly message: string;
  readonly hint: string;
}

/** Lines, from 1, both of them meant. */
export interface Between {
  readonly from: number;
  readonly to: number;
}

/** Where entries of one map or list start, and how the last of them ended. */
interface Level {
  readonly indent: number;
  readonly isList: boolean;
  line: number;
  /** `key:` alone: what is deeper is its value. */
  opens: boolean;
}

/** Nobody indents a longer one by hand, and it would take long. */
const LONGEST = 2_000;

const ITEM = /^-(?: +|$)/;
const KEY = /^(?:"[^"]*"|'[^']*'|[^\s#"'[\]{}&*!|>%@`-][^#"'[\]{}]*?):(?: |$)/;

/**
 * The first line of these that starts at no column where its map or list could go on; undefined where none does. The parser's
 * own place for it is often the line before, and its words are about something else: two keys on one line.
 */
export function oddLine(lines: readonly string[], between: Between): OddLine | undefined {
  const levels: Level[] = [];
  let brackets = 0;
  let textOf = -1;
  for (const [index, written] of lines.entries()) {
    const line = index + 1;
    if (line > between.to || written.length > LONGEST) return undefined;
    const indent = written.search(/\S/);
    if (indent === -1 || written[indent] === "#") continue;
    // The lines of a text after `|` or `>` are its own.
    if (textOf !== -1 && indent > textOf) continue;
    textOf = -1;
    const bare = withoutTexts(written.slice(indent));
    const isInside = brackets > 0;
    brackets += depthOf(bare);
    if (isInside) continue;
    const isItem = ITEM.test(bare);
    // A line that is no entry goes on with the text before it, at any column.
    if (!isItem && !KEY.test(written.slice(indent))) continue;
    const odd = place(levels, { indent, isItem, line });
    if (odd !== undefined && line >= between.from) return { line, indent, ...odd };
    textOf = enter(levels, { indent, line, bare }) ? indent : -1;
  }
  return undefined;
}

/** Leaves the levels that a line ends. What is wrong with its column, where something is. */
function place(
  levels: Level[],
  { indent, isItem, line }: { indent: number; isItem: boolean; line: number },
): Pick<OddLine, "message" | "hint"> | undefined {
  const left: Level[] = [];
  while ((levels.at(-1)?.indent ?? -1) > indent) left.push(...levels.splice(-1));
  const top = levels.at(-1);
  if (top === undefined || (top.opens && (indent > top.indent || isItem))) {
    if (left.length === 0) return undefined;
  } else if (indent === top.indent && top.isList === isItem) return undefined;
  // A list at the column of its key ends where the next key begins.
  else if (indent === top.indent && top.isList && levels.at(-2)?.indent === indent) {
    levels.pop();
    return undefined;
  }
  if (left.length === 0 && top !== undefined && indent > top.indent)
    return {
      message: `this line is indented deeper than line ${top.line}, which has its value already`,
      hint: `Begin it with ${spaces(top.indent)}, as line ${top.line}, or let line ${top.line} end in \`:\`.`,
    };
  const fitting = [...left.toReversed(), ...levels.toReversed()].filter((level) => level.isList === isItem);
  const columns = [...new Map(fitting.map((level) => [level.indent, level])).values()]
    .toSorted((a, b) => Math.abs(a.indent - indent) - Math.abs(b.indent - indent))
    .slice(0, 2);
  if (columns.length === 0 || line === 1) return undefined;
  return {
    message: `this line begins with ${spaces(indent)}, and no ${isItem ? "item of a list" : "key"} before it does`,
    hint: `Begin it with ${columns.map((one) => `${spaces(one.indent)}, as line ${one.line}`).join("; or with ")}.`,
  };
}

/** Where the entries of a line stand: `- key: value` is an item, and the first key of a map in it. True before a text. */
function enter(levels: Level[], { indent, line, bare }: { indent: number; line: number; bare: string }): boolean {
  const put = (one: Level): void => {
    const top = levels.at(-1);
    if (top?.indent === one.indent && top.isList === one.isList) levels.pop();
    levels.push(one);
  };
  let [at, rest] = [indent, bare];
  for (let item = ITEM.exec(rest); item !== null; item = ITEM.exec(rest)) {
    put({ indent: at, isList: true, line, opens: item[0] === rest });
    [at, rest] = [at + item[0].length, rest.slice(item[0].length)];
  }
  const text = rest.replace(/(?:^|\s)#.*$/, "").trimEnd();
  if (/:(?: |$)/.test(text)) put({ indent: at, isList: false, line, opens: text.endsWith(":") });
  return /(?:^|\s)[|>][-+\d]*$/.test(text);
}

/** As long as it is, with every quoted text blank: what stands in quotes is no bracket and no key. */
function withoutTexts(line: string): string {
  return line.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => "q".repeat(quoted.length));
}

function depthOf(bare: string): number {
  const text = bare.replace(/(^|\s)#.*$/, "");
  return (text.match(/[[{]/g)?.length ?? 0) - (text.match(/[\]}]/g)?.length ?? 0);
}

function spaces(count: number): string {
  return count === 0 ? "no space" : `${count} space${count === 1 ? "" : "s"}`;
}
