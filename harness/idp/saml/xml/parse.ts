import { DOMParser, XMLSerializer } from "@xmldom/xmldom";
import type { Document, Node } from "@xmldom/xmldom";
import { messageOf } from "../../../errors.ts";
import { keepLineEnds } from "./text.ts";

/** U+FFFD is a character like others, and stands for what XML can not hold; the parser warns of it all the same. */
const LAWFUL = "Unicode replacement character";

/** No SAML message is half as deep; what reads a tree may call itself once for each level. */
const MAX_DEPTH = 100;

/** Why a text is not an XML document that may be used here. */
class XmlProblem extends Error {
  override readonly name = "XmlProblem";
}

/**
 * Parses XML that may be hostile. A document type declaration is refused before the parser sees it: no SAML message
 * needs one, and entities, their expansion and external subsets all live in it. Whatever the parser would only warn of
 * is refused too.
 * @throws {XmlProblem}
 */
export function parseXml(xml: string): Document {
  if (/<!DOCTYPE/i.test(xml)) throw new XmlProblem("it holds a document type declaration (DOCTYPE), which is refused");
  // XML 1.0, 4.3.3: a byte order mark is no part of the document.
  const text = xml.replace(/^\u{FEFF}/u, "");
  let said = "";
  try {
    const document = new DOMParser({
      locator: false,
      normalizeLineEndings: (source) => source.replace(/\r\n?/g, "\n"),
      onError: (_level, message) => {
        if (message.startsWith(LAWFUL)) return;
        said ||= message;
        throw new XmlProblem(message);
      },
    }).parseFromString(text, "text/xml");
    if (isTooDeep(document)) throw new XmlProblem("it is nested too deeply");
    return document;
  } catch (error) {
    throw new XmlProblem(said || messageOf(error));
  }
}

/** In the order of the document, without calling itself. */
function isTooDeep(document: Document): boolean {
  let depth = 0;
  let node: Node | null = document.documentElement;
  while (node !== null) {
    if (node.firstChild !== null) {
      if (++depth > MAX_DEPTH) return true;
      node = node.firstChild;
      continue;
    }
    while (node !== null && node.nextSibling === null) {
      node = node.parentNode;
      depth -= 1;
    }
    node = node?.nextSibling ?? null;
  }
  return false;
}

export function serializeXml(document: Document): string {
  return keepLineEnds(new XMLSerializer().serializeToString(document));
}
