import { Router } from "express";
import * as client from "openid-client";
import type { SignIn } from "../app/sign-in.ts";
import type { OidcConnection } from "../config/model.ts";
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
}

/** The start and the redirect URI of one connection. Each has its own address, so that answers can not be mixed up. */
export function oidcRoutes(connection: OidcConnection, parts: OidcParts): Router {
  const { baseUrl, clients, pending, steps, session, signIn } = parts;
  const router = Router();

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

  return router;
}
