// Starts the reference SP from a checkout (its sources as they stand) or from the published package (dist).
import { existsSync } from "node:fs";

const source = new URL("main.ts", import.meta.url);
const checkout = existsSync(source) && !source.pathname.includes("/node_modules/");
await import(checkout ? source.href : new URL("../dist/sp-reference/main.js", import.meta.url).href);
