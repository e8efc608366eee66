/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | boolean | null | undefined | readonly Part[];

/**
 * Templates with every value escaped, for text and for quoted attributes. What `markup` made is not escaped again;
 * lists are joined; null, undefined and booleans show nothing, so that `condition && markup...` reads well.
 *
 * It is not named `html`, because formatters lay out what they find under that name, and with the white space they
 * would change what a hash in the Content-Security-Policy admits.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? "";
  parts.forEach((part, index) => {
    text += render(part) + (strings[index + 1] ?? "");
  });
  return new Html(text);
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "string") return escape(part);
  if (typeof part === "number") return String(part);
  return Array.isArray(part) ? part.map((each: Part) => render(each)).join("") : "";
}

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // As it stands, a parser would turn it into a line feed, and a hidden field must come back as it was.
  "\r": "&#13;",
  // Not allowed in HTML in any form.
  "\0": "\ufffd",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"'\r\0]/g, (character) => ENTITIES[character] ?? character);
}
