/** oauth4webapi, as its example "OpenID Connect" has it; hardened: a state, a nonce, and the signatures of ID token and UserInfo. */
import { baseUrl, enter, idps, isHardened, load, serve } from "./frame.js";

const oauth = load("oauth4webapi");
// There is no TLS on loopback.
const options = { [oauth.allowInsecureRequests]: true };

await serve((app) => {
  for (const { name, issuer, client_id, client_secret } of idps) {
    const client = { client_id, ...(isHardened && { userinfo_signed_response_alg: "RS256" }) };
    const authentication = oauth.ClientSecretPost(client_secret);
    const redirect_uri = `${baseUrl}/${name}/callback`;
    const discovered = async () =>
      oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), options));

    app.get(`/${name}/login`, async (req, res) => {
      const as = await discovered();
      const verifier = oauth.generateRandomCodeVerifier();
      const withPkce = as.code_challenge_methods_supported?.includes("S256") === true;
      const state = isHardened ? oauth.generateRandomState() : undefined;
      const nonce = isHardened || !withPkce ? oauth.generateRandomNonce() : undefined;
      req.session[name] = { verifier, state, nonce };
      const url = new URL(as.authorization_endpoint);
      const parameters = {
        client_id,
        redirect_uri,
        response_type: "code",
        scope: "openid email profile",
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        ...(state && { state }),
        ...(nonce && { nonce }),
      };
      for (const [parameter, value] of Object.entries(parameters)) url.searchParams.set(parameter, value);
      res.redirect(url.href);
    });

    app.get(`/${name}/callback`, async (req, res) => {
      const { verifier = "", state, nonce } = req.session[name] ?? {};
      delete req.session[name];
      const as = await discovered();
      const answer = oauth.validateAuthResponse(as, client, new URL(req.url, baseUrl), state);
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        authentication,
        answer,
        redirect_uri,
        verifier,
        options,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
        expectedNonce: nonce,
        requireIdToken: true,
      });
      if (isHardened) await oauth.validateApplicationLevelSignature(as, response, options);
      const { iss, sub } = oauth.getValidatedIdTokenClaims(tokens);
      const userinfo = await oauth.userInfoRequest(as, client, tokens.access_token, options);
      const { email, name: called } = await oauth.processUserInfoResponse(as, client, sub, userinfo);
      if (isHardened) await oauth.validateApplicationLevelSignature(as, userinfo, options);
      enter(req, res, { issuer: iss, subject: sub, email, name: called });
    });
  }
});
