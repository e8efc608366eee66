import { createPublicKey } from "node:crypto";
import express from "express";
import type { Request, Router } from "express";
import { compactVerify } from "jose";
import type Provider from "oidc-provider";
import { cookieOf } from "../cookies.ts";
import type { HostServices, SigningKey } from "../mount.ts";
import type { Client } from "./clients.ts";
import { originsOf } from "./origins.ts";

/**
 * RP-Initiated Logout 1.0. The request is checked, a session that was kept of this browser ends without a question, and
 * the browser goes back. Registered for going back are all addresses on the origins of the
 * connection's redirect URIs.
 */
export function logoutRoutes(
  clients: () => readonly Client[],
  host: HostServices,
  path: string,
  key: () => Promise<SigningKey>,
  getProvider: () => Promise<Provider>,
): Router {
  const router = express.Router();

  router.all(path, express.urlencoded({ extended: false }), async (req, res) => {
    const asked = params(req.method === "POST" ? req.body : req.query);
    const { id_token_hint, client_id, post_logout_redirect_uri: back, state } = asked;
    const refuse = (explanation: string): void => {
      res.status(400).send(host.login.problem("This sign-out can not be done", explanation, []));
    };
    const specs = clients().map(({ spec }) => spec);
    const asking = specs.filter((spec) => client_id === undefined || client_id === spec.client_id);
    if (asking.length === 0) return refuse("The client_id is not known here.");
    if (id_token_hint !== undefined && !(await isOurs(id_token_hint, await key()))) {
      return refuse("The id_token_hint was not issued here.");
    }
    const known = client_id !== undefined || id_token_hint !== undefined;
    if (back === undefined || !known) {
      await endSession(req, await getProvider());
      res.send(host.login.problem("Signed out", "You have no session at this identity provider any more.", []));
      return;
    }
    const target = URL.parse(back);
    if (target === null || !originsOf(asking.flatMap((spec) => spec.redirect_uris)).has(target.origin)) {
      return refuse("The post_logout_redirect_uri is on no origin of this connection's redirect URIs.");
    }
    await endSession(req, await getProvider());
    if (state !== undefined) target.searchParams.set("state", state);
    res.redirect(303, target.href);
  });
  return router;
}

/** Whose cookie this is has no session here any more; where none is kept, there is none to find. */
async function endSession({ headers }: Request, provider: Provider): Promise<void> {
  const id = cookieOf(headers, provider.cookieName("session"));
  if (id !== undefined) await (await provider.Session.find(id))?.destroy();
}

/** Whether this connection signed it; expired ones count (RP-Initiated Logout 1.0, 4). */
async function isOurs(token: string, key: SigningKey): Promise<boolean> {
  try {
    await compactVerify(token, createPublicKey(key.certificatePem));
    return true;
  } catch {
    return false;
  }
}

function params(source: unknown): { readonly [name: string]: string | undefined } {
  const entries = typeof source === "object" && source !== null ? Object.entries(source) : [];
  return Object.fromEntries(entries.filter(([, value]) => typeof value === "string" && value !== ""));
}
