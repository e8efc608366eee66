import { z } from "zod";
import type { Connection } from "../config/model.ts";
import type { Assertion } from "../mapping/assertion.ts";
import type { MappingRules } from "../mapping/rules.ts";
import { ProtocolFault } from "./faults.ts";

const TIMEOUT_MS = 5_000;
const memberOf = z.object({ value: z.array(z.string()) });

/**
 * The assertion with all groups of somebody who is in more of them than a message holds, where the policy says to ask.
 * They are asked for at the identity provider's own origin and nowhere else: the address comes in a message, and the
 * access token is sent there. (At Entra itself that is Graph, asked with the application's own credentials by SAML.)
 * Throws ProtocolFault where they can not be had: nobody is let in with groups that were not looked at.
 */
export async function wholeGroups(
  connection: Connection,
  assertion: Assertion,
  rules: Pick<MappingRules, "groupsElsewhere">,
): Promise<Assertion> {
  const address = connection.policy.groups_overage === "fetch" ? rules.groupsElsewhere(assertion, connection) : null;
  const name = connection.attributes["groups"];
  if (assertion.protocol === "oidc") {
    const { accessToken, ...rest } = assertion;
    if (address === null || name === undefined) return rest;
    const groups = await ask(connection, address, accessToken);
    const { _claim_names, ...claims } = assertion.claims;
    return { ...rest, claims: { ...claims, [name]: groups } };
  }
  if (address === null || name === undefined) return assertion;
  const groups = await ask(connection, address);
  const link = [...assertion.attributes].filter(([, values]) => values[0] !== address);
  return { ...assertion, attributes: new Map([...link, [name, groups]]) };
}

async function ask(connection: Connection, address: string, accessToken?: string): Promise<readonly string[]> {
  const known = connection.protocol === "oidc" ? connection.issuer : connection.metadataUrl;
  try {
    if (new URL(address).origin !== new URL(known).origin) throw new Error(`${address} is not of ${known}`);
    const answer = await fetch(address, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ securityEnabledOnly: false }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return memberOf.parse(await answer.json()).value;
  } catch (cause) {
    throw new ProtocolFault(
      "The identity provider does not tell which groups you are in at the moment. Try again later.",
      {
        status: 503,
        cause,
      },
    );
  }
}
