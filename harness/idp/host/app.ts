import type { IncomingMessage } from "node:http";
import express from "express";
import type { ErrorRequestHandler, Express } from "express";
import { messageOf } from "../../errors.ts";
import { loginPages } from "../login/index.ts";
import { SECURITY_HEADERS } from "../login/layout.ts";
import type { Connection } from "./connection.ts";
import { isLoopback } from "../../loopback.ts";
import type { Outages } from "./outages.ts";
import type { Tap } from "./tap.ts";
import { callbackOf, KEPT_PATH, sendOn } from "./send-on.ts";
import { connectionPage, startPage } from "./start-page.ts";

/** Whom a request is for: the authority of an absolute target outranks what Host says (RFC 9112 3.2.2). */
function askedHost({ url, headers }: IncomingMessage): string {
  const named = url?.startsWith("/") === true ? undefined : URL.parse(url ?? "")?.host;
  return (named ?? headers.host ?? "").replace(/:\d*$/, "").toLowerCase();
}

/**
 * The application that every connection is mounted in.
 * @param origin what everybody calls it; empty while it is not known.
 */
export function createApp(
  connections: readonly Connection[],
  tap: Tap | null,
  origin: string,
  outages: Outages,
): Express {
  const own = URL.parse(origin);
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");

  app.use((req, res, next) => {
    tap?.watch(req, res);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) res.setHeader(name, value);
    // A page of another site whose name was made to point here (DNS rebinding) must not read tokens.
    const host = askedHost(req);
    if (!isLoopback(host) && host !== own?.hostname)
      return void res
        .status(421)
        .send(
          loginPages.problem("Not for this host", "The mock IdPs answer on loopback names and their own only.", []),
        );
    if (own?.protocol === "https:") {
      // Where something in front of us speaks TLS, we speak https all the same; and our own address is not for it to say.
      req.headers["x-forwarded-proto"] = "https";
      delete req.headers["x-forwarded-host"];
    }
    next();
  });

  app.get("/", (_req, res) => {
    res.send(startPage(connections.map(({ spec }) => spec)));
  });
  app.get("/connections/:name", async (req, res, next) => {
    const connection = connections.find(({ spec }) => spec.name === req.params.name);
    if (connection === undefined) return next();
    const { spec, mounted, base } = connection;
    const signedIn = [...(mounted.signedIn?.() ?? [])].map(([name, below]) => ({ name, address: base + below }));
    res.send(connectionPage(spec, await mounted.facts(), { portal: base + mounted.portalPath, signedIn }));
  });

  app.use(outages.handler);
  for (const { path, mounted, answers } of connections) {
    app.get(`${path}${KEPT_PATH}/:id`, async (req, res, next) => {
      const answer = answers.find(req.params["id"] ?? "");
      if (answer === undefined) return next();
      const { to, state_of } = req.query;
      const at = connections.find(({ spec }) => spec.name === to);
      // The other answer may be of another connection.
      const lender = typeof state_of === "string" ? state_of : "";
      const lent = connections.flatMap((one) => one.answers.find(lender) ?? [])[0];
      if (state_of !== undefined && lent === undefined) return next();
      sendOn(res, answer, { callback: at === undefined ? undefined : await callbackOf(at), lent });
    });
    app.use(path, mounted.router);
  }

  app.use((req, res) => {
    res
      .status(404)
      .send(
        loginPages.problem("Nothing is here", "No connection answers at this address.", [
          { name: "Address", value: req.originalUrl },
        ]),
      );
  });
  app.use(((error: unknown, _req, res, _next) => {
    const message = messageOf(error);
    if (res.headersSent) res.destroy();
    else res.status(500).send(loginPages.problem("The mock IdP failed", message, []));
  }) satisfies ErrorRequestHandler);
  return app;
}
