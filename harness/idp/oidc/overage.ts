import express from "express";
import type { Router } from "express";
import type Provider from "oidc-provider";
import type { HostServices } from "../mount.ts";
import { OVERAGE_PATH, overageAddress, wholeGroups } from "../overage.ts";
import type { IdpPerson, OidcSpec } from "../port.ts";
import type { Client } from "./clients.ts";
import { tenantOf, type Place } from "./place.ts";
import { oidcShape } from "../profiles/index.ts";

/** Answers to the access token of the person's sign-in, since there is no other authority here to give one. */
export function overageRoute(
  { shape: { groups } }: Place,
  clients: () => readonly Client[],
  getProvider: () => Promise<Provider>,
): Router {
  const router = express.Router();
  if (groups.beyond !== "marker") return router;
  router.all(OVERAGE_PATH, async (req, res) => {
    const refuse = (status: number, code: string, message: string): void => {
      res.status(status).json({ error: { code, message } });
    };
    const [, bearer] = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? "") ?? [];
    const token = bearer === undefined ? undefined : await (await getProvider()).AccessToken.find(bearer);
    const client = clients().find(({ spec }) => spec.client_id === token?.clientId);
    const person = token?.accountId === undefined ? undefined : client?.host.people.find(token.accountId);
    if (person === undefined || client === undefined)
      return refuse(401, "InvalidAuthenticationToken", "Send an access token of a sign-in here.");
    if (req.params["id"] !== idOf(person, client.spec))
      return refuse(403, "Authorization_RequestDenied", "The access token is another person's.");
    res.json({ value: wholeGroups(groups, person) });
  });
  return router;
}

/** Where this person's groups are told. */
export function overageOf(person: IdpPerson, spec: OidcSpec, host: Pick<HostServices, "base">): string {
  return overageAddress(host.base, idOf(person, spec));
}

function idOf(person: IdpPerson, spec: OidcSpec): string {
  const { oid } = oidcShape(spec.profile).extra(person.claims, tenantOf(spec));
  return typeof oid === "string" ? oid : person.key;
}
