import { parseArgs } from "node:util";
import { listAsJson, listAsText } from "./defects/list.ts";

/**
 * `node sp-reference/main.ts [--list-defects [--json]]`; everything else comes from the environment
 * (config/environment.ts). What the SP is built on is loaded only where it serves.
 */
const { values } = parseArgs({
  options: { "list-defects": { type: "boolean", default: false }, json: { type: "boolean", default: false } },
});
if (values["list-defects"]) process.stdout.write(`${values.json ? listAsJson() : listAsText()}\n`);
else (await import("./serve.ts")).serve();
