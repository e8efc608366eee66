import type { Request, Response } from "express";
import { provision } from "../accounts/provision.ts";
import type { Connection } from "../config/model.ts";
import type { Assertion } from "../mapping/assertion.ts";
import { begunBy } from "../session/begun-by.ts";
import { wholeGroups } from "./groups.ts";
import { askForProof, type LinkingParts } from "./linking.ts";

/** The end of every sign-in, whatever the protocol: provision, then a session, a question or an honest page. */
export type SignIn = (
  req: Request,
  res: Response,
  connection: Connection,
  assertion: Assertion,
  returnTo: string,
) => Promise<void>;

export function signInWith(parts: LinkingParts): SignIn {
  return async (req, res, connection, told, returnTo) => {
    const assertion = await wholeGroups(connection, told, parts.workings.mapping);
    const provisioned = await provision(parts, connection, assertion, { signedIn: req.session.accountId });
    if (provisioned.kind === "refused") {
      parts.workings.page.refused(res, connection, provisioned.refusal);
      return;
    }
    if (provisioned.kind === "confirm") {
      askForProof(parts, req, res, { connection, account: provisioned.account, assertion }, returnTo);
      return;
    }
    await parts.workings.session.start(
      req,
      provisioned.account,
      connection.policy.session_max,
      begunBy(connection.name, assertion),
    );
    res.redirect(303, returnTo);
  };
}
