import { fileURLToPath } from "node:url";
import { Eta } from "eta";
import type { Response } from "express";

/** Eta escapes everything between `<%=` and `%>`; nothing in views/ uses the raw form for data. */
const eta = new Eta({ views: fileURLToPath(new URL("views", import.meta.url)), cache: true, autoTrim: false });

export function render(
  res: Response,
  view: string,
  data: { readonly title: string; readonly [name: string]: unknown },
): void {
  // What a page shows is one person's: neither a proxy nor the back button after signing out may keep it.
  res.set("cache-control", "no-store");
  res.type("html").send(eta.render(`./${view}`, data));
}
