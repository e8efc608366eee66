/** openid-client, as "Quick Start" of its README has it; hardened: a nonce, a state, and the ID token's signature. */
import { baseUrl, enter, idps, isHardened, load, serve } from "./frame.js";

const client = load("openid-client");
const execute = [client.allowInsecureRequests, ...(isHardened ? [client.enableNonRepudiationChecks] : [])];

await serve((app) => {
  for (const { name, issuer, client_id, client_secret } of idps) {
    let discovered;
    const configuration = () =>
      (discovered ??= client
        .discovery(new URL(issuer), client_id, client_secret, undefined, { execute })
        .catch((error) => {
          discovered = undefined;
          throw error;
        }));

    app.get(`/${name}/login`, async (req, res) => {
      const config = await configuration();
      const code_verifier = client.randomPKCECodeVerifier();
      const parameters = {
        redirect_uri: `${baseUrl}/${name}/callback`,
        scope: "openid email profile",
        code_challenge: await client.calculatePKCECodeChallenge(code_verifier),
        code_challenge_method: "S256",
      };
      if (isHardened || !config.serverMetadata().supportsPKCE()) parameters.state = client.randomState();
      if (isHardened) parameters.nonce = client.randomNonce();
      req.session[name] = { code_verifier, state: parameters.state, nonce: parameters.nonce };
      res.redirect(client.buildAuthorizationUrl(config, parameters).href);
    });

    app.get(`/${name}/callback`, async (req, res) => {
      const begun = req.session[name] ?? {};
      delete req.session[name];
      const tokens = await client.authorizationCodeGrant(await configuration(), new URL(req.url, baseUrl), {
        pkceCodeVerifier: begun.code_verifier,
        expectedState: begun.state,
        ...(isHardened ? { expectedNonce: begun.nonce, idTokenExpected: true } : {}),
      });
      const { iss, sub, email, name: called } = tokens.claims();
      enter(req, res, { issuer: iss, subject: sub, email, name: called });
    });
  }
});
