import { readFileSync } from "node:fs";
import { Marked } from "marked";
import type { Asset } from "./assets.ts";

/** Where the kit's documentation stands, as its files name each other from there. */
const FOLDER = "/docs/";
const FIRST = "concepts.md";

/** What the console's help begins with: those that say what its words mean. */
const CHAPTERS = [
  ["concepts.md", "Concepts"],
  ["console.md", "The console"],
  ["checks.md", "Checks"],
  ["policies.md", "Policies"],
  ["tampers.md", "Tampers"],
  ["profiles.md", "Vendors"],
  ["your-own-sp.md", "Your own SP"],
  ["target-file.md", "The target file"],
  ["scenarios.md", "Scenarios"],
  ["errors.md", "Errors"],
  ["security.md", "Security"],
] as const;

/** GitHub's, by which the files link to each other's headings. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");
}

const markdown = new Marked({
  gfm: true,
  renderer: {
    heading({ tokens, depth, text }) {
      const id = anchorOf(text.replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, "$1"));
      return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    // The kit's own text; should mark-up ever stand in it, it is shown.
    html: ({ text }) => escaped(text),
  },
});

/** A page of the documentation, or a picture in it; undefined: there is none of that path. `/docs/` is the first one. */
export function readHelp(pathname: string): Asset | undefined {
  if (!pathname.startsWith(FOLDER)) return undefined;
  const name = pathname.slice(FOLDER.length) || FIRST;
  // Nothing but these names leads to a file.
  if (!/^(?:[a-z][\w-]*\/)?[a-z][\w-]*\.(?:md|svg)$/.test(name)) return undefined;
  const text = read(name);
  if (text === undefined) return undefined;
  if (name.endsWith(".svg")) return { type: "image/svg+xml", text };
  return { type: "text/html; charset=utf-8", text: page(name, markdown.parse(text, { async: false })) };
}

function read(name: string): string | undefined {
  const kit = new URL("../../", import.meta.url).href.replace(/\/dist\/$/, "/");
  try {
    return readFileSync(new URL(`docs/${name}`, kit), "utf8");
  } catch {
    return undefined;
  }
}

function page(name: string, body: string): string {
  const chapters = CHAPTERS.map(
    ([file, title]) => `<a href="${FOLDER}${file}"${file === name ? ' aria-current="page"' : ""}>${title}</a>`,
  );
  const title = /<h1[^>]*>(.*?)<\/h1>/.exec(body)?.[1]?.replaceAll(/<[^>]*>/g, "") ?? name;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Jitterbug</title>
    <link rel="icon" href="/console/page/mark.svg" />
    <link rel="stylesheet" href="/report/html/page/page.css" />
    <link rel="stylesheet" href="/console/page/help.css" />
  </head>
  <body class="help">
    <nav aria-label="Chapters"><a href="/">← The console</a>
${chapters.join("\n")}</nav>
    <main>${body}</main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
