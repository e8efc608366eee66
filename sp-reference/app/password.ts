import { Router } from "express";
import { Attempts } from "../accounts/attempts.ts";
import type { Provisioning } from "../accounts/provision.ts";
import { DEFAULT_POLICY } from "../config/policy.ts";
import { shortest } from "../session/lifetime.ts";
import { randomKey } from "../session/one-time.ts";
import type { PendingSignIns } from "../session/pending.ts";
import { formText } from "./form.ts";
import { render } from "./render.ts";

/** No connection can have this name. */
const CONNECTION = "password";

/**
 * Signing in with a password, for accounts that an administrator made with one; who came by single sign-on has none,
 * unless their organization lets them have one by a link in a mail.
 * The form is a begun sign-in as any other: bound to its browser and good once, so that no other site can post it.
 * Wrong passwords are counted by the address that was typed; limits by where requests come from belong in front.
 */
export function passwordRoutes(parts: Provisioning, pending: PendingSignIns, sendsMail = false): Router {
  const { audit, db, organizations, store, workings } = parts;
  const attempts = new Attempts(db);
  const router = Router();

  router.get("/", (req, res) => {
    const key = randomKey();
    pending.begin(req, res, key, {
      connection: CONNECTION,
      returnTo: workings.session.returnTo(req.query["return_to"]),
    });
    render(res, "password", { title: "Sign in with a password", key, sendsMail });
  });

  router.post("/", async (req, res) => {
    const { returnTo } = pending.end(req, formText(req, "key"), CONNECTION);
    const email = formText(req, "email");
    const wait = attempts.begin(email);
    if (wait > 0) {
      res.status(429).set("retry-after", String(wait));
      render(res, "refused", {
        title: "Sign-in refused",
        message: `Too many wrong passwords for this address: try again in ${Math.ceil(wait / 60)} minutes.`,
        facts: {},
        retry: "/auth/password",
      });
      return;
    }
    const account = await workings.credentials.signIn(db, email, formText(req, "password"));
    if (account === null) {
      res.status(403);
      render(res, "refused", {
        title: "Sign-in refused",
        message: "There is no active account with this address and this password.",
        facts: {},
        retry: "/auth/password",
      });
      return;
    }
    attempts.succeeded(email);
    const policies = store.memberships(account).flatMap((name) => organizations.get(name)?.policy ?? []);
    if (!workings.credentials.admitted(policies)) {
      audit.record({ kind: "refused", account, detail: { reason: "sso_enforced", policy: "sso_enforced: on" } });
      res.status(403);
      render(res, "refused", {
        title: "Sign-in refused",
        message: "Your organization lets its people in by single sign-on alone.",
        facts: {},
        retry: "/",
      });
      return;
    }
    store.signedIn(account);
    audit.record({ kind: "signed_in", account });
    const times = policies.map(({ session_max: max }) => max);
    await workings.session.start(req, account, shortest(times, DEFAULT_POLICY.session_max));
    res.redirect(303, returnTo);
  });

  return router;
}
