import express, { Router, type ErrorRequestHandler, type Express, type Request, type RequestHandler } from "express";
import helmet from "helmet";
import { openDatabase } from "../accounts/database.ts";
import { Lookup } from "../accounts/lookup.ts";
import type { Provisioning } from "../accounts/provision.ts";
import { Store } from "../accounts/store.ts";
import { adminRoutes } from "../admin/routes.ts";
import { Audit } from "../audit/events.ts";
import type { Config, Connection } from "../config/model.ts";
import { spoil } from "../defects/spoil.ts";
import { OidcClients } from "../oidc/clients.ts";
import { oidcRoutes } from "../oidc/routes.ts";
import { signOutAddress } from "../oidc/sign-out.ts";
import { SpKey } from "../saml/key.ts";
import { MetadataCache } from "../saml/metadata.ts";
import { samlRoutes } from "../saml/routes.ts";
import { scimRoutes } from "../scim/routes.ts";
import { OneTime } from "../session/one-time.ts";
import { PendingSignIns } from "../session/pending.ts";
import { sessions } from "../session/session.ts";
import { workings as sound } from "../workings.ts";
import { IdpRefusal, ProtocolFault, Withdrawn } from "./faults.ts";
import { frontDoorRoutes } from "./front-door.ts";
import { linkRoutes, type LinkingParts } from "./linking.ts";
import { mailBy } from "./mail.ts";
import { pages } from "./pages.ts";
import { passwordRoutes } from "./password.ts";
import { render } from "./render.ts";
import { resetRoutes } from "./reset.ts";
import type { PageRules } from "./rules.ts";
import { signInWith } from "./sign-in.ts";

export interface Sp {
  readonly app: Express;
  /** Resolves when it may serve. */
  readonly ready: Promise<void>;
  close(): void;
}

/** The whole SP, wired once. `log` takes one line for the operator; defects are for teaching and testing only. */
export function createSp(config: Config, defects: readonly string[] = [], log: (line: string) => void = () => {}): Sp {
  const workings = spoil(sound, defects, () => provisioning);
  const db = openDatabase(config.database, workings.schema);
  const { organizations, baseUrl, libraries } = config;
  const connections = new Map(config.connections);
  const provisioning: Provisioning = {
    db,
    lookup: new Lookup(db),
    store: new Store(db),
    audit: new Audit(db, workings.audit),
    organizations,
    workings,
  };
  const metadata = new MetadataCache();
  const spKey = new SpKey(db, config.samlKey);
  const oneTime = new OneTime(db);
  const pending = new PendingSignIns(oneTime, baseUrl);
  const linking: LinkingParts = { ...provisioning, connections, oneTime, pending };
  const signIn = signInWith(linking);
  const clients = new OidcClients(workings.oidc.discover);

  const reconnect = (connection: Connection): void => {
    clients.forget(connection.name);
    metadata.forget(connection.name);
    connect(connection);
  };

  const app = express();
  app.disable("x-powered-by");
  app.get("/healthz", (_req, res) => {
    res.json({ status: "ok" });
  });
  app.use(workings.page.ownHost(baseUrl));
  app.use(securityHeaders(baseUrl, signsOutAt(config)));
  app.use("/admin", adminRoutes({ ...provisioning, connections, metadata, reconnect }, config.adminToken));
  app.use("/scim", scimRoutes(provisioning, baseUrl));
  app.use(sessions(db, config, workings.session));
  // A SAML response with a few hundred groups is larger than the default of 100 kB.
  app.use(express.urlencoded({ extended: false, limit: "1mb" }));

  const auth = Router();
  auth.use("/email", frontDoorRoutes(connections, workings.frontDoor));
  const send = mailBy(config.smtpUrl, `no-reply@${new URL(baseUrl).hostname}`);
  if (send !== null) auth.use("/password", resetRoutes({ ...provisioning, oneTime, pending, send, baseUrl }));
  auth.use("/password", passwordRoutes(provisioning, pending, send !== null));
  auth.use("/link", linkRoutes(linking));
  const doors = new Map<string, Router>();
  const connect = (connection: Connection): void => {
    connections.set(connection.name, connection);
    doors.set(
      connection.name,
      connection.protocol === "oidc"
        ? oidcRoutes(connection, {
            baseUrl,
            clients,
            pending,
            steps: workings.oidc,
            session: workings.session,
            signIn,
            end: (ended, req) => workings.session.endAt(db, ended, req),
          })
        : samlRoutes(connection, {
            libraries,
            metadata,
            spKey,
            oneTime,
            pending,
            steps: workings.saml,
            session: workings.session,
            signIn,
            end: (ended, req) => workings.session.endAt(db, ended, req),
          }),
    );
  };
  for (const connection of config.connections.values()) connect(connection);
  auth.use("/:connection", (req, res, next) => {
    const door = doors.get(req.params.connection);
    if (door === undefined) next();
    else door(req, res, next);
  });
  app.use("/auth", auth);
  const signOutAt = async (name: string | undefined): Promise<string | null> => {
    const connection = connections.get(name ?? "");
    const leads = connection?.protocol === "oidc" && connection.signsOutAtIdp;
    return leads ? signOutAddress(connection, clients, baseUrl) : null;
  };
  const refresh: RequestHandler = async (req, res) => {
    const begun = req.session.begunBy;
    const connection = connections.get(begun?.connection ?? "");
    if (connection?.protocol !== "oidc" || begun === undefined || begun.refreshToken === null)
      throw new ProtocolFault("Your identity provider gave nothing to ask it again with: sign in again.");
    const { refreshToken } = begun;
    const { refreshed, withdrawn } = workings.session;
    try {
      const assertion = await clients.use(connection, (known) =>
        workings.oidc.refresh({ connection, config: known, begun: { ...begun, refreshToken } }),
      );
      await refreshed(res, () => signIn(req, res, connection, assertion, "/account"));
    } catch (error) {
      if (error instanceof Withdrawn) await withdrawn(req, res);
      throw error;
    }
  };
  app.use(pages({ ...config, connections }, provisioning, { signOutAddress: signOutAt, refresh }));
  app.use((_req, res) => {
    res.status(404);
    render(res, "refused", { title: "Not found", message: "There is no such page.", facts: {}, retry: null });
  });
  app.use(onError(log, workings.page));
  return { app, ready: workings.boot.before([...config.connections.values()]), close: () => db.close() };
}

