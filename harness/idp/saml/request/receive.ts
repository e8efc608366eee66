import type { Request } from "express";
import type { HostServices } from "../../mount.ts";
import type { SamlSpec } from "../../port.ts";
import type { Reply } from "../response/reply.ts";
import { checkRequest } from "./check.ts";
import { decodeRequest } from "./decode.ts";
import type { Binding, Parameters, Received } from "./decode.ts";
import { parseAuthnRequest } from "./parse.ts";
import type { AuthnRequest } from "./parse.ts";
import { checkSignature } from "./signature.ts";

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
  const request = readNoted(req, received, spec, host);
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

function readNoted(req: Request, received: Received, spec: SamlSpec, host: HostServices): AuthnRequest {
  const { xml, binding } = received;
  let told: { readonly [name: string]: unknown } = {};
  try {
    const request = parseAuthnRequest(xml);
    told = { ...readable(request), signature: "refused" };
    const query = req.originalUrl.slice(req.originalUrl.indexOf("?") + 1);
    told = { ...told, signature: checkSignature(received, request, query, spec.sp_certificate) };
    return request;
  } finally {
    host.note(req, { kind: "AuthnRequest", content: { xml, binding, ...told } });
  }
}

function readable(request: AuthnRequest): { readonly [name: string]: unknown } {
  return {
    id: request.id,
    issuer: request.issuer,
    ...(request.acsUrl === undefined ? {} : { acs: request.acsUrl }),
    ...(request.destination === undefined ? {} : { destination: request.destination }),
  };
}
