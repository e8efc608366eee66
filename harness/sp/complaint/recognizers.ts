/** What programs print when they end badly: one recognizer for each form, the surest first. */

interface Recognized {
  readonly text: string;
  /** `file:line` or `file:line:column`. */
  readonly place?: string | undefined;
}

type Recognize = (lines: readonly string[]) => Recognized | null;

/** Code that the author of a command has not written. */
const FOREIGN = /node_modules|node:|site-packages|dist-packages|\/lib\/python|<frozen|\(native|\/gems\/|\/usr\/lib\//;

/** An error as most languages name it, at the beginning of a line: `TypeError: x`, `java.lang.Error: x`, `MyException [CODE]: x`. */
const NAMED =
  /^(?:Uncaught )?(?:[\w$]+[.:]+)*[A-Z][\w$]*(?:Error|Exception|Fault|NotFound|Panic)(?: \[[^\]]+\])?(?:: |:?$)|^Error(?: \[[^\]]+\])?: /;
const FRAME = /^\s+at /;

/** The last line that fits, and where it stands. */
function lastOf(
  lines: readonly string[],
  pattern: RegExp,
): { readonly at: number; readonly match: RegExpExecArray } | null {
  for (let at = lines.length - 1; at >= 0; at--) {
    const match = pattern.exec(lines[at] ?? "");
    if (match !== null) return { at, match };
  }
  return null;
}

/** Frames of a stack: the first that is the author's own. */
function ownFrame(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null && !FOREIGN.test(line)) return match[1];
  }
  return undefined;
}

const python: Recognize = (lines) => {
  const start = lastOf(lines, /^Traceback \(most recent call last\):/);
  if (start === null) return null;
  const end = lines.findIndex((line, at) => at > start.at && /^\S/.test(line));
  if (end < 0) return null;
  const frames = lines.slice(start.at, end).toReversed();
  const own = frames.find((line) => /^ +File ".+", line \d+/.test(line) && !FOREIGN.test(line));
  return { text: lines[end] ?? "", place: own?.replace(/^ +File "(.+)", line (\d+).*$/, "$1:$2") };
};

/** An error that ends a process has a stack below it; a message of several lines goes on until there. */
const stacked: Recognize = (lines) => {
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = (lines[at] ?? "").replace(/^Exception in thread "[^"]*" |^Caused by: /, "");
    if (!NAMED.test(line)) continue;
    const length = lines.slice(at + 1).findIndex((below) => FRAME.test(below));
    const message = length < 0 ? [] : lines.slice(at + 1, at + 1 + length);
    // A stack that begins far below is that of another.
    if (length < 0 || length > MOST_LINES || message.some((below) => NAMED.test(below))) continue;
    const frames = lines.slice(at + 1 + length);
    const end = frames.findIndex((below) => !FRAME.test(below));
    const own = ownFrame(
      frames.slice(0, end < 0 ? undefined : end),
      /\(?((?:file:\/\/)?[^\s()]+:\d+(?::\d+)?)\)?(?: \{)?$/,
    );
    const until = message.findIndex((below) => /^\s*$|^Require stack:|^- /.test(below));
    const text = [line, ...message.slice(0, until < 0 ? undefined : until)].join(" ");
    return { text, place: own ?? headedBy(lines, at) };
  }
  return null;
};

const MOST_LINES = 8;

/** Node sets the place and the line of code above an error that it throws while it loads a module. */
function headedBy(lines: readonly string[], at: number): string | undefined {
  const above = lines.slice(Math.max(0, at - 6), at);
  return above.find((line) => /^(?:file:\/\/)?\/\S+:\d+$/.test(line) && !FOREIGN.test(line));
}

