/** Where the list is written. The command line hands over its standard output; a test, a buffer. */
export interface Output {
  write(text: string): void;
  /** The text without what `write` would take out of it; left out: nothing. */
  clean?(text: string): string;
  /** Writes what GitHub's runner is to obey; left out: nobody there obeys what is written. */
  command?(text: string): void;
  /** A terminal that a line can be rewritten on. */
  readonly isTTY: boolean;
  /** Whether escape sequences for colours are wanted. */
  readonly colors: boolean;
  /** Width in characters. */
  readonly columns: number;
}
