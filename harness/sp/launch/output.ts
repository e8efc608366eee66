export const KEPT_LINES = 200;
const MAX_LINE = 4_000;

/** The last lines that a process printed, whatever it prints: a line without an end is cut, and the oldest go first. */
export class OutputTail {
  readonly #lines: string[] = [];
  readonly #onLine: ((line: string) => void) | undefined;

  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** A sink for one stream; the lines of two streams do not run into each other. `end` takes what has no line end. */
  stream(): { write(text: string): void; end(): void } {
    let rest = "";
    return {
      write: (text) => {
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop() ?? "";
        for (const line of lines) this.#add(line);
        if (rest.length > MAX_LINE) {
          this.#add(rest);
          rest = "";
        }
      },
      end: () => {
        if (rest !== "") this.#add(rest);
        rest = "";
      },
    };
  }

  /** The last lines as one text. */
  last(count: number): string {
    return this.#lines.slice(-count).join("\n");
  }

  #add(line: string): void {
    const kept = line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
    this.#lines.push(kept);
    if (this.#lines.length > KEPT_LINES) this.#lines.splice(0, this.#lines.length - KEPT_LINES);
    this.#onLine?.(kept);
  }
}
