import type { Request } from "express";

/** A field of a posted form; empty where it is missing or no text. */
export function formText(req: Request, name: string): string {
  const value = (req.body as { readonly [field: string]: unknown } | undefined)?.[name];
  return typeof value === "string" ? value : "";
}
