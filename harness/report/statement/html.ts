import { visible } from "../text.ts";
import type { Block } from "./block.ts";

/** Dark where the reader's system is, and black on white on paper. */
const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { overflow-wrap: break-word; text-align: left; vertical-align: top; padding: 0.35rem 0.6rem 0.35rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
ul { padding-left: 1.2rem; margin: 0.25rem 0; }
p { margin: 0.5rem 0; }
@media (max-width: 40rem) { thead { display: none; } tr, td { display: block; border: 0; padding: 0.1rem 0; } tr { padding: 0.5rem 0; border-bottom: 1px solid; } }
@media print { body { margin: 0; max-width: none; font-size: 11px; } tr { break-inside: avoid; } }
`;

/** One page that needs no other file and asks nobody for anything: there is no script in it. */
export function* htmlText(blocks: Iterable<Block>): Generator<string> {
  const all = [...blocks];
  const [title] = all;
  yield [
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${title !== undefined && "text" in title ? escaped(title.text) : "Statement"}</title>`,
    `<style>${STYLE}</style>`,
    "<main>",
    "",
  ].join("\n");
  for (const block of all) yield `${written(block)}\n`;
  yield "</main>\n";
}

function written(block: Block): string {
  switch (block.kind) {
    case "title":
      return `<h1>${escaped(block.text)}</h1>`;
    case "heading":
      return `<h2>${escaped(block.text)}</h2>`;
    case "text":
      return `<p>${escaped(block.text)}</p>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${escaped(item)}</li>`).join("\n")}\n</ul>`;
    case "table":
      return [
        `<table>\n<thead>${cells("th", block.head)}</thead>\n<tbody>`,
        ...block.rows.map((row) => cells("td", row)),
        "</tbody>\n</table>",
      ].join("\n");
  }
}

function cells(tag: "th" | "td", texts: readonly string[]): string {
  return `<tr>${texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
}

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
