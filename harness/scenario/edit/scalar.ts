/** How a value may be written in YAML, the plainest first: which of them reads back depends on where it stands. */
export function scalarTexts(value: string | number): readonly string[] {
  if (typeof value === "number") return [String(value)];
  const quoted = JSON.stringify(value);
  return /^[A-Za-z$/][^\n#'"`]*[^\s:,#]$|^[A-Za-z$]$/.test(value) && !/[:,]\s|\s#/.test(value)
    ? [value, quoted]
    : [quoted];
}
