import { BINDING } from "../names.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import type { AuthnRequest } from "./parse.ts";
import { RefusedRequest } from "./refused.ts";

/**
 * Holds an AuthnRequest against its connection, and tells where the Response goes: to the address that it names,
 * which must be one of the connection's, or to the first (for an index too: the connection numbers none).
 * @throws {RefusedRequest} with what was asked beside what is configured
 */
export function checkRequest(request: AuthnRequest, spec: KnownSpec, ssoUrl: string): string {
  if (request.issuer !== spec.sp_entity_id) {
    throw new RefusedRequest(
      "Unknown service provider",
      "The Issuer of the request is not the entityID that this connection trusts.",
      compare("Issuer", request.issuer || "empty", spec.sp_entity_id),
    );
  }
  if (request.destination !== undefined && request.destination !== ssoUrl) {
    throw new RefusedRequest(
      "The request is meant for another address",
      "Destination must name the address to which the request was sent (SAML Core 3.2.1).",
      compare("Destination", request.destination, ssoUrl),
    );
  }
  if (request.protocolBinding !== undefined && request.protocolBinding !== BINDING.post) {
    throw new RefusedRequest(
      "No answer by that binding",
      "Responses leave by HTTP-POST only.",
      compare("ProtocolBinding", request.protocolBinding, BINDING.post),
    );
  }
  return consumerService(request, spec);
}

function consumerService(request: AuthnRequest, spec: KnownSpec): string {
  if (request.acsUrl !== undefined && request.acsIndex !== undefined) {
    throw new RefusedRequest(
      "Ambiguous assertion consumer service",
      "AssertionConsumerServiceURL and AssertionConsumerServiceIndex exclude each other (SAML Core 3.4.1).",
      [
        { name: "AssertionConsumerServiceURL", value: request.acsUrl },
        { name: "AssertionConsumerServiceIndex", value: request.acsIndex },
      ],
    );
  }
  if (request.acsUrl !== undefined && !spec.acs.includes(request.acsUrl)) {
    throw new RefusedRequest(
      "Foreign assertion consumer service",
      "The request wants its answer sent to an address that this connection does not list under acs.",
      compare("AssertionConsumerServiceURL", request.acsUrl, spec.acs.join(", ") || "none"),
    );
  }
  return request.acsUrl ?? defaultConsumerService(spec);
}

/** Where a Response goes when nobody named an address. */
export function defaultConsumerService(spec: KnownSpec): string {
  const [first] = spec.acs;
  if (first !== undefined) return first;
  throw new RefusedRequest("No assertion consumer service", `The connection ${spec.name} lists no address under acs.`);
}

function compare(what: string, asked: string, configured: string): { readonly name: string; readonly value: string }[] {
  return [
    { name: `${what} in the request`, value: asked },
    { name: "configured", value: configured },
  ];
}
