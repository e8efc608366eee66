/**
 * An OpenID Connect SP of one's own on a library for JWTs (`LIBRARY`), used as the README of that library begins: the ID token is verified
 * with the issuer's key, and issuer, audience and nonce are compared. It is here for the releases that are known to be
 * faulty.
 */
import { createPublicKey, randomBytes, createHash } from "node:crypto";
import { baseUrl, enter, idps, load, serve } from "./frame.js";

const { LIBRARY } = process.env;
const library = load(LIBRARY);
const json = async (url, options) => (await fetch(url, options)).json();
const keyOf = (token, { keys }) => {
  const { kid } = JSON.parse(Buffer.from(token.split(".")[0], "base64url").toString());
  return keys.find((key) => key.kid === kid && key.kty === "RSA") ?? keys.find(({ kty }) => kty === "RSA");
};
const pem = (key) => createPublicKey({ key, format: "jwk" }).export({ type: "spki", format: "pem" });

const VERIFY = {
  jsonwebtoken: (token, jwks) => library.verify(token, pem(keyOf(token, jwks))),
  "jwt-simple": (token, jwks) => library.decode(token, pem(keyOf(token, jwks))),
  "node-jose": async (token, jwks) => {
    const store = await library.JWK.asKeyStore({ keys: jwks.keys.filter(({ kty }) => kty === "RSA") });
    return JSON.parse((await library.JWS.createVerify(store).verify(token)).payload.toString());
  },
  "fast-jwt": (token, jwks, issuer) =>
    library.createVerifier({ key: pem(keyOf(token, jwks)), allowedIss: issuer })(token),
};

await serve((app) => {
  for (const { name, issuer, client_id, client_secret } of idps) {
    const redirect_uri = `${baseUrl}/${name}/callback`;
    const discovered = () => json(`${issuer}/.well-known/openid-configuration`);

    app.get(`/${name}/login`, async (req, res) => {
      const { authorization_endpoint } = await discovered();
      const [state, nonce, verifier] = [0, 0, 0].map(() => randomBytes(32).toString("base64url"));
      req.session[name] = { state, nonce, verifier };
      const code_challenge = createHash("sha256").update(verifier).digest("base64url");
      const parameters = {
        client_id,
        redirect_uri,
        response_type: "code",
        scope: "openid email profile",
        state,
        nonce,
      };
      res.redirect(
        `${authorization_endpoint}?${new URLSearchParams({ ...parameters, code_challenge, code_challenge_method: "S256" })}`,
      );
    });

    app.get(`/${name}/callback`, async (req, res) => {
      const { state, nonce, verifier } = req.session[name] ?? {};
      delete req.session[name];
      if (state === undefined || req.query.state !== state) throw new Error("state");
      const { token_endpoint, jwks_uri } = await discovered();
      const { id_token } = await json(token_endpoint, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${client_id}:${encodeURIComponent(client_secret)}`)}` },
        body: new URLSearchParams({
          grant_type: "authorization_code",
          code: req.query.code,
          redirect_uri,
          code_verifier: verifier,
        }),
      });
      const claims = await VERIFY[LIBRARY](id_token, await json(jwks_uri), issuer);
      if (LIBRARY !== "fast-jwt" && claims.iss !== issuer) throw new Error("iss");
      if (![claims.aud].flat().includes(client_id) || claims.nonce !== nonce) throw new Error("aud or nonce");
      enter(req, res, { issuer, subject: claims.sub, email: claims.email, name: claims.name });
    });
  }
});
