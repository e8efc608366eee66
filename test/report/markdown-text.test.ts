import { marked } from "marked";
import { parseFragment } from "parse5";
import { expect, it } from "vitest";
import { escapeMarkdown } from "../../harness/report/markdown-text.ts";

it.each([
  "http://localhost:5000/a?b=c#d",
  "ada@acme.test, #12 and &#64;",
  "*not* _at_ `all` ![x](y) <b>bold</b> | cell ~~gone~~ $x$",
  "www.acme.test and @team",
])("%s is read as it was written, and is no link", async (text) => {
  const html = await marked.parse(escapeMarkdown(text));
  expect(html).not.toMatch(/<a |<em|<strong|<code|<b>|<img|<del/);
  expect(textOf(parseFragment(html)).trim()).toBe(text);
});

function textOf(node: object): string {
  if ("value" in node && typeof node.value === "string") return node.value;
  const children = "childNodes" in node ? (node.childNodes as readonly object[]) : [];
  return children.map(textOf).join("");
}
