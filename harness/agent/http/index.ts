import type { Agent, AgentOptions, Browser } from "../port.ts";
import { createBrowser } from "./browser.ts";
import { createRecorder } from "./exchanges.ts";
import { reachOf } from "./hosts.ts";
import { limitsOf } from "./limits.ts";
import { createWire } from "./wire.ts";

/**
 * The user agent without a window: navigates as Chromium does (headers, cookies with SameSite, redirects, refreshes,
 * self-submitting forms) and runs no script. Connections are shared among its browsers, cookies are not.
 */
export function createHttpAgent(options: AgentOptions): Agent {
  const limits = limitsOf(options);
  const reach = reachOf(options);
  const wire = createWire(limits, reach, options.ca);
  const recorder = createRecorder(options);
  const browsers = new Set<Browser>();
  const closed = (browser: Browser): void => void browsers.delete(browser);
  return {
    browser(name) {
      const browser = createBrowser({ name, limits, reach, wire, recorder, closed });
      browsers.add(browser);
      return browser;
    },
    async close() {
      for (const browser of browsers) await browser.close();
      browsers.clear();
      wire.close();
    },
  };
}
