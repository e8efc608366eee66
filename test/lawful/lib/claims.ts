/** What an IdP says of a person, read with care: nothing here throws. */

/** A text with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** An address; anything else than one is none. */
export function emailOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^[^\s@<>"]+@[^\s@<>"]+$/.test(text) ? text : undefined;
}

/** Letters beyond ASCII stay as they are: some of them become another address's letters. */
export function folded(email: string): string {
  return email.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function domainOf(email: string): string {
  return folded(email.slice(email.lastIndexOf("@") + 1));
}

/** Undefined where the IdP says nothing of groups; a single name counts as a list of one. */
export function groupsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return [value].flat().filter((group) => typeof group === "string");
}
