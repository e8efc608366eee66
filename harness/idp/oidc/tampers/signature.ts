import { constants, createHmac, createPublicKey, randomUUID, sign } from "node:crypto";
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
  // Likewise; the last is of somebody else, so that either refuses.
  "audience-told-twice": async ({ header, payload }, { signAgain }) => {
    const { aud, ...rest } = decoded(payload);
    const last = JSON.stringify({ aud: "another-client" });
    const told = `${JSON.stringify({ aud, ...rest }).slice(0, -1)},${last.slice(1)}`;
    const parts = { header, payload: Buffer.from(told).toString("base64url") };
    return { ...parts, signature: await signAgain(parts) };
  },
  // RFC 9068 2.2: for an API, and with no word of the sign-in; as IdPs write them that tell an API of the person.
  "access-token-in-its-place": async ({ header, payload }, { signAgain }) => {
    const { aud, nonce: _nonce, at_hash: _hash, auth_time: _time, ...rest } = decoded(payload);
    const client_id = [aud].flat()[0];
    const parts = {
      header: encoded({ ...decoded(header), typ: "at+jwt" }),
      payload: encoded({
        ...rest,
        aud: "https://api.example.test",
        client_id,
        jti: randomUUID(),
        scope: "openid email",
      }),
    };
    return { ...parts, signature: await signAgain(parts) };
  },
  // OpenID Connect Back-Channel Logout 1.0, 2.4: no nonce, whatever else an ID token has.
  "logout-token-in-its-place": async ({ header, payload }, { signAgain }) => {
    const { iss, sub, aud, iat, exp, sid } = decoded(payload);
    const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
    const parts = {
      header: encoded({ ...decoded(header), typ: "logout+jwt" }),
      payload: encoded({ iss, sub, aud, iat, exp, jti: randomUUID(), sid, events }),
    };
    return { ...parts, signature: await signAgain(parts) };
  },
  // RFC 7518 3.5: the same key signs by either padding.
  "undeclared-algorithm": async ({ header, payload }, { keys }) => {
    const parts = { header: encoded({ ...decoded(header), alg: "PS256" }), payload };
    const { privateKeyPem: key } = await keys.own();
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const input = Buffer.from(`${parts.header}.${payload}`);
    return { ...parts, signature: sign("sha256", input, { key, ...padding }).toString("base64url") };
  },
  "foreign-key": async (token, { signAsStranger }) => ({ ...token, signature: await signAsStranger(token) }),
  "neighbour-key": async ({ header, payload }, { keys, parameters, alg }) => {
    const key = await keys.of(String(parameters["of"]));
    const parts = { header: encoded({ ...decoded(header), kid: key.kid }), payload };
    return { ...parts, signature: await signatureOf(parts, key, alg) };
  },
  "as-neighbour": async ({ header, payload }, { keys, parameters, alg }) => {
    const of = String(parameters["of"]);
    const key = await keys.of(of);
    const parts = {
      header: encoded({ ...decoded(header), kid: key.kid }),
      payload: encoded({ ...decoded(payload), iss: keys.named(of) }),
    };
    return { ...parts, signature: await signatureOf(parts, key, alg) };
  },
  "encryption-key": async ({ header, payload }, { keys, alg }) => {
    const key = await keys.encryption();
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
