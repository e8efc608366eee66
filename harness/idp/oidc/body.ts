import express from "express";
import type { Request } from "express";

/** Reads a form's text ahead of the library, as much of it as that reads. */
export const form = express.text({ type: "application/x-www-form-urlencoded", limit: "56kb" });

/** The body is read anew, as if this had come. */
export function bring(req: Request, body: string): void {
  const bytes = Buffer.from(body);
  req.headers["content-length"] = String(bytes.length);
  Object.defineProperties(req, {
    readable: { value: true },
    iterator: {
      value: async function* () {
        yield await Promise.resolve(bytes);
      },
    },
  });
}
