import { createHash } from "node:crypto";
import { Router } from "express";
import type { AccountRow } from "../accounts/lookup.ts";
import { hashPassword } from "../accounts/password.ts";
import type { Provisioning } from "../accounts/provision.ts";
import { RESET, type Resettable, type SentLink } from "../accounts/reset.ts";
import { DEFAULT_POLICY } from "../config/policy.ts";
import { randomKey, type OneTime } from "../session/one-time.ts";
import type { PendingSignIns } from "../session/pending.ts";
import { ProtocolFault } from "./faults.ts";
import { formText } from "./form.ts";
import type { SendMail } from "./mail.ts";
import { render } from "./render.ts";

/** No connection can have this name. */
const FORGOT = "forgot";
const HOUR = 3_600_000;
const SHORTEST = 8;

export interface ResetParts extends Provisioning {
  readonly oneTime: OneTime;
  readonly pending: PendingSignIns;
  readonly send: SendMail;
  readonly baseUrl: string;
}

/**
 * A new password for who does not know the old one: by a link that is sent to the account's address, works once and for
 * an hour, and dies with the address and with the password. The page says the same whoever is asked for, and to each account of an address
 * goes a mail of its own.
 */
export function resetRoutes(parts: ResetParts): Router {
  const { audit, baseUrl, db, oneTime, pending, send, store, workings } = parts;
  const router = Router();

  router.get("/forgot", (req, res) => {
    const key = randomKey();
    pending.begin(req, res, key, { connection: FORGOT, returnTo: "/" });
    render(res, "forgot", { title: "Ask for a new password", key });
  });

  router.post("/forgot", async (req, res) => {
    pending.end(req, formText(req, "key"), FORGOT);
    let sentAny = false;
    for (const { id, ...account } of withAddress(parts, formText(req, "email"))) {
      if (account.email === null || !workings.reset.offered(account)) continue;
      const link = workings.reset.link(account.email);
      const sent: SentLink = { account: id, email: account.email, password: account.password };
      oneTime.put(RESET, link, sent, Date.now() + HOUR);
      sentAny = true;
      await send({
        to: account.email,
        subject: "A new password",
        text: `Somebody asked for a new password. If that was you, go on here within an hour:\n\n${workings.reset.base(req, baseUrl)}/auth/password/reset/${link}\n\nIf it was not, nothing has changed.\n`,
      });
    }
    const message = workings.reset.told(sentAny);
    render(res, "done", { title: "Look into your mail", message, next: "/" });
  });

  // The link itself changes nothing: mail scanners open links, too.
  router.get("/reset/:link", (req, res) => {
    const key = randomKey();
    pending.begin(req, res, key, { connection: RESET, returnTo: "/" });
    render(res, "reset", { title: "Choose a new password", key, link: req.params.link });
  });

  router.post("/reset/:link", async (req, res) => {
    pending.end(req, formText(req, "key"), RESET);
    const password = formText(req, "password");
    if (password.length < SHORTEST)
      throw new ProtocolFault(`A password has ${SHORTEST} characters or more: ask again.`);
    const hash = await hashPassword(password);
    const sent = workings.reset.take(oneTime, req.params.link);
    const account = sent === undefined ? undefined : byId(parts, sent.account);
    const good =
      sent !== undefined &&
      account !== undefined &&
      workings.reset.counts(sent, account) &&
      workings.reset.offered(account);
    if (!good) throw new ProtocolFault("This link is over: it was used, is too old, or went to another address.");
    db.transaction(() => {
      workings.reset.set(store, sent.account, hash);
      audit.record({ kind: "password_set", account: sent.account });
    }).immediate();
    if (workings.reset.signsIn) await workings.session.start(req, sent.account, DEFAULT_POLICY.session_max);
    render(res, "done", { title: "The password is set", message: "Sign in with it.", next: "/auth/password" });
  });

  return router;
}

function withAddress(parts: ResetParts, email: string): readonly (Resettable & { readonly id: string })[] {
  return parts.db
    .prepare<[string], AccountRow>("SELECT * FROM accounts WHERE lower(email) = lower(?) ORDER BY id")
    .all(email)
    .map((row) => ({ id: row.id, ...resettable(parts, row) }));
}

function byId(parts: ResetParts, id: string): Resettable | undefined {
  const row = parts.db.prepare<[string], AccountRow>("SELECT * FROM accounts WHERE id = ?").get(id);
  return row === undefined ? undefined : resettable(parts, row);
}

function resettable({ organizations, store }: ResetParts, row: AccountRow): Resettable {
  return {
    email: row.email,
    status: row.status,
    hasPassword: row.password_hash !== null,
    password: createHash("sha256")
      .update(row.password_hash ?? "")
      .digest("base64url"),
    policies: store.memberships(row.id).flatMap((name) => organizations.get(name)?.policy ?? []),
  };
}
