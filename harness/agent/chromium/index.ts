import type { BrowserContext } from "playwright-core";
import { defined } from "../../defined.ts";
import { createRecorder } from "../http/exchanges.ts";
import { reachOf } from "../http/hosts.ts";
import { limitsOf } from "../http/limits.ts";
import type { Agent, AgentOptions, Browser } from "../port.ts";
import { createBrowser, type Screenshot } from "./browser.ts";
import { launch, type LaunchOptions } from "./launch.ts";

export type { Screenshot } from "./browser.ts";
export { findChromium } from "./launch.ts";
export type { BrowserContext } from "playwright-core";

export interface ChromiumOptions extends AgentOptions, Pick<LaunchOptions, "environment" | "executable" | "headed"> {
  /** Told of what each browser showed last, before it is closed. */
  readonly onScreenshot?: (screenshot: Screenshot) => void;
}

/**
 * The user agent that runs scripts: one Chromium process, and for each browser a context with cookies of its own.
 * Chromium keeps its own rules, so `laxPostMs`, `maxHeaderBytes` and `maxCookies` do not apply.
 * Throws ERR_MISSING_PACKAGE where playwright-core or a browser is missing.
 */
export async function createChromiumAgent(options: ChromiumOptions): Promise<Agent> {
  const limits = limitsOf(options);
  const recorder = createRecorder(options);
  const reach = reachOf(options);
  const { onScreenshot } = options;
  const chromium = await launch({ ...options, reach });
  const headless = await chromium.newBrowserCDPSession();
  const { userAgent } = await headless.send("Browser.getVersion");
  await headless.detach();
  // Some gateways turn away a browser that says that it has no window.
  const context = { userAgent: userAgent.replace("HeadlessChrome", "Chrome"), serviceWorkers: "block" } as const;
  const browsers = new Set<Browser>();
  const closed = (browser: Browser): void => void browsers.delete(browser);
  return {
    browser(name) {
      const browser = createBrowser({
        name,
        limits,
        reach,
        recorder,
        openContext: () => chromium.newContext({ ...context, locale: "en-US" }),
        closed,
        ...defined({ onScreenshot }),
      });
      browsers.add(browser);
      return browser;
    },
    async close() {
      await Promise.all([...browsers].map((browser) => browser.close()));
      await chromium.close();
    },
  };
}

/** The same in a browser that somebody else started, and in a context of theirs: what is opened there is closed again. */
export function createGuestAgent(theirs: BrowserContext, options: AgentOptions): Agent {
  const parts = { limits: limitsOf(options), reach: reachOf(options), recorder: createRecorder(options) };
  const browsers = new Set<Browser>();
  return {
    browser(name) {
      const openContext = () => Promise.resolve(theirs);
      const closed = (one: Browser): void => void browsers.delete(one);
      const browser = createBrowser({ ...parts, name, openContext, closed, guest: true });
      browsers.add(browser);
      return browser;
    },
    async close() {
      await Promise.all([...browsers].map((browser) => browser.close()));
    },
  };
}
