// Starts the reference SP from a checkout (its sources as they stand) or from the published package (dist).
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const source = new URL("main.ts", import.meta.url);
const checkout = existsSync(source) && !source.pathname.includes("/node_modules/");

// Compiled code and stripped types are kept beside the dependencies: a start costs half. Without leave to write, none are.
const modules = new URL(checkout ? "../node_modules/" : "../../", import.meta.url);
enableCompileCache(fileURLToPath(new URL(".cache/jitterbug", modules)));

await import(checkout ? source.href : new URL("../dist/sp-reference/main.js", import.meta.url).href);
