import type { Request } from "express";
import type { HostServices } from "../../mount.ts";
import type { SamlSpec } from "../../port.ts";
import type { Reply } from "../response/reply.ts";
import { checkRequest } from "./check.ts";
import { decodeRequest } from "./decode.ts";
import type { Binding, Parameters, Received } from "./decode.ts";
import { parseAuthnRequest } from "./parse.ts";
import type { AuthnRequest } from "./parse.ts";

/** A request that fits its connection. */
export interface AcceptedRequest {
  readonly reply: Reply;
  readonly isPassive: boolean;
  readonly subject?: string;
}

/**
 * Takes an AuthnRequest from the wire: decoded, noted, read and held against the connection, in this order, so that
 * the record shows a request that was refused too.
 * @throws {RefusedRequest}
 */
export function receiveRequest(
  req: Request,
  binding: Binding,
  parameters: Parameters,
  spec: SamlSpec,
  ssoUrl: string,
  host: HostServices,
): AcceptedRequest {
  const received = decodeRequest(binding, parameters);
  const request = readNoted(req, received, host);
  const acs = checkRequest(request, spec, ssoUrl);
  return {
    reply: {
      acs,
      inResponseTo: request.id,
      ...(received.relayState === undefined ? {} : { relayState: received.relayState }),
      ...(request.nameIdFormat === undefined ? {} : { nameIdFormat: request.nameIdFormat }),
      ...(request.authnContextClassRef === undefined ? {} : { authnContextClassRef: request.authnContextClassRef }),
    },
    isPassive: request.isPassive,
    ...(request.subject === undefined ? {} : { subject: request.subject }),
  };
}

function readNoted(req: Request, received: Received, host: HostServices): AuthnRequest {
  const { xml, binding } = received;
  let request: AuthnRequest | undefined;
  try {
    request = parseAuthnRequest(xml);
    return request;
  } finally {
    host.note(req, {
      kind: "AuthnRequest",
      content: { xml, binding, ...(request === undefined ? {} : readable(request, received)) },
    });
  }
}

/** No certificate of the SP is configured, so a signature is told of and never called good. */
function readable(request: AuthnRequest, { querySigned }: Received): { readonly [name: string]: unknown } {
  return {
    id: request.id,
    issuer: request.issuer,
    ...(request.acsUrl === undefined ? {} : { acs: request.acsUrl }),
    ...(request.destination === undefined ? {} : { destination: request.destination }),
    signature: request.enveloped || querySigned ? "not verified" : "none",
  };
}
