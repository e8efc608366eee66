/**
 * A column's value as JSON has it: whole numbers as numbers, or as text where a double cannot hold them; binary values
 * (ids, often) in hexadecimal.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return value;
}
