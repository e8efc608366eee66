import { readdirSync, readFileSync } from "node:fs";
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

/**
 * A page of the documentation, or a picture in it; undefined: there is none of that path. `/docs/` is the first one, and
 * `/docs/search` what is found of the `words`.
 */
export function readHelp(pathname: string, words = ""): Asset | undefined {
  if (!pathname.startsWith(FOLDER)) return undefined;
  if (pathname === `${FOLDER}search`)
    return { type: "text/html; charset=utf-8", text: page("search", foundOf(words), words) };
  const name = pathname.slice(FOLDER.length) || FIRST;
  // Nothing but these names leads to a file.
  if (!/^(?:[a-z][\w-]*\/)?[a-z][\w-]*\.(?:md|svg)$/.test(name)) return undefined;
  const text = read(name);
  if (text === undefined) return undefined;
  if (name.endsWith(".svg")) return { type: "image/svg+xml", text };
  return { type: "text/html; charset=utf-8", text: page(name, markdown.parse(text, { async: false })) };
}

/** Of the kit: with `docs/` in it. */
const KIT = new URL("../../", import.meta.url).href.replace(/\/dist\/$/, "/");
/** Folders whose pages are searched. */
const SEARCHED = ["", "guides/", "reference/"];
/** More are not read by anybody. */
const MOST_FOUND = 40;
/** Characters around what was found. */
const AROUND = 160;

/** Each part of a page that has all the words in it, those first that have them in their heading. */
function foundOf(words: string): string {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => wanted.every((word) => text.toLowerCase().includes(word));
  const parts = wanted.length === 0 ? [] : SEARCHED.flatMap(partsIn).filter(({ text }) => has(text));
  const sorted = [...parts.filter(({ heading }) => has(heading)), ...parts.filter(({ heading }) => !has(heading))];
  const [first = ""] = wanted;
  const items = sorted.slice(0, MOST_FOUND).map(({ name, heading, text }) => {
    const at = Math.max(0, text.toLowerCase().indexOf(first) - AROUND / 2);
    const around = text.slice(at, at + AROUND).replaceAll(/\s+/g, " ");
    const title = heading.replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, "$1");
    return `<li><a href="${FOLDER}${name}#${anchorOf(title)}">${escaped(title)}</a> (${name})<br>…${escaped(around)}…</li>`;
  });
  const more = sorted.length - items.length;
  const said = wanted.length === 0 ? "Type words above." : `${sorted.length} parts of the help have them.`;
  return `<h1 id="search">Search</h1><p>${said}${more > 0 ? ` The first ${items.length}:` : ""}</p><ul>${items.join("\n")}</ul>`;
}

/** A page's parts: each begins with its heading. */
function partsIn(folder: string): { readonly name: string; readonly heading: string; readonly text: string }[] {
  const names = readdirSync(new URL(`docs/${folder}`, KIT)).filter((name) => name.endsWith(".md"));
  return names.flatMap((file) => {
    const name = `${folder}${file}`;
    return (read(name) ?? "").split(/^(?=#{1,4} )/m).flatMap((text) => {
      const heading = /^#+ (.*)$/m.exec(text)?.[1];
      return heading === undefined || !text.startsWith("#") ? [] : [{ name, heading, text }];
    });
  });
}

function read(name: string): string | undefined {
  try {
    return readFileSync(new URL(`docs/${name}`, KIT), "utf8");
  } catch {
    return undefined;
  }
}

function page(name: string, body: string, words = ""): string {
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
<form action="${FOLDER}search" role="search"><input type="search" name="q" aria-label="Search the help" placeholder="search" value="${escaped(words)}" /></form>
${chapters.join("\n")}</nav>
    <main>${body}</main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
