import express from "express";
import type { Request, Response, Router } from "express";
import { defined } from "../../../defined.ts";
import { corrupts, findTamper } from "../../../tampers/index.ts";
import { unmet } from "../../../tampers/row.ts";
import type { HostServices } from "../../mount.ts";
import type { SamlSpec } from "../../port.ts";
import { STATUS } from "../names.ts";
import { decodeRequest, type Binding, type Parameters } from "../request/decode.ts";
import { RefusedRequest } from "../request/refused.ts";
import { issuerOf, momentAt } from "../response/opening.ts";
import type { KnownLogout, KnownSpec, RelyingParty } from "../sp/relying-party.ts";
import type { KeptSessions } from "../login/kept.ts";
import { requireGenuine, requireIssuer } from "./check.ts";
import { forge } from "./forge.ts";
import { logoutRequest, logoutResponse, type Refusal } from "./messages.ts";
import { parseLogoutRequest, parseLogoutResponse, type LogoutRequest } from "./parse.ts";
import { sendLogout } from "./send.ts";
import type { Session, Sessions } from "./sessions.ts";

export interface LogoutPlace {
  readonly entityId: string;
  readonly sloUrl: string;
  /** Below the connection's own address: the service, and what begins here. */
  readonly paths: { readonly slo: string; readonly start: string };
}

/** A LogoutRequest that nobody answers is forgotten once that many newer ones have left. */
const MOST_SENT = 1000;

/**
 * Single Logout (SAML Profiles 4.4) by HTTP-Redirect and HTTP-POST, begun by either side. The only participant is the
 * connection's SP. What its SP alone can have meant is answered by a LogoutResponse, also where it is refused.
 */
export function logoutRouter(
  spec: SamlSpec,
  host: HostServices,
  { entityId, sloUrl, paths }: LogoutPlace,
  party: RelyingParty,
  sessions: Sessions,
  kept: KeptSessions,
): Router {
  const router = express.Router();
  const sent = new Set<string>();
  const lastOf = new Map<string, string>();
  const issuer = issuerOf(entityId, spec);

  router.get(paths.slo, async (req, res) => receive(req, res, "redirect", req.query));
  router.post(paths.slo, async (req, res) => receive(req, res, "post", (req.body ?? {}) as Parameters));
  router.get(paths.start, async (req, res) => {
    const { person } = req.query;
    await start(req, res, typeof person === "string" ? sessions.of(person) : []);
  });
  return router;

  async function receive(req: Request, res: Response, binding: Binding, parameters: Parameters): Promise<void> {
    const sp = await known();
    if (Object.hasOwn(parameters, "SAMLResponse")) return finish(req, res, binding, parameters, sp);
    const received = decodeRequest(binding, parameters);
    host.note(req, { kind: "LogoutRequest", content: { xml: received.xml, binding } });
    const request = parseLogoutRequest(received.xml);
    requireIssuer(request, sp);
    const refusal = refusalOf(request, () =>
      requireGenuine(req, received, request, { sloUrl, spec: sp, logout: sp.logout }),
    );
    const service = sp.logout.services.find((one) => one.binding === binding) ?? sp.logout.services[0];
    if (service === undefined) throw new RefusedRequest("No Single Logout", "The SP has no service for it.");
    if (refusal === undefined) end(sessions.meant(request));
    const to = service.response ?? service.location;
    const xml = logoutResponse(request.id, refusal, { moment: momentAt(spec), issuer, destination: to });
    const mail = { parameter: "SAMLResponse", xml, to, binding: service.binding } as const;
    await sendLogout({ req, res, host, spec }, { ...mail, ...defined({ relayState: received.relayState }) });
  }

  function refusalOf(request: LogoutRequest, requireIt: () => void): Refusal | undefined {
    try {
      requireIt();
    } catch (error) {
      if (!(error instanceof RefusedRequest)) throw error;
      return { reason: "RequestDenied", message: error.message };
    }
    const { notOnOrAfter } = request;
    if (notOnOrAfter !== undefined && !(Date.now() < Date.parse(notOnOrAfter))) {
      return { reason: "RequestDenied", message: `The request was good until ${notOnOrAfter}.` };
    }
    if (sessions.meant(request).length > 0) return undefined;
    return { reason: "UnknownPrincipal", message: "Nobody of that NameID has such a session." };
  }

  /** At the IdP, too, where it keeps one. */
  function end(over: readonly Session[]): void {
    sessions.ended(over);
    for (const { key } of over) kept.end(key);
  }

  async function start(req: Request, res: Response, open: readonly Session[]): Promise<void> {
    const { logout } = await known();
    const [last] = open.slice(-1);
    const [service] = logout.services;
    if (last === undefined || service === undefined) {
      throw new RefusedRequest("Nobody is signed in", "This person has no session that began at this connection.");
    }
    const same = open.filter(
      ({ nameId }) => JSON.stringify(nameId) === JSON.stringify(last.nameId) && nameId !== last.nameId,
    );
    const armed = host.tampers.armed(last.key);
    // One that is corrupted is nobody's: the sessions go on.
    if (armed === undefined || !corrupts(armed.name)) end([last, ...same]);
    const moment = momentAt(spec);
    const id = moment.id();
    sent.add(id);
    const [oldest] = sent;
    if (sent.size > MOST_SENT && oldest !== undefined) sent.delete(oldest);
    const to = service.location;
    const built = logoutRequest([last, ...same], { id, moment, issuer, destination: to });
    const earlier = lastOf.get(last.key);
    const row = armed === undefined ? undefined : findTamper("saml", armed.name);
    const lacking = row === undefined ? undefined : unmet(row, { earlier: earlier !== undefined });
    if (lacking !== undefined) host.tampers.notApplicable(last.key, lacking);
    const { xml, hand } = armed === undefined ? { xml: built, hand: {} } : forge(built, armed, earlier);
    if (armed === undefined || !corrupts(armed.name)) lastOf.set(last.key, built);
    if (armed !== undefined && lacking === undefined) res.once("finish", () => host.tampers.delivered(last.key));
    await sendLogout({ req, res, host, spec }, { parameter: "SAMLRequest", xml, to, binding: service.binding, hand });
  }

  function finish(
    req: Request,
    res: Response,
    binding: Binding,
    parameters: Parameters,
    sp: KnownSpec & { readonly logout: KnownLogout },
  ): void {
    const received = decodeRequest(binding, parameters, "SAMLResponse");
    host.note(req, { kind: "LogoutResponse", content: { xml: received.xml, binding } });
    const response = parseLogoutResponse(received.xml);
    requireIssuer(response, sp);
    requireGenuine(req, received, response, { sloUrl, spec: sp, logout: sp.logout });
    if (!sent.delete(response.inResponseTo ?? "")) {
      throw new RefusedRequest("No such sign-out", "The LogoutResponse answers no LogoutRequest of this IdP.", [
        { name: "InResponseTo", value: response.inResponseTo ?? "absent" },
      ]);
    }
    const isDone = response.status[0] === STATUS.Success;
    const title = isDone ? "Signed out" : "The service provider has not signed out";
    const told = isDone ? "The service provider has ended the session." : "It answered with this status.";
    res.type("html").send(host.login.problem(title, told, [{ name: "Status", value: response.status.join(", ") }]));
  }

  async function known(): Promise<KnownSpec & { readonly logout: KnownLogout }> {
    const { logout, ...rest } = await party.known();
    if (logout === undefined) throw new RefusedRequest("No Single Logout", "This connection speaks none.");
    return { ...rest, logout };
  }
}
