/** What XML 1.0 can not hold at all, not even as a character reference (XML 1.0, 2.2 "Char"); lone surrogates too. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The text with U+FFFD for each character that XML can not carry, so that one hostile claim does not break a message. */
function xmlText(text: string): string {
  return text.replace(NOT_XML, "\u{FFFD}");
}

/** Line ends that some parser or other folds into `\n`: CR by XML 1.0, the rest by XML 1.1 and by xmldom always. */
const FOLDED = /[\r\u0085\u2028\u2029]/g;

/**
 * Writes line ends other than `\n` as character references. They mean the same to every parser, and without it a
 * claim that holds one would change on its way through a parser, and its signature would not verify.
 * Takes a serialized document, where such a character can only stand in text or an attribute's value.
 */
export function keepLineEnds(xml: string): string {
  return xml.replace(FOLDED, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands in an element, which every parser gives back character by character. */
export function escapeXml(text: string): string {
  return keepLineEnds(xmlText(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character));
}

/** Text as it stands in a quoted attribute, where a parser would make blanks of tabs and line ends (XML 1.0, 3.3.3). */
export function attributeText(text: string): string {
  return escapeXml(text).replace(/[\t\n]/g, (character) => (character === "\t" ? "&#x9;" : "&#xA;"));
}
