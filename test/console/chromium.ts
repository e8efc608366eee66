import { existsSync } from "node:fs";

export const CHROMIUM = "/usr/bin/chromium";
/** As root in a closed network: no sandbox, and nothing that calls out. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];
export const here = existsSync(CHROMIUM) || process.env["CI"] !== undefined;
