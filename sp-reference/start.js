// Starts the reference SP from a checkout (its sources as they stand) or from the published package (dist).
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Compiled code and stripped types are kept beside the dependencies: a start costs half. Without leave to write, none are.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/jitterbug", import.meta.url)));

const source = new URL("main.ts", import.meta.url);
const checkout = existsSync(source) && !source.pathname.includes("/node_modules/");
await import(checkout ? source.href : new URL("../dist/sp-reference/main.js", import.meta.url).href);
