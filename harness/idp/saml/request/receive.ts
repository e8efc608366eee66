import type { Request } from "express";
import { defined } from "../../../defined.ts";
import type { HostServices } from "../../mount.ts";
import type { Reply } from "../response/reply.ts";
import type { RelyingParty } from "../sp/relying-party.ts";
import { checkRequest } from "./check.ts";
import { decodeRequest } from "./decode.ts";
import type { Binding, Parameters, Received } from "./decode.ts";
import { parseAuthnRequest } from "./parse.ts";
import type { AuthnRequest } from "./parse.ts";
import { checkSignature } from "./signature.ts";

/** A request that fits its connection, and where it is answered. */
interface AcceptedRequest {
  readonly request: AuthnRequest;
  readonly reply: Reply;
}

/**
 * Takes an AuthnRequest from the wire: decoded, noted, read and held against the connection, in this order, so that
 * the record shows a request that was refused too, also where the SP's metadata could not be had.
 * @throws {RefusedRequest}
 */
export async function receiveRequest(
  req: Request,
  binding: Binding,
  parameters: Parameters,
  party: RelyingParty,
  ssoUrl: string,
  host: HostServices,
): Promise<AcceptedRequest> {
  const received = decodeRequest(binding, parameters);
  const request = await readNoted(req, received, party, host);
  const acs = checkRequest(request, await party.known(), ssoUrl);
  return { request, reply: { acs, inResponseTo: request.id, ...defined({ relayState: received.relayState }) } };
}

async function readNoted(
  req: Request,
  received: Received,
  party: RelyingParty,
  host: HostServices,
): Promise<AuthnRequest> {
  const { xml, binding } = received;
  let told: { readonly [name: string]: unknown } = {};
  try {
    const request = parseAuthnRequest(xml);
    told = { ...readable(request), signature: "not verified" };
    const { sp_certificate, signature } = await party.known();
    told = { ...told, signature: "refused" };
    const query = req.originalUrl.slice(req.originalUrl.indexOf("?") + 1);
    told = { ...told, signature: checkSignature(received, request, query, sp_certificate, signature === "rsa-sha1") };
    return request;
  } finally {
    host.note(req, { kind: "AuthnRequest", content: { xml, binding, ...told } });
  }
}

function readable(request: AuthnRequest): { readonly [name: string]: unknown } {
  return {
    id: request.id,
    issuer: request.issuer,
    ...defined({ acs: request.acsUrl, destination: request.destination }),
  };
}
