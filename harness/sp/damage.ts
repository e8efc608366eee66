/**
 * Errors that may tell of the SP's own doing have `damage: true`: what had been read before can be read no more. A list
 * that fails or is gone, connections refused or cut, an answer that is no JSON, a command that exits otherwise, a
 * database that is corrupt or missing. Not: a refusal of the kit (401, 403, 429, a redirect), a bound of time, a value or
 * a path that does not fit the target file.
 */
export function isDamage(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) if ("damage" in one && one.damage === true) return true;
  return false;
}
