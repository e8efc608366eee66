import type { HostServices } from "../../mount.ts";
import type { IdpPerson } from "../../port.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import { findTamper } from "../tampers/registry.ts";
import { rewriteResponse } from "../xml/rewrite.ts";
import { sealResponse } from "../xml/sign.ts";
import type { Sealing } from "../xml/sign.ts";
import { buildResponse } from "./build.ts";
import type { Reply } from "./reply.ts";

export interface ComposedResponse {
  /** As it leaves: signed, and corrupted where a tamper is armed. */
  readonly xml: string;
  /** Whether the armed tamper is in it. */
  readonly tampered: boolean;
}

/** The Response for a person: built, signed, and, where a tamper is armed for them, rewritten and signed again. */
export async function composeResponse(
  person: IdpPerson,
  spec: KnownSpec,
  entityId: string,
  reply: Reply,
  host: HostServices,
): Promise<ComposedResponse> {
  const sealing: Sealing = {
    sign: spec.sign,
    key: await host.keys.signingKey("signing", "RS256"),
    encrypt: spec.encrypt,
  };
  const built = buildResponse(person, spec, entityId, reply);
  const armed = host.tampers.armed(person.key);
  if (armed === undefined) return { xml: sealResponse(built, sealing), tampered: false };
  const found = findTamper(armed.name);
  if ("notApplicable" in found) {
    host.tampers.notApplicable(person.key, found.notApplicable);
    return { xml: sealResponse(built, sealing), tampered: false };
  }
  const context = { spec, parameters: armed.parameters };
  const readable = sealResponse(built, { sign: sealing.sign, key: sealing.key });
  const xml = rewriteResponse(readable, (response) => found.tamper.edit(response, context), sealing);
  return { xml, tampered: true };
}
