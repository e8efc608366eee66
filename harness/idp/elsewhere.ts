import express from "express";
import { ELSEWHERE } from "../observe/elsewhere.ts";
import type { HostServices, SigningKey } from "./mount.ts";
import { certificateBody } from "./pem.ts";

/** What can be had at the addresses that corrupted messages name. */
const THINGS = [
  "keys.json",
  "certificate.pem",
  "certificate.der",
  "entity.ent",
  "more.dtd",
  "more.xml",
  "more.xsl",
] as const;
type Thing = (typeof THINGS)[number];

/** Addresses of one person's message. Nothing that an IdP says of itself leads there: who asks was told by the message. */
export type Elsewhere = (thing: Thing) => string;

/**
 * Of another origin than the issuer's, where this machine has another name: who takes keys from the issuer's own origin
 * alone (RFC 8725 3.10 lets an SP allow some addresses) does not take these.
 * @param base the connection's own address, as `HostServices` has it
 * @param person the key, by which it is known whose message led there
 */
export function elsewhereOf({ base }: Pick<HostServices, "base">, person: string): Elsewhere {
  const place = new URL(base);
  place.hostname = OTHER_NAMES[place.hostname] ?? place.hostname;
  return (thing) => `${place.href}${ELSEWHERE}${encodeURIComponent(person)}/${thing}`;
}

const OTHER_NAMES: { readonly [name: string]: string } = { localhost: "127.0.0.1", "127.0.0.1": "localhost" };

/** What stands there: a key that the IdP never published, as RFC 7515 4.1.2 and 4.1.5 and XML Signature 4.5.3 have it, or next to nothing. */
export function elsewhere(stranger: () => Promise<SigningKey>, alg: string): express.Router {
  const router = express.Router();
  const texts: Record<Exclude<Thing, `${"keys" | "certificate"}.${string}`>, readonly [type: string, text: string]> = {
    "entity.ent": ["text/plain", ""],
    "more.dtd": ["application/xml-dtd", ""],
    "more.xml": ["application/xml", "<more/>"],
    "more.xsl": [
      "application/xslt+xml",
      '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>',
    ],
  };
  router.get(`${ELSEWHERE}:person/keys.json`, async (_req, res) => {
    const { publicJwk, kid } = await stranger();
    res.type("application/jwk-set+json").json({ keys: [{ ...publicJwk, kid, alg, use: "sig" }] });
  });
  router.get(`${ELSEWHERE}:person/certificate.pem`, async (_req, res) => {
    res.type("application/x-pem-file").send((await stranger()).certificatePem);
  });
  router.get(`${ELSEWHERE}:person/certificate.der`, async (_req, res) => {
    const { certificatePem } = await stranger();
    res.type("application/pkix-cert").send(Buffer.from(certificateBody(certificatePem), "base64"));
  });
  for (const [name, [type, text]] of Object.entries(texts))
    router.get(`${ELSEWHERE}:person/${name}`, (_req, res) => void res.type(type).send(text));
  return router;
}
