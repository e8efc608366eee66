/**
 * How a value may be written in YAML, as what it replaces was written first: which of them reads back depends on where
 * it stands.
 */
export function scalarTexts(value: string | number, instead = ""): readonly string[] {
  if (typeof value === "number") return [String(value)];
  const double = JSON.stringify(value);
  const single = `'${value.replaceAll("'", "''")}'`;
  const isPlain = /^[A-Za-z$/][^\n#'"`]*[^\s:,#]$|^[A-Za-z$]$/.test(value) && !/[:,]\s|\s#/.test(value);
  if (instead.startsWith('"')) return [double];
  if (instead.startsWith("'")) return [single, double];
  return isPlain ? [value, double] : [double];
}
