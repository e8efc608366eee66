import express from "express";
import type { HostServices } from "../mount.ts";
import type { Algorithm } from "./sign.ts";

const KEYS = "/stranger/keys";
const CERTIFICATE = "/stranger/certificate";

/** Addresses of a key that the issuer never published, for tokens that tell where theirs is (RFC 7515 4.1.2, 4.1.5). */
export interface StrangersPlace {
  /** A JWK Set. */
  readonly keys: string;
  /** A certificate, PEM. */
  readonly certificate: string;
}

/**
 * Of another origin than the issuer's, where this machine has another name: who takes keys from the issuer's own origin
 * alone (RFC 8725 3.10 lets an SP allow some addresses) does not take these.
 * @param base the connection's own address, as `HostServices` has it
 */
export function strangersPlace(base: string): StrangersPlace {
  const place = new URL(base);
  place.hostname = OTHER_NAMES[place.hostname] ?? place.hostname;
  return { keys: place.href + KEYS, certificate: place.href + CERTIFICATE };
}

const OTHER_NAMES: { readonly [name: string]: string } = { localhost: "127.0.0.1", "127.0.0.1": "localhost" };

/** What stands at these addresses. Nothing that the issuer says of itself leads there. */
export function strangersKeys({ keys }: HostServices, alg: Algorithm): express.Router {
  const router = express.Router();
  router.get(KEYS, async (_req, res) => {
    const { publicJwk, kid } = await keys.signingKey("stranger", alg);
    res.type("application/jwk-set+json").json({ keys: [{ ...publicJwk, kid, alg, use: "sig" }] });
  });
  router.get(CERTIFICATE, async (_req, res) => {
    res.type("application/x-pem-file").send((await keys.signingKey("stranger", alg)).certificatePem);
  });
  return router;
}
