import type { Document, Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { child, required, rootOf } from "../xml/elements.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";
import { assertionOf, forge, outermostSignature, signedInfoOf, subjectTexts, unsign } from "./parts.ts";
import type { Doings, Use } from "./tamper.ts";

export const signature: Doings<"signature"> = {
  "missing-signature": (response) => {
    unsign(response);
    return response;
  },
  "foreign-key": async (response, { signAsStranger }) => {
    unsign(response);
    return signAsStranger(response);
  },
  "neighbour-key": async (response, { signAsNeighbour, parameters }) => {
    unsign(response);
    return signAsNeighbour(response, String(parameters["of"]));
  },
  "as-neighbour": async (response, { signAsNeighbour, neighbour, parameters }) => {
    const of = String(parameters["of"]);
    unsign(response);
    for (const element of [rootOf(response), assertionOf(response)]) {
      const issuer = child(element, NS.assertion, "Issuer");
      if (issuer !== undefined) issuer.textContent = neighbour(of) ?? "";
    }
    return signAsNeighbour(response, of);
  },
  "altered-after-signing": (response, { spec }) => {
    forge(assertionOf(response), spec);
    return response;
  },
  "hmac-by-certificate": (response, { spec, signByCertificate }) => {
    unsign(response);
    forge(assertionOf(response), spec);
    return signByCertificate(response);
  },
  "deep-extensions": (response) => extended(response, `${DEEP}${"<d>".repeat(7_999)}${"</d>".repeat(8_000)}`),
  "crowded-extensions": (response) => {
    const all = Array.from({ length: 5_000 }, (_, index) => ` a${index}=""`).join("");
    return extended(response, `${DEEP.slice(0, -1)}${all}/>`);
  },
  // XML that reads entities, and XML that leaves them out, read two names here.
  "entity-in-subject": (response, { spec }) => {
    for (const element of subjectTexts(assertionOf(response), spec)) element.textContent += ENTITY;
    const written = serializeXml(response).replaceAll(ENTITY, `&${ENTITY};`);
    return `<!DOCTYPE ${rootOf(response).nodeName} [<!ENTITY ${ENTITY} "-forged">]>${written}`;
  },
  // A program that signs instructions as if they were text takes the signature for good; a reader leaves them out.
  "instruction-in-subject": (response, { spec }) => {
    for (const element of subjectTexts(assertionOf(response), spec)) {
      const whole = element.textContent ?? "";
      element.textContent = whole.slice(0, -1);
      element.appendChild(response.createProcessingInstruction("more", whole.slice(-1)));
    }
    return response;
  },
  // Comments are not signed, so that the signature over SignedInfo holds whatever stands in them.
  "digest-in-comment": (response, use) =>
    disguise(response, use, (genuine, forged) => {
      const digest = digestOf(genuine);
      const comment = response.createComment(digestOf(forged).textContent ?? "");
      digest.insertBefore(comment, digest.firstChild);
    }),
  "signed-info-ahead": (response, use) =>
    disguise(response, use, (genuine, forged) => genuine.insertBefore(signedInfoOf(forged), signedInfoOf(genuine))),
  "signed-info-behind": (response, use) =>
    disguise(response, use, (genuine, forged) =>
      genuine.insertBefore(signedInfoOf(forged), signedInfoOf(genuine).nextSibling),
    ),
};

const ENTITY = "else";
const DEEP = '<d xmlns="urn:example:extension">';

/** The Response with Extensions (SAML Core 3.2.1), as a text: what stands there may be too much for who writes trees. */
function extended(response: Document, inner: string): string {
  const extensions = response.createElementNS(NS.protocol, "samlp:Extensions");
  extensions.textContent = ENTITY;
  rootOf(response).insertBefore(extensions, required(rootOf(response), NS.protocol, "Status"));
  return serializeXml(response).replace(`>${ENTITY}</samlp:Extensions>`, `>${inner}</samlp:Extensions>`);
}

/**
 * The forged Response under the genuine signature, which `put` gives something of the signature that would fit. It is the
 * outermost one: what stands within it is a stranger's, as a Response that is signed twice demands.
 */
async function disguise(
  response: Document,
  { spec, signAsStranger }: Use,
  put: (genuine: Element, forged: Element) => void,
): Promise<Document> {
  const unsigned = parseXml(serializeXml(response));
  unsign(unsigned);
  forge(assertionOf(unsigned), spec);
  const forgery = await signAsStranger(unsigned);
  const fitting = outermostSignature(forgery);
  const genuine = forgery.importNode(outermostSignature(response), true);
  fitting.parentNode?.replaceChild(genuine, fitting);
  put(genuine, fitting);
  return forgery;
}

function digestOf(element: Element): Element {
  return required(required(signedInfoOf(element), NS.signature, "Reference"), NS.signature, "DigestValue");
}
