// Starts the reference SP from a checkout (its sources as they stand) or from the published package (dist). It is found
// by name, so that a Node that is too old to have it can still say so.
import { existsSync } from "node:fs";
import * as module from "node:module";
import { fileURLToPath } from "node:url";

if (module.enableCompileCache === undefined) {
  process.stderr.write(
    `the reference SP needs Node.js 22.22 or newer, and this is ${process.versions.node}: start it by \`npm run sp\`, or jitterbug by npx.\n`,
  );
  process.exit(2);
}

const source = new URL("main.ts", import.meta.url);
const checkout = existsSync(source) && !source.pathname.includes("/node_modules/");

// Compiled code and stripped types are kept beside the dependencies: a start costs half. Without leave to write, none are.
const modules = new URL(checkout ? "../node_modules/" : "../../", import.meta.url);
module.enableCompileCache(fileURLToPath(new URL(".cache/jitterbug", modules)));

await import(checkout ? source.href : new URL("../dist/sp-reference/main.js", import.meta.url).href);
