import { Eta } from "eta";
import type { Response } from "express";
import { resource } from "../config/resource.ts";

/** Eta escapes everything between `<%=` and `%>`; nothing in views/ uses the raw form for data. */
const eta = new Eta({ views: resource("app/views"), cache: true, autoTrim: false });

export function render(
  res: Response,
  view: string,
  data: { readonly title: string; readonly [name: string]: unknown },
): void {
  // What a page shows is one person's: neither a proxy nor the back button after signing out may keep it.
  res.set("cache-control", "no-store");
  res.type("html").send(eta.render(`./${view}`, data));
}
