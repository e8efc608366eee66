import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds wrong, each with its element: of the whole page, or of one part of it. */
export async function faultsOf(page: Page, part = "html"): Promise<readonly string[]> {
  // The page's own policy forbids a foreign script, so this one comes by the debugger.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  return await page.evaluate<readonly string[]>(
    `axe.run("${part}").then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`,
  );
}

export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate<boolean>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
}
