/**
 * passport-openidconnect, as "Usage" of its README has it; hardened: a nonce, the key of the account is the ID token's `sub`, and the
 * ID token's signature, expiry and times are checked by jose, for the library reads them without.
 */
import { callbackify } from "node:util";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { accountOf, baseUrl, idps, isHardened, load, serve } from "./frame.js";

const passport = load("passport");
const OpenIDConnectStrategy = load("passport-openidconnect");

passport.serializeUser((user, done) => done(null, user.id));
passport.deserializeUser((id, done) => done(null, { id }));

await serve(
  (app) => {
    app.use(passport.session());
    for (const { name, issuer, client_id, client_secret } of idps) {
      let strategy;
      // The library knows no discovery.
      const ready = async () => {
        const discovery = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
        const metadata = await discovery.json();
        const keys = createRemoteJWKSet(new URL(metadata.jwks_uri), { cooldownDuration: 0 });
        const options = {
          issuer,
          authorizationURL: metadata.authorization_endpoint,
          tokenURL: metadata.token_endpoint,
          userInfoURL: metadata.userinfo_endpoint,
          clientID: client_id,
          clientSecret: client_secret,
          callbackURL: `${baseUrl}/${name}/callback`,
          scope: ["email", "profile"],
          // Else two providers on one host share a place in the session.
          sessionKey: name,
          ...(isHardened && { nonce: true }),
        };
        const person = (iss, subject, { emails, displayName }) => ({
          issuer: iss,
          subject,
          email: emails?.[0]?.value,
          name: displayName,
        });
        const simple = (iss, profile, done) => {
          try {
            done(null, accountOf(person(iss, profile.id, profile)));
          } catch {
            done(null, false);
          }
        };
        const verified = async (iss, ui, idToken) => {
          const { payload } = await jwtVerify(idToken, keys, {
            issuer,
            audience: client_id,
            requiredClaims: ["exp", "iat", "sub"],
          });
          if (payload.azp !== undefined && payload.azp !== client_id) throw new Error("azp");
          if (ui.id !== payload.sub) throw new Error("UserInfo is about somebody else");
          return accountOf(person(iss, payload.sub, ui));
        };
        const settled = callbackify(verified);
        const strict = (iss, ui, _id, _context, idToken, _accessToken, _refreshToken, _params, done) =>
          settled(iss, ui, idToken, (error, account) => done(null, error ? false : account));
        return new OpenIDConnectStrategy(options, isHardened ? strict : simple);
      };
      const authenticate = (options) => async (req, res, next) => {
        strategy ??= ready().then((made) => passport.use(name, made));
        await strategy;
        passport.authenticate(name, options)(req, res, next);
      };
      app.get(`/${name}/login`, authenticate({}));
      app.get(`/${name}/callback`, authenticate({ successRedirect: "/", failWithError: true }));
    }
  },
  { accountIn: (req) => req.user?.id },
);
