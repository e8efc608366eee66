import { fileURLToPath } from "node:url";

/** A file of this folder that is no code: beside the sources, wherever the compiled code runs. */
export function resource(path: string): string {
  const root = new URL("../", import.meta.url).href.replace(/\/dist\/sp-reference\/$/, "/sp-reference/");
  return fileURLToPath(new URL(path, root));
}
