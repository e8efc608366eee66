import { defined } from "../../../defined.ts";
import { elsewhereOf } from "../../elsewhere.ts";
import type { HostServices } from "../../mount.ts";
import { overageAddress } from "../../overage.ts";
import type { IdpPerson } from "../../port.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import type { Use } from "../tampers/tamper.ts";
import { relayStateOf, tamperWith } from "../tampers/tampering.ts";
import { keyAlgorithm, methodsOf } from "../xml/methods.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";
import { Envelopes } from "../xml/envelopes.ts";
import { sealResponse } from "../xml/sign.ts";
import type { Sealing } from "../xml/sign.ts";
import { keyAttributes } from "./attributes.ts";
import { buildResponse } from "./build.ts";
import type { Reply } from "./reply.ts";

export interface ComposedResponse {
  /** As it leaves: signed, and corrupted where a tamper is armed. */
  readonly xml: string;
  /** Whether the armed tamper is in it. */
  readonly tampered: boolean;
  /** Where another one goes with it than was asked for. */
  readonly relayState?: string;
  /** Before all that: what the SP should be told. */
  readonly built: string;
}

/** The Response for a person: built, signed, and corrupted on the way where a tamper is armed for them. */
export async function composeResponse(
  person: IdpPerson,
  spec: KnownSpec,
  entityId: string,
  reply: Reply,
  host: HostServices,
): Promise<ComposedResponse> {
  const key = (name: string) => host.keys.signingKey(name, keyAlgorithm(spec));
  const methods = methodsOf(spec);
  const envelopes = new Envelopes(spec.encrypt);
  const encrypt = (xml: string) => envelopes.seal(xml);
  const sealing: Sealing = {
    sign: spec.sign,
    key: await host.signers.of(person.key, keyAlgorithm(spec)),
    methods,
    encrypt,
  };
  const built = buildResponse(person, spec, entityId, reply, overageAddress(host.base, person.key));
  const armed = host.tampers.armed(person.key);
  if (armed === undefined) return { xml: sealResponse(built, sealing), tampered: false, built };
  const exchange = {
    request: reply.inResponseTo !== undefined,
    unsolicited: reply.inResponseTo === undefined,
    readable: spec.encrypt === undefined,
    encrypted: spec.encrypt !== undefined,
    unsigned_response: spec.sign === "assertion",
    rsa: keyAlgorithm(spec) === "RS256",
    key_attribute: keyAttributes(spec).length > 0,
    neighbour: host.keysOf(String(armed.parameters["of"])) !== undefined,
    own_address: !host.receivesAt(String(armed.parameters["of"]), reply.acs),
  };
  const signed = (unsigned: Parameters<typeof serializeXml>[0], by: Sealing) =>
    envelopes.open(parseXml(sealResponse(serializeXml(unsigned), { ...by, encrypt })));
  const neighbours = (name: string) => (host.keysOf(name) ?? host.keys).signingKey("signing", keyAlgorithm(spec));
  const use: Omit<Use, "parameters" | "unsealed"> = {
    spec,
    elsewhere: elsewhereOf(host, person.key),
    signAsNeighbour: async (unsigned, name) =>
      signed(unsigned, { sign: spec.sign, key: await neighbours(name), methods }),
    neighbour: (name) => host.nameOf(name),
    signAsStranger: async (unsigned) => signed(unsigned, { sign: spec.sign, key: await key("stranger"), methods }),
    signByCertificate: async (unsigned) =>
      signed(unsigned, { sign: spec.sign, key: sealing.key, hand: { secret: sealing.key.certificatePem } }),
    signResponse: async (unsigned) => signed(unsigned, { sign: "response", key: sealing.key, methods }),
  };
  const result = await tamperWith(built, armed, { exchange, sealing, envelopes, use });
  if ("xml" in result)
    return { xml: result.xml, tampered: true, built, ...defined({ relayState: relayStateOf(armed) }) };
  host.tampers.notApplicable(person.key, result.notApplicable);
  return { xml: sealResponse(built, sealing), tampered: false, built };
}