/** Browsers hold a form's redirects to form-action, too: where a sign-out leads to, it must be let. */
function signsOutAt({ connections }: Config): readonly string[] {
  const leading = [...connections.values()].flatMap((one) =>
    one.protocol === "oidc" && one.signsOutAtIdp ? [new URL(one.issuer).origin] : [],
  );
  return [...new Set(leading)];
}

function securityHeaders(baseUrl: string, signOutAt: readonly string[]): express.RequestHandler {
  const https = baseUrl.startsWith("https:");
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'", ...signOutAt],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Over plain http on localhost the header would say nothing, or lock the developer out of other ports.
    strictTransportSecurity: https,
    referrerPolicy: { policy: "no-referrer" },
  });
}

/** What went wrong, in words for the person; what it was, for the log; a stack for nobody's eyes. */
function onError(log: (line: string) => void, rules: PageRules): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const page = (status: number, title: string, message: string): void => {
      res.status(status);
      render(res, "refused", { title, message, facts: {}, retry: retryOf(req) });
    };
    if (error instanceof IdpRefusal) {
      rules.said(res, error.message, retryOf(req));
    } else if (error instanceof ProtocolFault) {
      log(`${error.status} ${req.method} ${req.path}: ${error.message} ${causes(error.cause)}`);
      page(error.status, error.status === 503 ? "Sign-in not possible now" : "Sign-in failed", error.message);
    } else if (isClientError(error)) {
      page(error.status, "Request not understood", "The request is malformed or too large.");
    } else {
      log(`500 ${req.method} ${req.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      page(500, "Something went wrong", "This is our fault. Nothing was changed; the operator can see what happened.");
    }
  };
}

/** Where the same sign-in is begun once more. */
function retryOf({ originalUrl }: Request): string | null {
  return /^\/auth\/[a-z0-9-]+/.exec(originalUrl)?.[0] ?? null;
}

function isClientError(error: unknown): error is Error & { readonly status: number } {
  return error instanceof Error && "status" in error && typeof error.status === "number" && error.status < 500;
}

function causes(cause: unknown): string {
  return cause instanceof Error
    ? `(${cause.message}${cause.cause === undefined ? "" : ` ${causes(cause.cause)}`})`
    : "";
}
