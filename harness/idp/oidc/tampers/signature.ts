import { createHmac, createPublicKey } from "node:crypto";
import { certificateBody } from "../../pem.ts";
import { decoded, encoded, signatureOf } from "../sign.ts";
import type { Doings } from "./tamper.ts";

export const signature: Doings<"signature"> = {
  // RFC 7519 4: refused, or the last one counts.
  "subject-told-twice": async ({ header, payload }, { signAgain }) => {
    const claims = decoded(payload);
    const first = JSON.stringify({ sub: `${String(claims["sub"])}-forged` });
    const { sub, ...rest } = claims;
    const told = `${first.slice(0, -1)},${JSON.stringify({ ...rest, sub }).slice(1)}`;
    const parts = { header, payload: Buffer.from(told).toString("base64url") };
    return { ...parts, signature: await signAgain(parts) };
  },
  "foreign-key": async (token, { signAsStranger }) => ({ ...token, signature: await signAsStranger(token) }),
  "neighbour-key": async ({ header, payload }, { keys, parameters, alg }) => {
    const key = await keys.of(String(parameters["of"]));
    const parts = { header: encoded({ ...decoded(header), kid: key.kid }), payload };
    return { ...parts, signature: await signatureOf(parts, key, alg) };
  },
  "unknown-kid": async ({ header, payload }, { signAsStranger, parameters }) => {
    const parts = { header: encoded({ ...decoded(header), kid: parameters["kid"] }), payload };
    return { ...parts, signature: await signAsStranger(parts) };
  },
  "embedded-key": async ({ header, payload }, { signAsStranger, keys }) => {
    const { kid: _kid, ...rest } = decoded(header);
    const { kty, n, e, crv, x, y } = (await keys.stranger()).publicJwk;
    const parts = { header: encoded({ ...rest, jwk: { kty, n, e, crv, x, y } }), payload };
    return { ...parts, signature: await signAsStranger(parts) };
  },
  "embedded-certificate": async ({ header, payload }, { signAsStranger, keys }) => {
    const { kid: _kid, ...rest } = decoded(header);
    const { certificatePem } = await keys.stranger();
    const parts = { header: encoded({ ...rest, x5c: [certificateBody(certificatePem)] }), payload };
    return { ...parts, signature: await signAsStranger(parts) };
  },
  "addressed-key": async ({ header, payload }, { signAsStranger, keys, elsewhere }) => {
    const { kid } = await keys.stranger();
    const parts = { header: encoded({ ...decoded(header), kid, jku: elsewhere("keys.json") }), payload };
    return { ...parts, signature: await signAsStranger(parts) };
  },
  "addressed-certificate": async ({ header, payload }, { signAsStranger, elsewhere }) => {
    const { kid: _kid, ...rest } = decoded(header);
    const parts = { header: encoded({ ...rest, x5u: elsewhere("certificate.pem") }), payload };
    return { ...parts, signature: await signAsStranger(parts) };
  },
  "confused-algorithm": async ({ header, payload }, { keys }) => {
    const { privateKeyPem } = await keys.issuer();
    const secret = createPublicKey(privateKeyPem).export({ type: "spki", format: "pem" });
    const parts = { header: encoded({ ...decoded(header), alg: "HS256" }), payload };
    const mac = createHmac("sha256", secret).update(`${parts.header}.${payload}`);
    return { ...parts, signature: mac.digest("base64url") };
  },
  "alg-none": ({ header, payload }) => ({
    header: encoded({ ...decoded(header), alg: "none" }),
    payload,
    signature: "",
  }),
  "altered-after-signing": (token) => {
    const claims = decoded(token.payload);
    return { ...token, payload: encoded({ ...claims, sub: `${String(claims["sub"])}-forged` }) };
  },
};
