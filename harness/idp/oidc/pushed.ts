import express from "express";
import type { Router } from "express";
import { bring, form } from "./body.ts";
import type { OidcShape } from "../profiles/index.ts";
import { promptFor } from "./offline.ts";

/** Where the library takes pushed authorization requests. */
const PATH = "/request";

/** RFC 9126: what is asked by the back channel is asked as by the browser, offline_access too. */
export function pushedRequests(shape: Pick<OidcShape, "prompt">): Router {
  const router = express.Router();
  router.post(PATH, form, (req, _res, next) => {
    const body: unknown = req.body;
    if (typeof body === "string") {
      const fields = new URLSearchParams(body);
      const prompt = promptFor(fields.get("scope"), fields.get("prompt") ?? undefined, shape);
      if (typeof prompt === "string") fields.set("prompt", prompt);
      else fields.delete("prompt");
      bring(req, fields.toString());
    }
    next();
  });
  return router;
}
