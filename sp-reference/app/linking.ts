import { Router, type Request, type Response } from "express";
import { Attempts } from "../accounts/attempts.ts";
import { provision, type Provisioning } from "../accounts/provision.ts";
import type { Connection } from "../config/model.ts";
import { park, unpark, type Assertion, type ParkedAssertion } from "../mapping/assertion.ts";
import { begunBy } from "../session/begun-by.ts";
import { randomKey, type OneTime } from "../session/one-time.ts";
import type { PendingSignIns } from "../session/pending.ts";
import { formText } from "./form.ts";
import { ProtocolFault } from "./faults.ts";
import { render } from "./render.ts";

/** A verified sign-in that waits for the proof that an account is the person's. */
interface Parked {
  readonly connection: string;
  readonly account: string;
  readonly assertion: ParkedAssertion;
}

export interface LinkingParts extends Provisioning {
  readonly connections: ReadonlyMap<string, Connection>;
  readonly oneTime: OneTime;
  readonly pending: PendingSignIns;
}

const MINUTES_10 = 600_000;

/** Asks for the password of the account that would be linked. The sign-in waits, bound to this browser. */
export function askForProof(
  { oneTime, pending }: LinkingParts,
  req: Request,
  res: Response,
  waiting: { readonly connection: Connection; readonly account: string; readonly assertion: Assertion },
  returnTo: string,
): void {
  const { connection, account, assertion } = waiting;
  const key = randomKey();
  const parked: Parked = { connection: connection.name, account, assertion: park(assertion) };
  pending.begin(req, res, key, { connection: connection.name, returnTo });
  oneTime.put("link", key, parked, Date.now() + MINUTES_10);
  render(res, "link", { title: "Is this account yours?", organization: connection.organization.title, key });
}

/**
 * The answer. It counts once: who mistypes signs in again, so that this page is no place to try passwords at. The
 * sign-in is decided anew, for what was true when it was asked may not be true any more.
 */
export function linkRoutes(parts: LinkingParts): Router {
  const { connections, db, oneTime, pending, workings } = parts;
  const attempts = new Attempts(db);
  const router = Router();
  router.post("/", async (req, res) => {
    const key = formText(req, "key");
    const parked = oneTime.take("link", key) as Parked | undefined;
    const connection = parked === undefined ? undefined : connections.get(parked.connection);
    if (parked === undefined || connection === undefined) {
      throw new ProtocolFault("This sign-in is over: it was used already, or it took longer than ten minutes.");
    }
    const { returnTo } = pending.end(req, key, connection.name);
    if (attempts.begin(parked.account) > 0) {
      throw new ProtocolFault("Too many wrong passwords for this account: try again later.", { status: 429 });
    }
    if (!(await workings.credentials.proves(db, parked.account, formText(req, "password")))) {
      throw new ProtocolFault("That is not the account's password, so nothing was linked.", { status: 403 });
    }
    attempts.succeeded(parked.account);
    const assertion = unpark(parked.assertion);
    const provisioned = await provision(parts, connection, assertion, { proven: parked.account });
    if (provisioned.kind === "refused") {
      workings.page.refused(res, connection, provisioned.refusal);
      return;
    }
    // Another account has come to have the address meanwhile: that one is not proven.
    if (provisioned.kind === "confirm") throw new ProtocolFault("The accounts have changed meanwhile: start again.");
    await workings.session.start(
      req,
      provisioned.account,
      connection.policy.session_max,
      begunBy(connection.name, assertion),
    );
    res.redirect(303, returnTo);
  });
  return router;
}
