import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";

export interface Asset {
  readonly type: string;
  readonly text: string;
}

const TYPES: { readonly [ending: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The folders whose files the page may load: its own, and the report's, whose parts it shows. */
const FOLDERS = ["console/page/", "report/html/page/"];

/**
 * Path -> file, as they stand beside the sources; they import each other by the same paths there. Nothing else is served.
 * `front` is the page at `/`.
 */
export function readAssets(front: string): ReadonlyMap<string, Asset> {
  const harness = new URL("../", import.meta.url).href.replace(/\/dist\/(?=harness\/$)/, "/");
  const files = new Map<string, Asset>();
  for (const folder of FOLDERS) {
    const base = new URL(folder, harness);
    for (const name of readdirSync(base)) {
      const type = TYPES[extname(name)];
      if (type === undefined) continue;
      files.set(`/${folder}${name}`, { type, text: readFileSync(new URL(name, base), "utf8") });
    }
  }
  const page = files.get(`/console/page/${front}`);
  if (page === undefined) throw new Error("the console's page is missing");
  return files.set("/", page);
}
