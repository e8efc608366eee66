import { Router, type Request } from "express";
import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import * as client from "openid-client";
import { ProtocolFault } from "../app/faults.ts";
import type { SignIn } from "../app/sign-in.ts";
import { formText } from "../app/form.ts";
import type { OidcConnection } from "../config/model.ts";
import type { Ended } from "../session/begun-by.ts";
import type { PendingSignIns } from "../session/pending.ts";
import type { SessionSteps } from "../session/session.ts";
import type { OidcClients } from "./clients.ts";
import type { OidcSteps } from "./steps.ts";

export interface OidcParts {
  readonly baseUrl: string;
  readonly clients: OidcClients;
  readonly pending: PendingSignIns;
  readonly steps: OidcSteps;
  readonly session: SessionSteps;
  readonly signIn: SignIn;
  /** Ends sessions that the issuer has ended. */
  readonly end: (ended: Ended, req: Request) => void;
}

/** The start, the redirect URI and the back-channel logout of one connection. Each has its own address, so that answers can not be mixed up. */
export function oidcRoutes(connection: OidcConnection, parts: OidcParts): Router {
  const { baseUrl, clients, pending, steps, session, signIn, end } = parts;
  const router = Router();
  let keys: JWTVerifyGetKey | undefined;

  router.get("/", async (req, res) => {
    const state = client.randomState();
    const nonce = client.randomNonce();
    const codeVerifier = client.randomPKCECodeVerifier();
    const returnTo = session.returnTo(req.query["return_to"]);
    const begun = { connection: connection.name, returnTo, nonce, codeVerifier };
    steps.remember({ req, res, waiting: pending, connection, state, begun });
    const hint = req.query["login_hint"];
    const parameters = {
      redirect_uri: connection.redirectUri,
      scope: connection.scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
      ...(typeof hint === "string" ? { login_hint: hint } : {}),
    };
    const url = await clients.use(connection, async (config) =>
      client.buildAuthorizationUrl(config, steps.request(parameters)),
    );
    res.redirect(302, url.href);
  });

  router.get("/callback", async (req, res) => {
    const begun = steps.recall({ req, res, waiting: pending, connection });
    const url = new URL(req.originalUrl, baseUrl);
    const assertion = await clients.use(connection, (config) =>
      steps.redeem({ connection, config, url, state: begun.state, pending: begun }),
    );
    await signIn(req, res, connection, assertion, begun.returnTo);
  });

  // By the issuer itself, without a browser: no cookie, and nobody to show a page to.
  router.post("/backchannel-logout", async (req, res) => {
    res.set("Cache-Control", "no-store");
    const { issuer, jwks_uri = "" } = await clients.use(connection, async (config) => config.serverMetadata());
    keys ??= createRemoteJWKSet(new URL(jwks_uri));
    try {
      end(await steps.ended({ connection, issuer, keys, token: formText(req, "logout_token") }), req);
    } catch (error) {
      if (!(error instanceof ProtocolFault)) throw error;
      res.status(400).json({ error: "invalid_request", error_description: error.message });
      return;
    }
    res.status(200).end();
  });

  return router;
}
