import { Router, type Response } from "express";
import type { Connection, Organization } from "../config/model.ts";
import { isOwnDomain } from "../decision/own-domain.ts";
import { domainOf } from "../mapping/address.ts";
import { formText } from "./form.ts";
import { render } from "./render.ts";

/** What is decided of an address that somebody types before anybody has said who they are. */
export interface FrontDoorRules {
  /** The connections of whose domain it is. Never by account: the answer would tell who has one. */
  readonly connectionsOf: (connections: readonly Connection[], email: string) => readonly Connection[];
  /** What everybody reads whose domain no organization has, known here or not. */
  readonly unknown: (res: Response, email: string) => void;
}

function connectionsOf(connections: readonly Connection[], email: string): readonly Connection[] {
  return connections.filter((connection) => isOwnDomain(connection, email));
}

function unknown(res: Response, email: string): void {
  res.status(404);
  render(res, "refused", {
    title: "No organization found",
    message: `No organization here signs in with addresses of ${domainOf(email)}.`,
    facts: {},
    retry: "/auth/email",
  });
}

export const frontDoorRules: FrontDoorRules = { connectionsOf, unknown };

/**
 * Where people sign in who know their address and not their organization. It leads on by the domain alone; an
 * organization with several providers asks which. Nothing is remembered and nobody is let in here, so that the form
 * needs no key.
 */
export function frontDoorRoutes(connections: ReadonlyMap<string, Connection>, rules: FrontDoorRules): Router {
  const router = Router();

  router.get("/", (_req, res) => {
    render(res, "email", { title: "Sign in with your work address" });
  });

  router.post("/", (req, res) => {
    const email = formText(req, "email").trim();
    const found = rules.connectionsOf([...connections.values()], email);
    const [only, ...others] = found;
    if (only === undefined) rules.unknown(res, email);
    else if (others.length === 0) res.redirect(303, `/auth/${only.name}`);
    else render(res, "choice", { title: `Sign in to ${namesOf(found)}`, connections: found });
  });

  return router;
}

/** Two organizations may have verified one domain. */
function namesOf(connections: readonly Connection[]): string {
  const organizations = new Set<Organization>(connections.map(({ organization }) => organization));
  return [...organizations].map(({ title }) => title).join(" or ");
}
