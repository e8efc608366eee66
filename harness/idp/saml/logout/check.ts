import type { Request } from "express";
import { compare } from "../request/check.ts";
import type { Received } from "../request/decode.ts";
import { RefusedRequest } from "../request/refused.ts";
import { checkSignature, type SignedMessage } from "../request/signature.ts";
import type { KnownLogout, KnownSpec } from "../sp/relying-party.ts";

/** @throws {RefusedRequest} where it is not the connection's SP that speaks: nothing is sent to anybody then */
export function requireIssuer({ issuer }: { readonly issuer: string }, spec: KnownSpec): void {
  if (issuer === spec.sp_entity_id) return;
  throw new RefusedRequest(
    "Unknown service provider",
    "The Issuer of the message is not the entityID that this connection trusts.",
    compare("Issuer", issuer || "empty", spec.sp_entity_id),
  );
}

/**
 * Holds a message of Single Logout against the address that it came to and the SP's keys.
 * @throws {RefusedRequest}
 */
export function requireGenuine(
  req: Request,
  received: Received,
  message: SignedMessage,
  { sloUrl, spec, logout }: { readonly sloUrl: string; readonly spec: KnownSpec; readonly logout: KnownLogout },
): void {
  if (message.destination !== undefined && message.destination !== sloUrl) {
    throw new RefusedRequest(
      "The message is meant for another address",
      `Destination is ${message.destination}, and this is ${sloUrl}.`,
    );
  }
  const query = req.originalUrl.slice(req.originalUrl.indexOf("?") + 1);
  checkSignature(received, message, query, logout.certificate, spec.signature === "rsa-sha1");
}
