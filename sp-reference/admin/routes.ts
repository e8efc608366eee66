import { createHash, timingSafeEqual } from "node:crypto";
import express, { Router, type ErrorRequestHandler, type RequestHandler } from "express";
import { z } from "zod";
import type { Connection } from "../config/model.ts";
import { AdminFault } from "./fault.ts";
import { remapped } from "./mapping.ts";
import { ReadOut } from "./read-out.ts";
import {
  eventsQuery,
  listQuery,
  newAccount,
  newAge,
  newBeginning,
  newGrant,
  newInvitation,
  newMapping,
  newNames,
  withdrawal,
} from "./schema.ts";
import { seedAccount, type SeedParts } from "./seed.ts";

/**
 * The operator's API: what is there (accounts, events), and what an administrator does by hand. JSON throughout;
 * every request carries `Authorization: Bearer ADMIN_TOKEN`.
 */
export function adminRoutes(parts: SeedParts, adminToken: string): Router {
  const { db, lookup, store, audit, organizations } = parts;
  const readOut = new ReadOut(db);
  const router = Router();
  router.use(bearer(adminToken), express.json({ limit: "64kb" }));

  const reconnected = (connection: Connection): Connection => {
    parts.reconnect(connection);
    audit.record({
      kind: "reconnected",
      actor: "administrator",
      connection: connection.name,
      organization: connection.organization.name,
    });
    return connection;
  };

  const existing = (id: string) => {
    const account = readOut.account(id);
    if (account === null) throw new AdminFault(404, `There is no account ${id}.`);
    return account;
  };

  router.get("/accounts", (req, res) => {
    const { q, cursor, limit } = listQuery.parse(req.query);
    const accounts = readOut.list({
      ...(q === undefined ? {} : { q }),
      ...(cursor === undefined ? {} : { cursor }),
      limit,
    });
    const last = accounts.length === limit ? accounts.at(-1) : undefined;
    const query = new URLSearchParams({
      ...(q === undefined ? {} : { q }),
      limit: String(limit),
      cursor: last?.id ?? "",
    });
    res.json({ accounts, next: last === undefined ? null : `/admin/accounts?${query.toString()}` });
  });

  router.post("/accounts", async (req, res) => {
    const id = await seedAccount(parts, newAccount.parse(req.body));
    res.status(201).json(existing(id));
  });

  router.get("/accounts/:id", (req, res) => {
    res.json(existing(req.params.id));
  });

  router.post("/accounts/:id/roles", (req, res) => {
    const { role, organization } = newGrant.parse(req.body);
    const account = existing(req.params.id);
    const where = organization ?? account.memberships[0];
    if (where === undefined || !account.memberships.includes(where)) {
      throw new AdminFault(422, `The account is no member of ${where ?? "any organization"}.`);
    }
    store.grant(account.id, where, role, "manual");
    audit.record({
      kind: "granted",
      actor: "administrator",
      account: account.id,
      organization: where,
      detail: { granted: [role] },
    });
    res.json(existing(account.id));
  });

  router.post("/accounts/:id/deactivate", (req, res) => {
    const account = existing(req.params.id);
    const { id } = account;
    const sessions = parts.workings.session.outlives(account, organizations) ? "last" : "end";
    db.transaction(() => {
      store.setStatus(id, "deactivated", sessions);
      audit.record({ kind: "deactivated", actor: "administrator", account: id });
    }).immediate();
    res.json(existing(id));
  });

  router.post("/accounts/:id/sessions/shorten", (req, res) => {
    const { id } = existing(req.params.id);
    const { seconds } = newAge.parse(req.body);
    db.transaction(() => {
      store.shortenSessions(id, seconds);
      audit.record({ kind: "sessions_shortened", actor: "administrator", account: id });
    }).immediate();
    res.json(existing(id));
  });

  router.patch("/accounts/:id", (req, res) => {
    const { id } = existing(req.params.id);
    db.transaction(() => {
      store.rename(id, newNames.parse(req.body));
      audit.record({ kind: "renamed", actor: "administrator", account: id });
    }).immediate();
    res.json(existing(id));
  });

  router.post("/accounts/:id/approve", (req, res) => {
    const { id, status } = existing(req.params.id);
    if (status !== "pending") throw new AdminFault(409, "The account waits for no approval.");
    store.setStatus(id, "active");
    audit.record({ kind: "approved", actor: "administrator", account: id });
    res.json(existing(id));
  });

  router.delete("/accounts/:id", (req, res) => {
    const { id } = existing(req.params.id);
    db.transaction(() => {
      store.bury(id);
      store.remove(id);
      audit.record({ kind: "removed", actor: "administrator", account: id });
    }).immediate();
    res.status(204).end();
  });

  router.post("/invitations", (req, res) => {
    const { organization: name, email, role } = newInvitation.parse(req.body);
    const organization = organizations.get(name);
    if (organization === undefined) throw new AdminFault(422, `There is no organization ${name}.`);
    const id = store.invite(organization, email, role ?? null);
    audit.record({ kind: "invited", actor: "administrator", organization: name });
    res.status(201).json({ id, link: `/invitations/${id}` });
  });

  router.get("/invitations", (req, res) => {
    const { q } = req.query;
    res.json({ invitations: lookup.invitations(typeof q === "string" ? q : "") });
  });

  router.post("/invitations/withdraw", (req, res) => {
    const { organization: name, email } = withdrawal.parse(req.body);
    const organization = organizations.get(name);
    if (organization === undefined) throw new AdminFault(422, `There is no organization ${name}.`);
    const withdrawn = store.withdrawInvitations(organization, email);
    if (withdrawn === 0) throw new AdminFault(404, `There is no open invitation to ${email}.`);
    audit.record({ kind: "uninvited", actor: "administrator", organization: name });
    res.json({ withdrawn });
  });

  router.post("/organizations/:name/begin-anew", (req, res) => {
    const organization = organizations.get(req.params.name);
    if (organization === undefined) throw new AdminFault(404, `There is no organization ${req.params.name}.`);
    const { seats } = newBeginning.parse(req.body);
    db.transaction(() => {
      store.begin(organization.name, seats ?? null);
      audit.record({ kind: "begun_anew", actor: "administrator", organization: organization.name });
    }).immediate();
    res.json({ name: organization.name, seats: seats ?? null });
  });

  router.put("/connections/:name", (req, res) => {
    const connection = parts.connections.get(req.params.name);
    if (connection === undefined) throw new AdminFault(404, `There is no connection ${req.params.name}.`);
    const { attributes, roles, groupsSeparator } = reconnected(remapped(connection, newMapping.parse(req.body)));
    res.json({ name: connection.name, attributes, roles, groups_separator: groupsSeparator });
  });

  router.get("/events", (req, res) => {
    const { account, before, q, limit } = eventsQuery.parse(req.query);
    const wanted = { ...(account === undefined ? {} : { account }), ...(q === undefined ? {} : { q }) };
    const events = audit.list({ ...wanted, ...(before === undefined ? {} : { before }), limit });
    const last = events.length === limit ? events.at(-1) : undefined;
    const query = new URLSearchParams({ ...wanted, limit: String(limit), before: String(last?.id ?? "") });
    res.json({ events, next: last === undefined ? null : `/admin/events?${query.toString()}` });
  });

  router.use((req, res) => {
    res.status(404).json({ error: `there is no ${req.method} ${req.path} here` });
  });
  router.use(asJson);
  return router;
}

function bearer(adminToken: string): RequestHandler {
  const expected = digest(`Bearer ${adminToken}`);
  return (req, res, next) => {
    if (timingSafeEqual(digest(req.headers.authorization ?? ""), expected)) next();
    else res.status(401).set("www-authenticate", "Bearer").json({ error: "the admin token is missing or wrong" });
  };
}

/** Of equal length whatever the text, as timingSafeEqual wants it. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

const asJson: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (error instanceof z.ZodError) res.status(422).json({ error: z.prettifyError(error) });
  else if (error instanceof AdminFault) res.status(error.status).json({ error: error.message });
  else if (error instanceof SyntaxError) res.status(400).json({ error: "the body is not JSON" });
  else next(error);
};