/** `app.rb:12:in 'start': no such file (LoadError)`, and PHP's, Go's and Rust's. */
const compiled: Recognize = (lines) => {
  const ruby = lastOf(lines, /^(\S+\.rb:\d+):in [^:]+: (.+ \([A-Z][\w:]*\))$/);
  if (ruby !== null) return { text: ruby.match[2] ?? "", place: ruby.match[1] };
  const php = lastOf(lines, /^(?:PHP )?(?:Fatal|Parse) error: +(?:Uncaught )?(.+?) in (\S+?)(?::| on line )(\d+)/);
  if (php !== null) return { text: php.match[1] ?? "", place: `${php.match[2]}:${php.match[3]}` };
  const go = lastOf(lines, /^panic: (.+)$/);
  if (go !== null) return { text: go.match[0], place: ownFrame(lines.slice(go.at), /^\t(\S+\.go:\d+)/) };
  const rust = lastOf(lines, /^thread '.*' panicked at (\S+:\d+:\d+):$/);
  if (rust !== null) return { text: lines[rust.at + 1] ?? "", place: rust.match[1] };
  return null;
};

/** Compilers name the first fault first: `src/a.ts(3,5): error TS2345: x`, `./main.go:12:3: undefined: x`, `error[E0425]: x`. */
const compiler: Recognize = (lines) => {
  for (const [at, line] of lines.entries()) {
    const [, file, row, column, text] =
      /^(\S+\.\w+)[(:](\d+)[,:](\d+)\)?(?: - |: )((?:error|undefined|fatal)\b.*)$/.exec(line) ?? [];
    if (text !== undefined) return { text, place: `${file}:${row}:${column}` };
    if (/^(?:error\[E\d+\]|✘ \[ERROR\]|X \[ERROR\])/.test(line)) {
      const place = lines
        .slice(at + 1, at + 4)
        .map((below) => /^\s+(?:--> )?(\S+:\d+:\d+):?$/.exec(below)?.[1])
        .find(Boolean);
      return { text: line, place };
    }
  }
  return null;
};

/** What a shell does not find. */
const shell: Recognize = (lines) => {
  const found = lastOf(
    lines,
    /^(?:\S*\/)?(?:sh|bash|dash|zsh|env|fish)\b.*(?:not found|No such file or directory|Permission denied|no such file)/,
  );
  return found === null ? null : { text: found.match[0] };
};

/** npm's own word is what is left of its lines when the talk about itself is taken out. */
const npm: Recognize = (lines) => {
  const own = lines.flatMap((line) => /^npm (?:error|ERR!) (.*)$/.exec(line)?.[1] ?? []);
  const text = own.find((line) => line.trim() !== "" && !NPM_TALK.test(line));
  return text === undefined ? null : { text: `npm: ${text}` };
};
const NPM_TALK =
  /^(?:code|errno|syscall|path|command|workspace|location|in workspace|Lifecycle script|Exit status|Failed at|This is (?:related|probably)|A complete log|Did you mean|To see|enoent This|\s|\S+@\S+ \S+: )/;

/** An error without a stack, of which the last counts. */
const named: Recognize = (lines) => {
  const found = lastOf(lines, NAMED);
  return found === null ? null : { text: lines[found.at] ?? "", place: headedBy(lines, found.at) };
};

/** `error: x`, `[ERROR] x`, `2026-01-01 12:00 FATAL x`, `level=error msg="x"`. */
const logged: Recognize = (lines) => {
  const talk = /^npm |^error Command failed|ELIFECYCLE|^error: script "/;
  const own = lines.map((line) => (talk.test(line) ? "" : line));
  const found = lastOf(
    own,
    /^(?:[\s\d:.,TZ/+-]*|.*?\s)[[(]?(?:error|fatal|critical|panic)[\])]?\b[:\s].*\S|level=(?:error|fatal)|"level":"(?:error|fatal)"/i,
  );
  return found === null ? null : { text: own[found.at] ?? "" };
};

export const RECOGNIZERS: readonly Recognize[] = [python, compiled, stacked, compiler, named, shell, npm, logged];
