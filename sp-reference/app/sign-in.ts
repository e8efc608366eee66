import type { Request, Response } from "express";
import { provision, type Provisioning } from "../accounts/provision.ts";
import type { Connection } from "../config/model.ts";
import type { Assertion } from "../mapping/assertion.ts";
import { startSession } from "../session/session.ts";

/** The end of every sign-in, whatever the protocol: provision, then a session or an honest page. */
export type SignIn = (
  req: Request,
  res: Response,
  connection: Connection,
  assertion: Assertion,
  returnTo: string,
) => Promise<void>;

export function signInWith(parts: Provisioning): SignIn {
  return async (req, res, connection, assertion, returnTo) => {
    const provisioned = await provision(parts, connection, assertion);
    if (provisioned.kind === "refused") {
      parts.workings.page.refused(res, connection, provisioned.refusal);
      return;
    }
    await startSession(req, provisioned.account);
    res.redirect(303, returnTo);
  };
}
