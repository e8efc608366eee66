import { Router, type Request, type Response } from "express";
import { ProtocolFault } from "../app/faults.ts";
import { postForm } from "../app/post-form.ts";
import type { SignIn } from "../app/sign-in.ts";
import type { SamlConnection } from "../config/model.ts";
import { randomKey, type OneTime } from "../session/one-time.ts";
import type { PendingSignIns } from "../session/pending.ts";
import type { SessionSteps } from "../session/session.ts";
import type { Ended } from "../session/begun-by.ts";
import { newRequestId, samlClient, spMetadata, type Libraries } from "./client.ts";
import type { SpKey } from "./key.ts";
import { logoutAnswer, logoutRequest } from "./logout.ts";
import type { MetadataCache } from "./metadata.ts";
import type { SamlSteps, VerifiedResponse } from "./steps.ts";

export interface SamlParts {
  readonly libraries: Libraries;
  readonly metadata: MetadataCache;
  readonly spKey: SpKey;
  readonly oneTime: OneTime;
  readonly pending: PendingSignIns;
  readonly steps: SamlSteps;
  readonly session: SessionSteps;
  readonly signIn: SignIn;
  /** Ends sessions that the IdP has ended. */
  readonly end: (ended: Ended, req: Request) => void;
}

const MINUTE = 60_000;

/**
 * The start, the assertion consumer service, Single Logout and the SP metadata of one connection.
 *
 * The response arrives by a POST from the IdP's site, and a browser sends no SameSite=Lax cookie with that. A
 * SameSite=None cookie would need https everywhere and is what browsers are doing away with; and a cookie that every
 * site's POST carries is a weaker one. So the POST decides nothing about the browser: the response is verified there,
 * set aside under a one-time key, and the browser is sent on to a GET of our own (303). That is a top-level
 * navigation, which carries Lax cookies, and only there is the response bound to the browser that asked for it.
 */
export function samlRoutes(connection: SamlConnection, parts: SamlParts): Router {
  const { libraries, metadata, spKey, oneTime, pending, steps, session, signIn, end } = parts;
  const router = Router();

  router.get("/", async (req, res) => {
    const idp = await metadata.get(connection);
    const requestId = newRequestId();
    const begun = { connection: connection.name, returnTo: session.returnTo(req.query["return_to"]) };
    steps.asked(pending, { req, res, requestId, connection }, begun);
    const saml = await samlClient(connection, idp, libraries, { requestId, key: await spKey.of(connection) });
    if (connection.requestBinding === "redirect") {
      res.redirect(302, await saml.getAuthorizeUrlAsync("", undefined, {}));
      return;
    }
    const fields = await saml.getAuthorizeMessageAsync("", undefined, {});
    postForm(res, idp.ssoUrl, { SAMLRequest: String(fields["SAMLRequest"]) });
  });

  router.post("/acs", async (req: Request, res: Response) => {
    const encoded = (req.body as { SAMLResponse?: unknown } | undefined)?.SAMLResponse;
    if (typeof encoded !== "string" || encoded === "") throw new ProtocolFault("The form carries no SAMLResponse.");
    const idp = await metadata.get(connection);
    const key = await spKey.of(connection);
    const saml = await samlClient(connection, idp, libraries, { key });
    const verified = await steps.verify({ connection, idp, saml, libraries, key, encoded, now: Date.now() }, steps);
    if (!steps.firstUse(oneTime, verified)) {
      throw new ProtocolFault("This sign-in was used already. Start again.");
    }
    if (verified.inResponseTo === null && !steps.unsolicited(connection, texts(req.body)["RelayState"])) {
      throw new ProtocolFault(
        `Nobody asked for this sign-in, and ${connection.name} does not accept sign-ins that the identity provider begins.`,
        { status: 403 },
      );
    }
    const ticket = randomKey();
    oneTime.put("response", ticket, flatten(connection, verified), Date.now() + MINUTE);
    res.redirect(303, `/auth/${connection.name}/acs?response=${ticket}`);
  });

  router.get("/acs", async (req, res) => {
    const key = req.query["response"];
    const parked = typeof key === "string" ? (oneTime.take("response", key) as Parked | undefined) : undefined;
    if (parked === undefined || parked.connection !== connection.name) {
      throw new ProtocolFault("This sign-in is over: it was used already, or it took too long.");
    }
    const returnTo =
      parked.inResponseTo === null
        ? session.returnTo(undefined)
        : steps.answered(pending, req, parked.inResponseTo, connection).returnTo;
    const { issuer, nameId, attributes, sessionIndex } = parked;
    const assertion = { protocol: "saml", issuer, nameId, attributes: new Map(attributes), sessionIndex } as const;
    await signIn(req, res, connection, assertion, returnTo);
  });

  // What is ended is found by the IdP's names for it: a POST from another site brings no cookie, as to the ACS.
  const logout = async (req: Request, res: Response, binding: "redirect" | "post"): Promise<void> => {
    const idp = await metadata.get(connection);
    const saml = await samlClient(connection, idp, libraries, { key: await spKey.of(connection) });
    const parameters = texts(binding === "redirect" ? req.query : req.body);
    const query = req.originalUrl.replace(/^[^?]*\??/, "");
    const request = await logoutRequest({ connection, idp, saml, binding, parameters, query }, steps.logout);
    end(request.ended, req);
    if (idp.sloUrl === undefined) throw new ProtocolFault("You are signed out. The identity provider takes no answer.");
    res.redirect(303, await logoutAnswer(saml, request, parameters["RelayState"]));
  };
  router.get("/slo", async (req, res) => logout(req, res, "redirect"));
  router.post("/slo", async (req, res) => logout(req, res, "post"));

  router.get("/metadata", async (_req, res) => {
    res.type("application/samlmetadata+xml").send(await spMetadata(connection, await spKey.of(connection)));
  });

  return router;
}

function texts(source: unknown): { readonly [name: string]: string } {
  const entries = typeof source === "object" && source !== null ? Object.entries(source) : [];
  return Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
}

/** A verified response as it waits for its browser. */
interface Parked {
  readonly connection: string;
  readonly inResponseTo: string | null;
  readonly issuer: string;
  readonly nameId: VerifiedResponse["assertion"]["nameId"];
  readonly attributes: readonly (readonly [string, readonly string[]])[];
  readonly sessionIndex: string | null;
}

function flatten({ name }: SamlConnection, { assertion, inResponseTo }: VerifiedResponse): Parked {
  const { issuer, nameId, attributes, sessionIndex } = assertion;
  return { connection: name, inResponseTo, issuer, nameId, attributes: [...attributes], sessionIndex };
}
