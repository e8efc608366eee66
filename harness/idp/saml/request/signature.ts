import { SignedXml } from "xml-crypto";
import { NS } from "../names.ts";
import { children, rootOf } from "../xml/elements.ts";
import { acceptedMethods, SIGNATURES, verifyBytes, XML_DIGESTS, XML_SIGNATURES } from "../xml/methods.ts";
import type { SignatureMethod } from "../xml/methods.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";
import type { Parameter, Received } from "./decode.ts";
import type { AuthnRequest } from "./parse.ts";
import { RefusedRequest } from "./refused.ts";

/** What is known of a request's signature; `not verified`: there is one, and no certificate to hold it against. */
export type SignatureState = "none" | "not verified" | "verified";

/** What a query is signed as, beside the signature itself (SAML Bindings 3.4.4.1). */
const signedNames = (parameter: Parameter): readonly string[] => [parameter, "RelayState", "SigAlg"];

/** What of a message its signature is about. */
export type SignedMessage = Pick<AuthnRequest, "xml" | "id" | "destination" | "enveloped">;

/**
 * Holds a request's signature against the SP's certificates, any of which will do: of HTTP-Redirect the one in the
 * query (SAML Bindings 3.4.4.1), of HTTP-POST the enveloped one (SAML Core 5.4). Without a certificate a signature
 * proves nothing and is told as such.
 * @param query the query as it was sent, percent-encoding included
 * @param certificate one or several, PEM
 * @param weak whether SHA-1 will do
 * @throws {RefusedRequest} where there is a certificate and no good signature by its key
 */
export function checkSignature(
  received: Received,
  request: SignedMessage,
  query: string,
  certificate: string | undefined,
  weak = false,
): SignatureState {
  const raw = received.binding === "redirect" ? rawParameters(query, received.parameter) : null;
  const signed = raw === null ? request.enveloped : raw.has("Signature");
  if (certificate === undefined) return signed ? "not verified" : "none";
  if (!signed) {
    throw refused("The connection names the SP's certificate, so its requests must be signed; this one is not.");
  }
  if (request.destination === undefined) {
    throw refused("A signed request must name its Destination (SAML Bindings 3.4.5.2 and 3.5.5.2).");
  }
  const isGood = (one: string): boolean =>
    raw === null ? isEnvelopedGood(request, one, weak) : isQueryGood(raw, received.parameter, one, weak);
  if (!every(certificate).some(isGood)) throw notGood();
  return "verified";
}

/** A PEM text may hold several: an SP that moves from one key to the next announces both. */
function every(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [pem];
}

/**
 * Parameter -> the bytes between `=` and `&`: what was signed is the text as the sender wrote it. A name that is spelt
 * otherwise, or stands twice, would be read and not be what was signed.
 */
function rawParameters(query: string, parameter: Parameter): ReadonlyMap<string, string> {
  const pairs = query.split("&").map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    return equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  const read = new URLSearchParams(query);
  const odd = [...signedNames(parameter), "Signature"].find(
    (name) => read.getAll(name).length > Math.min(1, pairs.filter(([raw]) => raw === name).length),
  );
  if (odd !== undefined) throw refused(`The parameter ${odd} must stand once, and be spelt as the binding has it.`);
  return new Map(pairs);
}

function isQueryGood(
  raw: ReadonlyMap<string, string>,
  parameter: Parameter,
  certificate: string,
  weak: boolean,
): boolean {
  const method = methodOf(decoded(raw.get("SigAlg")), weak);
  const content = signedNames(parameter)
    .filter((name) => raw.has(name))
    .map((name) => `${name}=${raw.get(name)}`)
    .join("&");
  return verifyBytes(method, Buffer.from(content), certificate, decoded(raw.get("Signature")));
}

function methodOf(uri: string, weak: boolean): SignatureMethod {
  const found = acceptedMethods(weak).signatures.find((name) => SIGNATURES[name].uri === uri);
  if (found === undefined) throw unknownAlgorithm(uri);
  return found;
}

function decoded(text = ""): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notGood();
  }
}

/** The signature must be the root's own child and cover the root: one that covers less would prove nothing of it. */
function isEnvelopedGood(request: SignedMessage, certificate: string, weak: boolean): boolean {
  const [signature, second] = children(rootOf(parseXml(request.xml)), NS.signature, "Signature");
  if (signature === undefined || second !== undefined) throw refused("A request carries one signature, not several.");
  const verifier = new SignedXml({ publicCert: certificate });
  verifier.SignatureAlgorithms = { ...XML_SIGNATURES };
  verifier.HashAlgorithms = { ...XML_DIGESTS };
  let good = false;
  try {
    verifier.loadSignature(serializeElement(signature));
    methodOf(verifier.signatureAlgorithm ?? "", weak);
    const { digests } = acceptedMethods(weak);
    const odd = verifier.getReferences().find(({ digestAlgorithm }) => !digests.has(digestAlgorithm));
    if (odd !== undefined) throw unknownAlgorithm(odd.digestAlgorithm);
    good = verifier.checkSignature(request.xml);
  } catch (error) {
    if (error instanceof RefusedRequest) throw error;
  }
  const [reference, another] = verifier.getReferences();
  return good && another === undefined && reference?.uri === `#${request.id}`;
}

function serializeElement(element: ReturnType<typeof rootOf>): string {
  const alone = parseXml("<alone/>");
  alone.replaceChild(alone.importNode(element, true), rootOf(alone));
  return serializeXml(alone);
}

function unknownAlgorithm(algorithm: string): RefusedRequest {
  return refused(
    "Requests are signed with RSA or ECDSA and SHA-256, SHA-384 or SHA-512, and so are their digests; with SHA-1 only where the connection's `signature` is rsa-sha1.",
    [{ name: "algorithm", value: algorithm || "none" }],
  );
}

function notGood(): RefusedRequest {
  return refused("The signature does not verify with the SP's certificate that the connection names.");
}

function refused(
  explanation: string,
  details: { readonly name: string; readonly value: string }[] = [],
): RefusedRequest {
  return new RefusedRequest("The signature of the request is not accepted", explanation, details);
}
