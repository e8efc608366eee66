/**
 * What programming languages print where a value is missing, in the letters in which they print it: JavaScript, Java
 * and PHP, Python, Go, Ruby and Lua. `Null` and `None` alone are names that people have, so letters matter.
 */
const ANYWHERE = ["undefined", "NaN", "\\[object (?:Object|Undefined|Null|Array)\\]", "<nil>"];
/** These are also what a setting may say (`theme: None`). */
const ALSO_SETTINGS = ["null", "None", "nil"];

/** Whole words; `undefinedundefined` is two names in one, and a number after it tells one such account from another. */
const pattern = (words: readonly string[], flags: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})+(?!\\p{L})`, `u${flags}`);
const SURE = pattern(ANYWHERE, "");
const ANY = pattern([...ANYWHERE, ...ALSO_SETTINGS], "");
const LOOSE = pattern([...ANYWHERE, ...ALSO_SETTINGS], "gi");

/** The word for nothing that stands in a text; undefined: none. `setting`: the text may be the SP's own choice. */
export function nothingWord(text: string, setting = false): string | undefined {
  return (setting ? SURE : ANY).exec(text)?.[0];
}

/** All of them in a text, in small letters: who is named so may have the name in any. */
export function nothingWords(text: string): readonly string[] {
  return [...text.matchAll(LOOSE)].map(([word]) => word.toLowerCase());
}
