import { onTestFinished } from "vitest";
import { startIdps } from "../../../../harness/idp/index.ts";
import type { Idps, IdpPerson, SamlFacts, SamlSpec } from "../../../../harness/idp/port.ts";
import type { Exchange } from "../../../../harness/observe/exchange.ts";

/** The one connection of these tests. */
export const CONNECTION = "acme-saml";
export const NEIGHBOUR = "neighbour";

export const ADA: IdpPerson = {
  key: "ada",
  claims: {
    subject: "q1x-ada",
    email: "ada.q1x@acme.test",
    email_verified: true,
    given_name: "Ada",
    family_name: "Tester",
    name: "Ada Tester",
    preferred_username: "ada.q1x",
  },
};

export interface RunningIdp {
  readonly idps: Idps;
  readonly facts: SamlFacts;
  readonly spec: SamlSpec;
  readonly exchanges: readonly Exchange[];
}

/** A real IdP on loopback with ada in it; gone when the test has finished. Metadata says who the SP is, or this does. */
export async function startIdp(changes: Partial<SamlSpec> = {}): Promise<RunningIdp> {
  const sp = { sp_entity_id: "urn:acme-app", acs: ["http://localhost:9/acs"] };
  const spec: SamlSpec = {
    protocol: "saml",
    name: CONNECTION,
    ...(changes.sp_metadata === undefined ? sp : { acs: [] }),
    name_id: "persistent",
    sign: "assertion",
    attributes: {},
    ...changes,
  };
  const exchanges: Exchange[] = [];
  const idps = await startIdps({
    listen: "127.0.0.1:0",
    connections: [spec, { ...spec, name: NEIGHBOUR, acs: spec.acs.map((acs) => `${acs}/theirs`) }],
    stateDir: null,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  onTestFinished(() => idps.close());
  const facts = await idps.facts(CONNECTION);
  if (facts.protocol !== "saml") throw new Error("not a SAML connection");
  idps.admit(CONNECTION, ADA);
  return { idps, facts, spec, exchanges };
}
