/** Comparing names as people do. */

export function collapsed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Without letter case, and without what stands around the words: icons, arrows, an asterisk, a colon. */
export function loose(text: string): string {
  return collapsed(text.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}|\p{Co}/gu, ""))
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")
    .toLowerCase();
}

/** Whether the words stand in a text, one beside the other. */
export function standsIn(words: string, text: string): boolean {
  const wanted = loose(words);
  return wanted !== "" && ` ${spaced(text)} `.includes(` ${spaced(wanted)} `);
}

function spaced(text: string): string {
  return collapsed(loose(text).replace(/[^\p{L}\p{N}]+/gu, " "));
}
