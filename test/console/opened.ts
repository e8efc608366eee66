import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** The console's page; `told` gets its errors, its dialogs, and what it asks of others. */
export async function openPage(browser: Browser, url: string, told: string[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  page.on("console", (message) => told.push(message.text()));
  page.on("pageerror", (error) => told.push(error.message));
  page.on("dialog", (dialog) => {
    told.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) told.push(request.url());
  });
  await page.goto(url);
  await page.locator(".story").first().waitFor();
  return page;
}

/** Does it, and waits for the sign-in that comes of it: the newest. */
export async function signInOn(page: Page, doing: () => Promise<void>): Promise<Locator> {
  const ids = (): Promise<string[]> => page.locator(".entry").evaluateAll((all) => all.map(({ id }) => id));
  const before = new Set(await ids());
  await doing();
  let fresh: string | undefined;
  await expect.poll(async () => (fresh = (await ids()).find((id) => !before.has(id)))).toBeDefined();
  return page.locator(`#${fresh ?? ""}`);
}

/** What the page says while something is done, and what goes over the wire: both are gone when it is over. */
export async function passing(page: Page): Promise<readonly string[]> {
  const seen: string[] = [];
  await page.exposeFunction("seenInPassing", (text: string) => void seen.push(text));
  await page.evaluate(`for (const [place, inner] of [["#live", "#hops"], ["#doing", "#doing"]])
    new MutationObserver(() => seenInPassing(document.querySelector(inner)?.innerText ?? ""))
      .observe(document.querySelector(place), { childList: true, subtree: true, attributes: true })`);
  return seen;
}
