/** Texts of which each must stand somewhere, or of a list within one: `"mail" or "address", and "admin"`. */
export function textsInWords(says: readonly (readonly string[])[]): string {
  return says.map((one) => one.map((text) => JSON.stringify(text)).join(" or ")).join(", and ");
}
