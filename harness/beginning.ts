/** The beginning of a text from outside, on one line and without control characters: enough to recognize it by. */
export function beginning(text: string, length = 200): string {
  const line = text
    .slice(0, length * 4)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
