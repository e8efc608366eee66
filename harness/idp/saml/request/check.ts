import { BINDING } from "../names.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import type { AuthnRequest } from "./parse.ts";
import { RefusedRequest } from "./refused.ts";

/**
 * Holds an AuthnRequest against its connection, and tells where the Response goes: to the address that it names,
 * or the number, which must be one of the connection's, or to the first.
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
  if (request.acsIndex !== undefined) return numberedService(request.acsIndex, spec);
  return request.acsUrl ?? defaultConsumerService(spec);
}

/** SAML Core 3.4.1: the number is the SP's metadata's, so without that the only address is meant, and of several none. */
function numberedService(index: string, spec: KnownSpec): string {
  const { acs, services = [], name } = spec;
  if (services.length === 0) {
    if (acs.length === 1) return defaultConsumerService(spec);
    throw new RefusedRequest(
      "Assertion consumer services are not numbered here",
      `The request names one by its number, which stands in the SP's metadata alone: give the connection ${name} sp_metadata.`,
      compare("AssertionConsumerServiceIndex", index, acs.join(", ") || "none"),
    );
  }
  const found = services.find((service) => service.index === index);
  if (found?.binding === BINDING.post && acs.includes(found.location)) return found.location;
  const numbers = services.map((one) => {
    const isPost = one.binding === BINDING.post;
    return `${one.index} is ${one.location}${isPost ? "" : ` by ${one.binding.split(":").at(-1)}`}`;
  });
  throw new RefusedRequest(
    found === undefined ? "Unknown assertion consumer service" : "An assertion consumer service of no use here",
    found !== undefined && found.binding === BINDING.post
      ? "The connection lists other addresses under acs."
      : "Responses leave by HTTP-POST, for a service that the SP's metadata numbers (SAML Core 3.4.1).",
    compare("AssertionConsumerServiceIndex", index, numbers.join(", ")),
  );
}

/** Where a Response goes when nobody named an address. */
export function defaultConsumerService(spec: KnownSpec): string {
  const [first] = spec.acs;
  if (first !== undefined) return first;
  throw new RefusedRequest("No assertion consumer service", `The connection ${spec.name} lists no address under acs.`);
}

export function compare(
  what: string,
  asked: string,
  configured: string,
): { readonly name: string; readonly value: string }[] {
  return [
    { name: `${what} in the request`, value: asked },
    { name: "configured", value: configured },
  ];
}
