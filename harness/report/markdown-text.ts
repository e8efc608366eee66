import { visible } from "./text.ts";

/** Text that is no markup, no mention, no link and no cell: within a line, a heading, an item or a table. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replace(/#(?=\d)/g, "&#35;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "&#64;")
    .replace(/:(?=\/\/)/g, "&#58;")
    .replace(/\b(www)\./gi, "$1&#46;")
    .replace(/[\\`*_{}[\]()#!|~$]/g, (mark, at: number, whole: string) =>
      // The number sign of an entity that stands there already.
      mark === "#" && whole[at - 1] === "&" ? mark : `\\${mark}`,
    );
}
