import express from "express";
import type { Request, Response, Router } from "express";
import { defined } from "../../defined.ts";
import { elsewhere } from "../elsewhere.ts";
import { SEARCH_FIELD } from "../login/index.ts";
import type { HostServices } from "../mount.ts";
import { OVERAGE_PATH, wholeGroups } from "../overage.ts";
import { PICK_FIELD } from "../port.ts";
import type { SamlSpec } from "../port.ts";
import { samlShape } from "../profiles/index.ts";
import { honour } from "./honour/index.ts";
import { requireName } from "./honour/person.ts";
import type { Established } from "./honour/person.ts";
import type { KeptSession, KeptSessions } from "./login/kept.ts";
import { loginPage } from "./login/page.ts";
import { PendingSignIns } from "./login/pending.ts";
import type { PendingSignIn } from "./login/pending.ts";
import { logoutRouter } from "./logout/router.ts";
import type { LogoutPlace } from "./logout/router.ts";
import type { Sessions } from "./logout/sessions.ts";
import { describeIdp } from "./metadata.ts";
import { problemPages } from "./problem.ts";
import { defaultConsumerService } from "./request/check.ts";
import type { Binding, Parameters } from "./request/decode.ts";
import { hintsOf } from "./login/hints.ts";
import { receiveRequest } from "./request/receive.ts";
import { RefusedRequest } from "./request/refused.ts";
import { composeResponse } from "./response/compose.ts";
import type { Reply } from "./response/reply.ts";
import { sendResponse } from "./response/send.ts";
import { issuerOf, momentAt } from "./response/opening.ts";
import { buildStatusResponse, Unmet } from "./response/status.ts";
import type { Failure } from "./response/status.ts";
import type { RelyingParty } from "./sp/relying-party.ts";
import { keyAlgorithm, methodsOf } from "./xml/methods.ts";
import { sealStatusResponse } from "./xml/sign.ts";

/** Where the IdP is, absolute. */
export interface Addresses {
  readonly entityId: string;
  readonly ssoUrl: string;
  /** The login pages stand below it, one per pending sign-in. */
  readonly loginUrl: string;
  /** Where it is signed out, and where that begins here. */
  readonly logout: Pick<LogoutPlace, "sloUrl" | "paths">;
  /** Below the connection's own address. */
  readonly paths: { readonly sso: string; readonly metadata: string };
}

