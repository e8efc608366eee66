import { createHash } from "node:crypto";
import { Html, markup } from "./html.ts";
import { STYLE } from "./style.ts";

/** Submits the page's only form, as the binding pages of real IdPs do. */
export const AUTO_SUBMIT = "document.forms[0].submit()";

/**
 * For every answer of the IdPs. There is no form-action: it would also forbid the redirect to the SP that follows a
 * form, in some browsers. Frames are forbidden, so that no page can lure a click onto a person's card.
 */
export const SECURITY_HEADERS: { readonly [name: string]: string } = {
  "content-security-policy": [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(AUTO_SUBMIT)}'`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  // Not no-referrer: a browser would then post to the SP with `Origin: null`, which real IdPs do not cause.
  "referrer-policy": "strict-origin",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

export interface PageParts {
  readonly title: string;
  /** The connection's name, where the page belongs to one. */
  readonly connection?: string;
  readonly wide?: boolean;
  readonly body: Html;
}

/** A whole page. */
export function layout(page: PageParts): string {
  const width = page.wide === true ? "wide" : "";
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header class="${width}"><a href="/">Jitterbug mock identity provider</a><span>${page.connection}</span></header>
<main class="${width}">
${page.body}
</main>
</body>
</html>
`.text;
}

/** Names and values, as an SP's administrator copies them. */
export function definitions(entries: readonly { readonly name: string; readonly value: string }[]): Html {
  const shown = (value: string): Html =>
    value.includes("\n") ? markup`<pre class="copy">${value}</pre>` : markup`<code class="copy">${value}</code>`;
  return markup`<dl>${entries.map(({ name, value }) => markup`<dt>${name}</dt><dd>${shown(value)}</dd>`)}</dl>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
