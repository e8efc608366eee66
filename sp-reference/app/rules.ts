import type { RequestHandler, Response } from "express";
import type { Connection, Organization } from "../config/model.ts";
import type { Refusal } from "../decision/model.ts";
import { ownHost } from "./own-host.ts";
import { render } from "./render.ts";

/** Who is signed in, in what they are called by. */
export interface Shown {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** How decisions and people are shown to people. */
export interface PageRules {
  /** Whose requests are answered: those for this SP's own name. */
  readonly ownHost: (baseUrl: string) => RequestHandler;
  /** What the identity provider itself said where it let nobody in. */
  readonly said: (res: Response, words: string, retry: string | null) => void;
  /** The page where people land once they are signed in. */
  readonly landing: (res: Response, data: { readonly account: Shown; readonly [name: string]: unknown }) => void;
  /** Where the link of an open invitation leads: every way in that counts there. */
  readonly invitation: (
    res: Response,
    organization: Organization,
    invited: { readonly email: string; readonly connections: readonly Connection[] },
  ) => void;
  readonly refused: (res: Response, connection: Connection, refusal: Refusal) => void;
}

/** Says what was decided and why, which attribute and which connection, so that the person's administrator can act. */
function refused(res: Response, connection: Connection, refusal: Refusal): void {
  res.status(403);
  render(res, "refused", {
    title: "Sign-in refused",
    message: refusal.message,
    facts: {
      Connection: `${connection.name} (${connection.organization.title})`,
      Attribute: refusal.attribute,
      Policy: refusal.policy,
      Reason: refusal.reason,
    },
    effect:
      refusal.reason === "pending_approval"
        ? "No session came of this sign-in."
        : "No session came of this sign-in, and no account was made or changed.",
    retry: `/auth/${connection.name}`,
  });
}

/** Whoever sends somebody to the callback writes these words: the view escapes them like every other. */
function said(res: Response, words: string, retry: string | null): void {
  res.status(403);
  render(res, "refused", { title: "Sign-in refused", message: words, facts: {}, retry });
}

/** What an identity provider says of a name is text, and the view escapes it. */
const landing: PageRules["landing"] = (res, data) =>
  render(res, "account", { title: data.account.name ?? data.account.email ?? "Your account", ...data });

const invitation: PageRules["invitation"] = (res, { title }, invited) =>
  render(res, "invitation", { title: `${title} invites you`, ...invited });

export const pageRules: PageRules = { ownHost, refused, invitation, said, landing };
