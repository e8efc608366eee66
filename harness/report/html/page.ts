import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { CheckEntry, ReportDocument } from "../document.ts";
import { visible } from "../text.ts";
import { Packs } from "./packs.ts";

/** Modules for a browser, each after those that it imports: the page has them as one script, since it may load none. */
const SCRIPTS = [
  "dom.js",
  "values.js",
  "later.js",
  "view.js",
  "packed.js",
  "row.js",
  "step.js",
  "check.js",
  "causes.js",
  "run.js",
  "policy.js",
  "main.js",
];

/**
 * One page that needs no other file and asks nobody for anything. What is told stands in it as JSON, and is shown as text
 * alone: no value of an SP or an IdP becomes markup. `checks` is read once, one after another. What the list and its filters
 * do not need of each is packed until it is opened: page/packed.js. All of it is ASCII, whatever is told: a browser takes three
 * times as long to decode any other megabyte.
 */
export function* pageText(document: ReportDocument, checks: Iterable<CheckEntry>): Generator<string> {
  const style = asset("page.css");
  const script = asciiOf(`(() => {\n"use strict";\n${SCRIPTS.map(part).join("\n")}\n})();\n`);
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  yield [
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(document.target ?? "run")} &#183; Jitterbug</title>`,
    `<style>${style}</style>`,
    "<body>",
    '<main id="page"><noscript><p>This report is shown by its own script; the JSON report holds the same.</p></noscript></main>',
    '<script type="application/json" id="run">',
  ].join("\n");
  yield json({ ...document, checks: [] });
  yield '</script>\n<script type="application/json" id="checks">[';
  const packs = new Packs();
  let first = true;
  for (const check of checks) {
    const [listed, more] = parted(check);
    yield `${first ? "" : ","}\n${json({ ...listed, packed: packs.add(json(more)) })}`;
    first = false;
  }
  // Last: the page is shown before a browser has read what nobody has opened yet.
  yield `\n]</script>\n<script>${script}</script>\n<script type="application/json" id="packs">`;
  yield json(packs.texts());
  yield "</script>\n";
}

/** What a check's line in the list is made of, found and sorted by, and where it went wrong its cause; and all else of it. */
function parted(check: CheckEntry) {
  const { id, name, title, protocol, pack, verdict, reason, harm, known, follows_from, cause, fix, ...more } = check;
  const wrong = verdict === "passed" ? {} : { harm, cause, fix };
  const listed = { id, name, title, protocol, pack, verdict, reason, known, follows_from, ...wrong };
  return [listed, verdict === "passed" ? { harm, cause, fix, ...more } : more] as const;
}

/** Beside the sources, wherever the compiled code runs. */
function asset(name: string): string {
  const folder = new URL("page/", import.meta.url).href.replace(/\/dist\/(?=harness\/report\/html\/page\/$)/, "/");
  return readFileSync(new URL(name, folder), "utf8");
}

function part(name: string): string {
  return asset(name)
    .replace(/^import [^;]*;\n/gm, "")
    .replace(/^export /gm, "");
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Nothing in it ends the element that it stands in, and no control character stands in it. */
function json(value: unknown): string {
  return asciiOf(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

/** JSON or a script, of which only texts hold other characters. */
function asciiOf(code: string): string {
  return code.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']|[^\n -~]/gu, (mark) => `&#${mark.codePointAt(0)};`);
}
