import express from "express";
import type { Request, Response, Router } from "express";
import type Provider from "oidc-provider";
import type { InteractionResults } from "oidc-provider";
import { defined } from "../../defined.ts";
import { choosePeople, SEARCH_FIELD } from "../login/index.ts";
import type { HostServices } from "../mount.ts";
import { PICK_FIELD } from "../port.ts";
import type { Client } from "./clients.ts";
import { SessionNotFound } from "./library.ts";
import { expectedSubject, isExpected } from "./expected.ts";
import type { Place } from "./place.ts";
import { CONSENTED, signedIn } from "./policy.ts";
import { expiredPage } from "./problem.ts";

const SOMEBODY_ELSE = {
  error: "login_required",
  error_description: "somebody else signed in than the request asks for (id_token_hint, or sub in claims)",
} as const;

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The login page of an authorization request, and what its forms post. Cookies bind it to the browser that asked. */
export function loginRoutes(
  first: Client,
  clients: () => readonly Client[],
  { shape }: Place,
  getProvider: () => Promise<Provider>,
): Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false });
  const asking = (params: Readonly<Record<string, unknown>>): Client =>
    clients().find(({ spec }) => spec.client_id === params.client_id) ?? first;

  router.get("/login/:uid", async (req, res) => {
    const asked = await interaction(req, res);
    if (asked === null) return;
    const { params } = asked;
    const { spec, host } = asking(params);
    if (asked.prompt.name === "consent" && asked.session !== undefined) return await answer(req, res, CONSENTED);
    if (isTurnedAway(asked, host)) return await turnAway(req, res, asked);
    const chosen = host.chosen(req);
    if (chosen !== undefined) return await finish(req, res, chosen, asked);
    const search = textOf(req.query[SEARCH_FIELD]) ?? "";
    const hint = (shape.login_hint === "ignored" ? undefined : textOf(params.login_hint)) ?? expectedSubject(params);
    const domain = shape.domain_hint === null ? undefined : textOf(params[shape.domain_hint]);
    const action = `${host.base}/login/${req.params.uid}`;
    res.send(
      host.login.pick({
        connection: spec.name,
        relyingParty: spec.client_id,
        ...choosePeople(host.people, search, { person: hint, domain }),
        search,
        ...defined({ preselect: hint }),
        pickAction: new URL(`${action}/pick`).pathname,
        cancelAction: new URL(`${action}/cancel`).pathname,
        unassignedAction: new URL(`${action}/unassigned`).pathname,
        carry: {},
      }),
    );
  });

  router.post("/login/:uid/pick", form, async (req, res) => {
    const asked = await interaction(req, res);
    if (asked === null) return;
    const { params } = asked;
    const { host } = asking(params);
    const key = textOf(field(req, PICK_FIELD));
    if (key === undefined || host.people.find(key) === undefined) {
      const chosen = [{ name: "Chosen", value: key ?? "(nobody)" }];
      res
        .status(400)
        .send(host.login.problem("Nobody of this key is known here", "Go back and choose somebody else.", chosen));
      return;
    }
    await finish(req, res, key, asked);
  });

  router.post("/login/:uid/cancel", async (req, res) => {
    if ((await interaction(req, res)) === null) return;
    await answer(req, res, { ...shape.cancelled });
  });

  router.post("/login/:uid/unassigned", async (req, res) => {
    const asked = await interaction(req, res);
    if (asked === null) return;
    await turnAway(req, res, asked);
  });

  async function finish(req: Request, res: Response, key: string, asked: Interaction): Promise<void> {
    const { host } = asking(asked.params);
    if (!isExpected(host.people.find(key), expectedSubject(asked.params))) return await answer(req, res, SOMEBODY_ELSE);
    if (host.people.find(key)?.assigned === false) return await turnAway(req, res, asked);
    if (asked.session !== undefined && asked.session.accountId !== key) await forget(asked);
    await answer(req, res, signedIn(key, host.keepsSessions));
  }

  /** The application is not given to who has chosen. */
  async function turnAway(req: Request, res: Response, { params }: Interaction): Promise<void> {
    const { spec, host } = asking(params);
    const told = shape.unassigned(spec.client_id);
    if ("page" in told) res.status(403).send(host.login.unassigned(told.page));
    else await answer(req, res, { ...told });
  }

  async function answer(req: Request, res: Response, result: InteractionResults): Promise<void> {
    await (await getProvider()).interactionFinished(req, res, { ...result }, { mergeWithLastSubmission: false });
  }

  /** Somebody else signs in where a session is kept: that one is over. The library would ask for a sign-out first. */
  async function forget(asked: Interaction): Promise<void> {
    const { Session } = await getProvider();
    await (await Session.findByUid(asked.session?.uid ?? ""))?.destroy();
    delete asked.session;
    await asked.persist();
  }

  /** The request that the page belongs to; where there is none any more, the answer is given. */
  async function interaction(req: Request, res: Response): Promise<Interaction | null> {
    try {
      return await (await getProvider()).interactionDetails(req, res);
    } catch (error) {
      if (!(error instanceof SessionNotFound)) throw error;
      res.status(400).send(expiredPage(first.host));
      return null;
    }
  }

  return router;
}

/** Whether the session of the browser is of somebody to whom the application is not given, and nobody else is asked for. */
function isTurnedAway({ session, params }: Interaction, { people }: HostServices): boolean {
  if (session === undefined || people.find(session.accountId)?.assigned !== false) return false;
  return !/\b(?:login|select_account|create)\b/.test(textOf(params.prompt) ?? "");
}

function field(req: Request, name: string): unknown {
  const body: unknown = req.body;
  return typeof body === "object" && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
