/** A change of a text at a place. */
export interface Edit {
  readonly offset: number;
  readonly text: string;
  /** How many characters go. */
  readonly instead?: number;
}

/** The last places first, so that the offsets of the others keep their meaning; of one place, the first goes first. */
export function applied(text: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, index) => ({ ...edit, index }));
  return ordered
    .toSorted((a, b) => b.offset - a.offset || b.index - a.index)
    .reduce(
      (sofar, edit) => sofar.slice(0, edit.offset) + edit.text + sofar.slice(edit.offset + (edit.instead ?? 0)),
      text,
    );
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the last character of the line, ahead of its end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end === -1) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}
