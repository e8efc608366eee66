import { existsSync } from "node:fs";
import { isIPv6 } from "node:net";
import type * as Playwright from "playwright-core";
import { JitterbugError, messageOf } from "../../errors.ts";
import { loadPeer } from "../../peers.ts";
import type { Reach } from "../../reach.ts";
import { surroundings } from "./surroundings.ts";
import { trust, type TrustOptions } from "./trust.ts";

/** Where Chromium and its relatives are installed on Linux and macOS. */
const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Nothing that calls out by itself, asks questions, or differs between machines. */
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A proxy would ask for names of other machines, whatever is known here.
  "--no-proxy-server",
  // An error page that loads again by itself would sign somebody in again.
  "--disable-auto-reload",
];

export interface LaunchOptions extends Pick<TrustOptions, "ca" | "origins"> {
  /** Path of the browser; left out: the first of the usual places that exists. */
  readonly executable?: string;
  /** With a window; else headless. */
  readonly headed?: boolean;
  readonly reach: Reach;
  /** The kit's own; the browser gets what it needs of it. */
  readonly environment: { readonly [name: string]: string | undefined };
}

/** The browser's path, or null where none is found. */
export function findChromium(executable?: string): string | null {
  if (executable !== undefined) return existsSync(executable) ? executable : null;
  return USUAL_PLACES.find((place) => existsSync(place)) ?? null;
}

/**
 * Starts one browser process on a fresh profile. It is driven over a pipe, so it ends when this process does, however
 * that ends. Throws ERR_MISSING_PACKAGE where playwright-core or a browser is missing.
 */
export async function launch(options: LaunchOptions): Promise<Playwright.Browser> {
  const path = findChromium(options.executable);
  if (path === null) {
    throw new JitterbugError(
      "ERR_MISSING_PACKAGE",
      `no browser at ${options.executable ?? "any of the usual places"}`,
      {
        hint: "install Chromium (Debian: apt-get install chromium), or set JITTERBUG_CHROMIUM to its path",
      },
    );
  }
  const { chromium } = await playwright();
  try {
    return await chromium.launch({
      executablePath: path,
      headless: options.headed !== true,
      env: surroundings(options.environment),
      args: [
        ...FLAGS,
        resolverRules(options.reach),
        ...noFence(options.reach),
        ...(await trust({ ...options, ...options.reach })),
      ],
      // The run tears down what it started; a second handler would only race it.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    throw new JitterbugError("ERR_MISSING_PACKAGE", `${path} does not start`, {
      hint: options.headed === true ? "--headed needs a display" : "run it by hand to see what it lacks",
      output: messageOf(error),
      cause: error,
    });
  }
}

function playwright(): Promise<typeof Playwright> {
  return loadPeer("playwright-core", "the chromium agent", () => import("playwright-core"));
}

/** The wall behind every request that is not seen here (WebSockets, workers): no other machine has an address. */
function resolverRules({ allowRemote, resolve }: Reach): string {
  const known = [...resolve].map(([name, address]) => `MAP ${name} ${bracketed(address)}`);
  // An exclusion would outrank the addresses above: such a host is mapped to itself.
  const allowed = allowRemote.map((host) => `MAP ${host} ${host}`);
  const own = ["localhost", "*.localhost", "127.*", "[::1]", "::1"].map((host) => `EXCLUDE ${host}`);
  return `--host-resolver-rules=${[...known, ...allowed, "MAP * ~NOTFOUND", ...own].join(", ")}`;
}

/**
 * Chromium keeps pages of public names from asking this machine (Local Network Access). Here such names are resolved to
 * this machine to stand for public ones, so the addresses count as public, all of them.
 */
function noFence({ resolve }: Reach): string[] {
  if (resolve.size === 0) return [];
  const addresses = new Set(["127.0.0.1", "::1", ...resolve.values()]);
  return [`--ip-address-space-overrides=${[...addresses].map((one) => `${bracketed(one)}:0=public`).join(",")}`];
}

function bracketed(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}
