import type { Browser, Miss, Page } from "../../harness/agent/port.ts";

/** The page after a press that must find what it is for. */
export async function pressed(browser: Browser, what: string): Promise<Page> {
  const page = await browser.press(what);
  if ("missed" in page) throw new Error(`${page.told}: ${page.cure}`);
  return page;
}

/** Why a press finds nothing to do; null where it does something. */
export async function missed(browser: Browser, what: string): Promise<Miss | null> {
  const page = await browser.press(what);
  return "missed" in page ? page : null;
}
