import type { Document } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { children, rootOf } from "./elements.ts";
import { parseXml, serializeXml } from "./parse.ts";
import { sealResponse } from "./sign.ts";
import type { Sealing } from "./sign.ts";

/** Changes a Response in place, before it is signed again. */
export type Edit = (response: Document) => void;

/**
 * The one way in which a signed Response is altered: its signatures come off, the edit is made, and it is signed
 * again just as it was, and encrypted where the connection encrypts (what comes in is readable still). The tamper `nothing` goes this way with an edit that changes nothing, so that a control and
 * the corruption that it stands for differ in the edit alone.
 */
export function rewriteResponse(xml: string, edit: Edit, sealing: Sealing): string {
  const response = parseXml(xml);
  unsign(response);
  edit(response);
  return sealResponse(serializeXml(response), sealing);
}

function unsign(response: Document): void {
  const root = rootOf(response);
  for (const signedElement of [root, ...children(root, NS.assertion, "Assertion")]) {
    for (const signature of children(signedElement, NS.signature, "Signature")) signedElement.removeChild(signature);
  }
}
