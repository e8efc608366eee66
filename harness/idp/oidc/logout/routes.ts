import { createPublicKey } from "node:crypto";
import express from "express";
import type { Request, Router } from "express";
import { compactVerify, decodeJwt } from "jose";
import { cookieOf } from "../../cookies.ts";
import type { SigningKey } from "../../mount.ts";
import { originsOf } from "../origins.ts";
import type { LogoutPlace, Logouts } from "./logouts.ts";
import type { SpSession } from "./sessions.ts";

/** Below the connection's own address: a sign-out that begins here, and what of one is left for a browser. */
export const SIGN_OUT = "/sign-out";
export const SIGNED_OUT = "/signed-out";

/**
 * RP-Initiated Logout 1.0. The request is checked, a session that was kept of this browser ends without a question, the
 * other clients are told, and the browser goes back. Registered for going back are all addresses on the origins of the
 * connection's redirect URIs.
 */
export function logoutRoutes(
  place: LogoutPlace,
  logouts: Logouts,
  path: string,
  key: () => Promise<SigningKey>,
): Router {
  const { host, specs } = place;
  const router = express.Router();

  router.all(path, express.urlencoded({ extended: false }), async (req, res) => {
    const asked = params(req.method === "POST" ? req.body : req.query);
    const { id_token_hint: hint, client_id, post_logout_redirect_uri: back, state } = asked;
    const refuse = (explanation: string): void => {
      res.status(400).send(host.login.problem("This sign-out can not be done", explanation, []));
    };
    const asking = specs().filter((spec) => client_id === undefined || client_id === spec.client_id);
    if (asking.length === 0) return refuse("The client_id is not known here.");
    if (hint !== undefined && !(await isOurs(hint, await key()))) {
      return refuse("The id_token_hint was not issued here.");
    }
    const known = client_id !== undefined || hint !== undefined;
    const target = back === undefined || !known ? undefined : URL.parse(back);
    const origins = originsOf(asking.flatMap((spec) => spec.redirect_uris));
    if (target === null || (target !== undefined && !origins.has(target.origin))) {
      return refuse("The post_logout_redirect_uri is on no origin of this connection's redirect URIs.");
    }
    const asker = client_id ?? audienceOf(hint);
    const out = await logouts.end(await endedBy(req, place, asker, hint), asker);
    if (target !== undefined && state !== undefined) target.searchParams.set("state", state);
    if (target === undefined || out.frames.length > 0) return logouts.show(res, out, target?.href);
    res.redirect(303, target.href);
  });

  router.get(SIGN_OUT, async (req, res) => {
    const { person } = req.query;
    logouts.show(res, await logouts.end(typeof person === "string" ? place.sessions.of(person) : []));
  });
  router.get(`${SIGNED_OUT}/:id`, (req, res, next) => {
    const out = logouts.take(req.params.id);
    if (out === undefined) next();
    else logouts.show(res, out);
  });
  return router;
}

/** What the request ends: the session of this browser where one is kept, else all of whom the hint names. */
async function endedBy(
  { headers }: Request,
  { getProvider, sessions }: LogoutPlace,
  asker: string | undefined,
  hint: string | undefined,
): Promise<readonly SpSession[]> {
  const provider = await getProvider();
  const id = cookieOf(headers, provider.cookieName("session"));
  const kept = id === undefined ? undefined : await provider.Session.find(id);
  await kept?.destroy();
  if (kept?.accountId !== undefined) {
    const sids = Object.values(kept.authorizations ?? {}).map(({ sid }) => sid);
    return sessions.of(kept.accountId).filter(({ sid }) => sid === undefined || sids.includes(sid));
  }
  if (hint === undefined || asker === undefined) return [];
  const named = sessions.named(asker, decodeJwt(hint));
  return named === undefined ? [] : sessions.of(named.key);
}

function audienceOf(hint: string | undefined): string | undefined {
  if (hint === undefined) return undefined;
  const { azp, aud } = decodeJwt(hint);
  return typeof azp === "string" ? azp : [aud].flat()[0];
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
