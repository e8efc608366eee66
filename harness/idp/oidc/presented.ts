import express from "express";
import type { Router } from "express";
import type { SigningKey } from "../mount.ts";
import { idOf } from "./access-token.ts";
import { bring, form } from "./body.ts";
import type { Client } from "./clients.ts";

/** Where the library has introspection and revocation. */
const PATHS = ["/token/introspection", "/token/revocation"];

/**
 * An access token that can be read is introspected and revoked as any other (RFC 7662, RFC 7009). The library refuses
 * whatever looks like a JWT there, so it is given the name under which it keeps the token.
 */
export function presentedTokens(clients: () => readonly Client[], key: () => Promise<SigningKey>): Router {
  const router = express.Router();
  router.post(PATHS, (req, res, next) => {
    if (clients().some(({ spec }) => spec.access_token !== undefined)) form(req, res, next);
    else next();
  });
  router.post(PATHS, async (req, _res, next) => {
    const body: unknown = req.body;
    if (typeof body === "string") {
      const fields = new URLSearchParams(body);
      const id = await idOf(fields.get("token") ?? "", await key());
      if (id !== undefined) fields.set("token", id);
      bring(req, fields.toString());
    }
    next();
  });
  return router;
}