/** The IdP's endpoints: metadata, single sign-on, the login page of a pending sign-in, and the portal. */
export function samlRouter(
  spec: SamlSpec,
  host: HostServices,
  addresses: Addresses,
  party: RelyingParty,
  portalPath: string,
  sessions: Sessions,
  kept: KeptSessions,
): Router {
  const { entityId, ssoUrl, loginUrl, paths } = addresses;
  const shape = samlShape(spec.profile);
  const pending = new PendingSignIns();
  const established: Established = new Set();
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: "1mb" }));

  router.use(elsewhere(() => host.keys.signingKey("stranger", keyAlgorithm(spec)), keyAlgorithm(spec)));
  router.get(paths.metadata, async (_req, res) => {
    res.type("application/samlmetadata+xml").send(await describeIdp(spec, host.keys, addresses));
  });

  router.get(paths.sso, async (req, res) => startSignIn(req, res, "redirect", req.query));
  router.post(paths.sso, async (req, res) => startSignIn(req, res, "post", form(req)));
  router.get(portalPath, async (req, res) => {
    const relayState = req.query["RelayState"];
    await begin(req, res, {
      reply: {
        acs: defaultConsumerService(await party.known()),
        ...(typeof relayState === "string" ? { relayState } : {}),
      },
    });
  });

  router.get("/login/:id", async (req, res) => {
    const waiting = started(req.params.id);
    const session = settling(req, waiting);
    if (session !== undefined) return await signIn(req, res, waiting, session.key, session.at);
    if (waiting.asks === "nobody") return await fail(req, res, waiting.reply, shape.silent);
    const search = req.query[SEARCH_FIELD];
    const url = `${loginUrl}/${req.params.id}`;
    const page = loginPage(host, await party.known(), url, waiting, typeof search === "string" ? search : "");
    res.set("Cache-Control", "no-store").type("html").send(page);
  });
  router.post("/login/:id", async (req, res) => signIn(req, res, started(req.params.id), form(req)[PICK_FIELD]));
  router.post("/login/:id/cancel", async (req, res) => fail(req, res, started(req.params.id).reply, shape.cancelled));
  router.post("/login/:id/unassigned", async (req, res) => {
    await turnAway(req, res, started(req.params.id).reply);
  });

  const { groups } = shape;
  if (groups.beyond === "marker") {
    // A SAML sign-in gives its SP nothing to authenticate with, so nothing is asked for.
    router.all(OVERAGE_PATH, (req, res) => {
      res.json({ value: wholeGroups(groups, host.people.find(req.params["id"] ?? "")) });
    });
  }

  if (spec.single_logout !== undefined) {
    router.use(logoutRouter(spec, host, { entityId, ...addresses.logout }, party, sessions, kept));
  } else if (host.keepsSessions) {
    router.get(addresses.logout.paths.start, (req, res) => {
      const { person } = req.query;
      if (typeof person === "string") kept.end(person);
      res.send(host.login.problem("Signed out", "There is no session at this identity provider any more.", []));
    });
  }
  router.use(problemPages(host));
  return router;

  async function startSignIn(req: Request, res: Response, binding: Binding, parameters: Parameters): Promise<void> {
    const { reply, request } = await receiveRequest(req, binding, parameters, party, ssoUrl, host);
    await answering(req, res, reply, async () => {
      const { reply: asked, only } = honour(request, await party.known(), host.people);
      if (request.isPassive && !host.keepsSessions) return await fail(req, res, reply, shape.silent);
      const asks = request.isPassive ? "nobody" : request.forceAuthn ? "again" : undefined;
      const hints = hintsOf(request, { ...req.query, ...parameters }, spec, shape);
      await begin(req, res, { reply: { ...reply, ...asked }, ...hints, ...defined({ only, asks }) });
    });
  }

  async function begin(req: Request, res: Response, signingIn: PendingSignIn): Promise<void> {
    const chosen = signingIn.asks === "nobody" ? undefined : host.chosen(req);
    if (chosen === undefined) ask(res, signingIn);
    else await signIn(req, res, signingIn, chosen);
  }

  /** The session of this browser, where it is the sign-in that is asked for. */
  function settling(req: Request, { only, asks }: PendingSignIn): KeptSession | undefined {
    const session = asks === "again" ? undefined : kept.of(req);
    if (session === undefined || (only ?? session.key) !== session.key) return undefined;
    return host.people.find(session.key) === undefined ? undefined : session;
  }

  /** A page of its own for each sign-in, so that a search or a reload does not send the request again. */
  function ask(res: Response, signIn: PendingSignIn): void {
    res.redirect(303, `${loginUrl}/${pending.add(signIn)}`);
  }

  function started(id: string): PendingSignIn {
    const found = pending.find(id);
    if (found !== undefined) return found;
    throw new RefusedRequest(
      "This sign-in is not known",
      "It is too old, or the IdP was restarted. Start at the SP again.",
    );
  }

  /** `since`: when the person signed in, where a session of before answers. */
  async function signIn(
    req: Request,
    res: Response,
    { reply, only }: PendingSignIn,
    key: unknown,
    since?: Date,
  ): Promise<void> {
    const person = typeof key === "string" ? host.people.find(key) : undefined;
    if (person === undefined) {
      throw new RefusedRequest("Nobody by that name", "The person is not known at this connection.", [
        { name: PICK_FIELD, value: typeof key === "string" ? key : "none" },
      ]);
    }
    const known = await party.known();
    await answering(req, res, reply, async () => {
      if (only !== undefined && person.key !== only) {
        throw new Unmet("AuthnFailed", "Somebody else signed in than the one whom the Subject of the request names.");
      }
      if (person.assigned === false) return await turnAway(req, res, reply);
      requireName(person, known, reply, established);
      const { xml, tampered, built, relayState } = await composeResponse(
        person,
        known,
        entityId,
        { ...reply, ...defined({ authnInstant: since }) },
        host,
      );
      await host.meet(person.key, "sign_in");
      if (tampered) host.tampers.delivered(person.key);
      if (spec.single_logout !== undefined) sessions.began(person.key, built);
      if (host.keepsSessions && since === undefined) kept.begin(req, res, person.key);
      sendResponse(host, req, res, { ...reply, ...defined({ relayState }) }, xml, person.key);
    });
  }

  /** The application is not given to who has chosen. */
  async function turnAway(req: Request, res: Response, reply: Reply): Promise<void> {
    if ("page" in shape.unassigned) res.status(403).type("html").send(host.login.unassigned(shape.unassigned.page));
    else await fail(req, res, reply, shape.unassigned);
  }

  /** What cannot be met is told to the SP. */
  async function answering(req: Request, res: Response, reply: Reply, answer: () => Promise<void>): Promise<void> {
    try {
      await answer();
    } catch (error) {
      if (!(error instanceof Unmet)) throw error;
      await fail(req, res, reply, { status: error.failure, message: error.message });
    }
  }

  async function fail(req: Request, res: Response, reply: Reply, { status, message }: Refusal): Promise<void> {
    const key = await host.keys.signingKey("signing", keyAlgorithm(spec));
    const xml = buildStatusResponse(issuerOf(entityId, spec), reply, status, message, momentAt(spec));
    sendResponse(host, req, res, reply, sealStatusResponse(xml, { sign: spec.sign, key, methods: methodsOf(spec) }));
  }
}

interface Refusal {
  readonly status: Failure;
  readonly message?: string | undefined;
}

/** A form's fields; express leaves the body undefined where there was none. */
function form(req: Request): Parameters {
  const body: unknown = req.body;
  return typeof body === "object" && body !== null ? (body as Parameters) : {};
}
