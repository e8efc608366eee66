import express, { Router, type Request, type RequestHandler } from "express";
import type { Provisioning } from "../accounts/provision.ts";
import { ReadOut, type AccountReadOut } from "../admin/read-out.ts";
import type { Config } from "../config/model.ts";
import { resource } from "../config/resource.ts";
import { SIGNED_OUT } from "../oidc/sign-out.ts";
import { makeKey, shownKey, whoseKey } from "../session/api-keys.ts";
import { csrfToken, isCsrfToken } from "../session/session.ts";
import { ProtocolFault } from "./faults.ts";
import { deviations, lastSignIn, moment } from "./present.ts";
import { render } from "./render.ts";

/** Who wants another one looks for it. */
const AT_FIRST = 3;

/** By any name that a person may know: its own, a domain, a connection's, or what it has decided. */
function isCalled(
  organization: {
    readonly title: string;
    readonly domains: readonly string[];
    readonly deviations: readonly string[];
    readonly connections: readonly { readonly name: string }[];
  },
  asked: string,
): boolean {
  const { title, domains, deviations: knobs, connections } = organization;
  const words = [title, ...domains, ...knobs, ...connections.map(({ name }) => name)].join("\n").toLowerCase();
  return words.includes(asked.toLowerCase());
}

/** What a signed-in person's identity provider is for here. */
interface AtTheProvider {
  readonly signOutAddress: (connection: string | undefined) => Promise<string | null>;
  /** It is asked again what it says of them. */
  readonly refresh: RequestHandler;
}

/** Home, the account page, who am I, signing out, and where an invitation leads. */
export function pages(
  config: Config,
  { db, audit, lookup, workings }: Provisioning,
  { signOutAddress, refresh }: AtTheProvider,
): Router {
  const readOut = new ReadOut(db);
  const router = Router();

  /** The account of the session, as long as it is there and active. */
  const current = (req: Request): AccountReadOut | null => {
    const { lasts, outlives, whose } = workings.session;
    const id = whose(req);
    const account = id === undefined ? null : readOut.account(id);
    if (account === null) return null;
    return lasts(account) || outlives(account, config.organizations) ? account : null;
  };

  /** Whoever a program says that it is for by its key, else the account of the session. */
  const callerOf = (req: Request): AccountReadOut | null => {
    const key = shownKey(req);
    if (key === undefined) return current(req);
    const id = whoseKey(db, key);
    const account = id === undefined ? null : readOut.account(id);
    return account !== null && workings.session.opens(account) ? account : null;
  };

  /** Throws ProtocolFault where the form is none of this session's pages. */
  const heldToToken = (req: Request, message: string): void => {
    if (!isCsrfToken(req, config.sessionSecret, (req.body as { csrf?: unknown } | undefined)?.csrf))
      throw new ProtocolFault(message, { status: 403 });
  };

  router.use("/assets", express.static(resource("app/assets"), { index: false }));

  router.get("/", (req, res) => {
    const account = current(req);
    const { find } = req.query;
    const asked = typeof find === "string" ? find.trim() : "";
    const all = [...config.organizations.values()].map((organization) => ({
      ...organization,
      deviations: deviations(organization.policy),
      connections: [...config.connections.values()].filter((connection) => connection.organization === organization),
    }));
    const organizations = asked === "" ? all.slice(0, AT_FIRST) : all.filter((one) => isCalled(one, asked));
    render(res, "home", { title: "Reference SP", organizations, account, asked, count: all.length });
  });

  router.get("/account", (req, res) => {
    const account = current(req);
    if (account === null) {
      res.redirect(303, "/");
      return;
    }
    const events = audit.list({ account: account.id, limit: 20 });
    workings.page.landing(res, {
      account,
      last: lastSignIn(events),
      events,
      moment,
      csrf: csrfToken(req, config.sessionSecret),
      isRefreshable: (req.session.begunBy?.refreshToken ?? null) !== null,
    });
  });

  router.get("/api/me", (req, res) => {
    res.set("cache-control", "no-store");
    const account = callerOf(req);
    if (account === null) {
      res.status(401).json({ error: "not signed in" });
      return;
    }
    const { id, email, email_verified, name, roles, memberships } = account;
    res.json({ id, email, email_verified, name, roles, organization: memberships[0] ?? null, memberships });
  });

  router.post("/account/refresh", async (req, res, next) => {
    if (current(req) === null) {
      res.redirect(303, "/");
      return;
    }
    heldToToken(req, "This page is out of date: load your account page again.");
    await refresh(req, res, next);
  });

  router.post("/account/keys", (req, res) => {
    const account = current(req);
    if (account === null) {
      res.redirect(303, "/");
      return;
    }
    heldToToken(req, "This page is out of date: load your account page again.");
    render(res, "key", { title: "Your API key", key: makeKey(db, account.id) });
  });

  router.post("/logout", async (req, res) => {
    const account = current(req);
    if (account !== null) {
      heldToToken(req, "This page is out of date: sign out from your account page.");
      audit.record({ kind: "signed_out", account: account.id });
    }
    const from = req.session.begunBy?.connection;
    await workings.session.leave(req, res, {
      end: () => workings.session.end(req, res),
      address: () => signOutAddress(from),
    });
  });

  router.get(SIGNED_OUT, (req, res) => workings.session.back(req, res));

  router.get("/invitations/:id", (req, res) => {
    const invitation = lookup.openInvitation(req.params.id);
    const organization = invitation === null ? undefined : config.organizations.get(invitation.organization);
    if (invitation === null || organization === undefined) {
      throw new ProtocolFault("This invitation is over: it was used already, or there never was one.", { status: 404 });
    }
    const connections = [...config.connections.values()].filter((one) => one.organization === organization);
    workings.page.invitation(res, organization, { email: invitation.email, connections });
  });

  return router;
}
