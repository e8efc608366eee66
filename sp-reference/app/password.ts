import { Router } from "express";
import type { Provisioning } from "../accounts/provision.ts";
import { randomKey } from "../session/one-time.ts";
import type { PendingSignIns } from "../session/pending.ts";
import { localPath } from "../session/return-to.ts";
import { formText } from "./form.ts";
import { render } from "./render.ts";

/** No connection can have this name. */
const CONNECTION = "password";

/**
 * Signing in with a password, for accounts that an administrator made with one; who came by single sign-on has none.
 * The form is a begun sign-in as any other: bound to its browser and good once, so that no other site can post it.
 * What is not here is throttling: put it in front, by address and by account.
 */
export function passwordRoutes(parts: Provisioning, pending: PendingSignIns, baseUrl: string): Router {
  const { audit, db, store, workings } = parts;
  const router = Router();

  router.get("/", (req, res) => {
    const key = randomKey();
    pending.begin(req, res, key, { connection: CONNECTION, returnTo: localPath(req.query["return_to"], baseUrl) });
    render(res, "password", { title: "Sign in with a password", key });
  });

  router.post("/", async (req, res) => {
    const { returnTo } = pending.end(req, formText(req, "key"), CONNECTION);
    const account = await workings.credentials.signIn(db, formText(req, "email"), formText(req, "password"));
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
    store.signedIn(account);
    audit.record({ kind: "signed_in", account });
    await workings.session.start(req, account);
    res.redirect(303, returnTo);
  });

  return router;
}
