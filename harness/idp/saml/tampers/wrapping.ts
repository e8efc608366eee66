import type { Document, Element } from "@xmldom/xmldom";
import { NS, STATUS } from "../names.ts";
import { freshId } from "../response/opening.ts";
import { child, children, required, rootOf } from "../xml/elements.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";
import { assertionOf, forge, signedInfoOf, unsign } from "./parts.ts";
import { denied } from "./status.ts";
import type { Doings, Use } from "./tamper.ts";

/**
 * The signature holds each time: what it covers is there, only elsewhere. The places are the eight of the literature on
 * signature wrapping, which SAML Raider numbers, and those beside them.
 */
export const wrapping: Doings<"wrapping"> = {
  "wrapping-response-within": (response, use) =>
    aroundResponse(response, use, (signature, signed) => signature.appendChild(signed)),
  "wrapping-response-beside": (response, use) =>
    aroundResponse(response, use, (signature, signed) => signature.parentNode?.insertBefore(signed, signature)),
  "wrapping-forged-first": (response, use) =>
    besideAssertion(response, use, (forged, signed) => rootOf(response).insertBefore(forged, signed)),
  "wrapping-forged-last": (response, use) =>
    besideAssertion(response, use, (forged) => rootOf(response).appendChild(forged)),
  "wrapping-same-id": (response, use) =>
    besideAssertion(response, use, (forged, signed) => {
      forged.setAttribute("ID", signed.getAttribute("ID") ?? "");
      rootOf(response).insertBefore(forged, signed);
    }),
  "wrapping-forged-around": (response, use) =>
    besideAssertion(response, use, (forged, signed) => {
      rootOf(response).replaceChild(forged, signed);
      forged.appendChild(signed);
    }),
  "wrapping-signature-moved": (response, use) =>
    withSignature(response, use, (_signature, signed) => rootOf(response).appendChild(signed)),
  "wrapping-signed-in-signature": (response, use) =>
    withSignature(response, use, (signature, signed) => signature.appendChild(signed)),
  "wrapping-signed-in-object": (response, use) =>
    withSignature(response, use, (signature, signed) => objectIn(signature).appendChild(signed)),
  "wrapping-two-signed-infos": (response, use) =>
    withSecondSignedInfo(response, use, (signature, fitting, signed) => {
      signature.insertBefore(fitting, signedInfoOf(signature).nextSibling);
      objectIn(signature).appendChild(signed);
    }),
  "wrapping-signed-info-in-object": (response, use) =>
    withSecondSignedInfo(response, use, (signature, fitting, signed) => {
      const object = objectIn(signature);
      object.appendChild(fitting);
      signature.insertBefore(object, signature.firstChild);
      signature.parentNode?.parentNode?.appendChild(signed);
    }),
  "wrapping-forged-in-extensions": (response, use) =>
    besideAssertion(response, use, (forged) => {
      const extensions = response.createElementNS(NS.protocol, "samlp:Extensions");
      extensions.appendChild(forged);
      rootOf(response).insertBefore(extensions, required(rootOf(response), NS.protocol, "Status"));
    }),
  "wrapping-root-first": (response, use) => `${forgery(response, use)}${serializeXml(response)}`,
  "wrapping-root-last": (response, use) => `${serializeXml(response)}${forgery(response, use)}`,
  "wrapping-root-of-failure": async (response, use) => {
    const failed = parseXml(serializeXml(response));
    denied(failed, STATUS.RequestDenied);
    rootOf(failed).setAttribute("ID", freshId());
    return `${serializeXml(await use.signResponse(failed))}${forgery(response, use)}`;
  },
  "wrapping-subject-in-signature": (response, { spec }) => {
    const assertion = assertionOf(response);
    const signature = child(rootOf(response), NS.signature, "Signature") ?? signatureOf(assertion);
    const forged = assertion.cloneNode(true) as Element;
    forge(forged, spec);
    objectIn(signature).appendChild(required(forged, NS.assertion, "Subject"));
    return response;
  },
};

/** A Response about somebody else that nobody signed, as it is written. */
function forgery(response: Document, { spec }: Use): string {
  const forged = parseXml(serializeXml(response));
  unsign(forged);
  for (const element of [rootOf(forged), assertionOf(forged)]) element.setAttribute("ID", freshId());
  forge(assertionOf(forged), spec);
  return serializeXml(forged);
}

/** A forged Response holds the signature of the signed one, which is signed as a whole where it was not. */
async function aroundResponse(
  response: Document,
  { spec, signResponse }: Use,
  put: (signature: Element, signed: Element) => void,
): Promise<Document> {
  const forged = child(rootOf(response), NS.signature, "Signature") ? response : await signResponse(response);
  const root = rootOf(forged);
  const signed = root.cloneNode(true) as Element;
  signed.removeChild(signatureOf(signed));
  root.setAttribute("ID", freshId());
  const assertion = assertionOf(forged);
  withoutSignature(assertion);
  assertion.setAttribute("ID", freshId());
  forge(assertion, spec);
  put(signatureOf(root), signed);
  return forged;
}

/** A forged assertion without a signature goes somewhere beside the signed one. */
function besideAssertion(response: Document, { spec }: Use, put: (forged: Element, signed: Element) => void): Document {
  const signed = assertionOf(response);
  const forged = signed.cloneNode(true) as Element;
  withoutSignature(forged);
  forged.setAttribute("ID", freshId());
  forge(forged, spec);
  put(forged, signed);
  return response;
}

/** A forged assertion takes the place of the signed one, and its signature with it. */
function withSignature(
  response: Document,
  { spec }: Use,
  put: (signature: Element, signed: Element) => void,
): Document {
  const signed = assertionOf(response);
  const forged = signed.cloneNode(true) as Element;
  withoutSignature(signed);
  forged.setAttribute("ID", freshId());
  forge(forged, spec);
  rootOf(response).replaceChild(forged, signed);
  put(signatureOf(forged), signed);
  return response;
}

/**
 * A forged assertion holds the signature, and one of its own making beside it: `put` says where the SignedInfo goes that
 * fits the forgery, and where the signed assertion goes that the genuine one refers to. The references of both hold.
 */
async function withSecondSignedInfo(
  response: Document,
  { spec, signAsStranger }: Use,
  put: (signature: Element, fitting: Element, signed: Element) => void,
): Promise<Document> {
  const unsigned = parseXml(serializeXml(response));
  unsign(unsigned);
  assertionOf(unsigned).setAttribute("ID", freshId());
  forge(assertionOf(unsigned), spec);
  const forgery = await signAsStranger(unsigned);
  const strangers = signatureOf(assertionOf(forgery));
  const signed = forgery.importNode(assertionOf(response), true);
  const genuine = signatureOf(signed);
  strangers.parentNode?.replaceChild(genuine, strangers);
  put(genuine, signedInfoOf(strangers), signed);
  return forgery;
}

function withoutSignature(element: Element): void {
  for (const signature of children(element, NS.signature, "Signature")) element.removeChild(signature);
}

function signatureOf(element: Element): Element {
  return required(element, NS.signature, "Signature");
}

/** An Object of a signature is of any content, and is covered by it only where a Reference names it (XML Signature 4.5). */
function objectIn(signature: Element): Element {
  const object = signature.ownerDocument?.createElementNS(NS.signature, "ds:Object");
  if (object === undefined) throw new Error("the signature stands in no document");
  signature.appendChild(object);
  return object;
}
