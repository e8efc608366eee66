import { XMLSerializer, type Document, type Element, type Node } from "@xmldom/xmldom";
import { ExclusiveCanonicalizationWithComments } from "xml-crypto";
import { NS } from "../names.ts";
import { required, rootOf } from "./elements.ts";
import { encryptedOf, textOf } from "./encrypt.ts";
import type { Encryption } from "./encryption.ts";
import { parseXml, serializeXml } from "./parse.ts";

/**
 * The encrypted assertions of one message, while somebody works on it who knows what is in them: they are opened, and
 * closed again afterwards. What nobody changed goes back as the very ciphertext that it came out of, so that a signature
 * around it still holds; anything else is encrypted anew, as anybody can who has the SP's certificate.
 */
export class Envelopes {
  readonly #encryption: Encryption | undefined;
  /** What is within, by what is seen of it, and the other way round. */
  readonly #contents = new Map<string, string>();
  readonly #sealed = new Map<string, string>();

  /** @param encryption left out: nothing is encrypted, and both ways change nothing */
  constructor(encryption: Encryption | undefined) {
    this.#encryption = encryption;
  }

  /** Puts an EncryptedAssertion in the place of the Response's Assertion. */
  seal(xml: string): string {
    if (this.#encryption === undefined) return xml;
    const response = parseXml(xml);
    const assertion = required(rootOf(response), NS.assertion, "Assertion");
    this.#close(response, assertion, this.#encryption);
    return serializeXml(response);
  }

  /** Puts the Assertion in the place of each EncryptedAssertion that was sealed here; in place. */
  open(response: Document): Document {
    for (const sealed of elementsOf(response, "EncryptedAssertion")) {
      const content = this.#contents.get(seen(sealed));
      if (content !== undefined) sealed.parentNode?.replaceChild(imported(response, content), sealed);
    }
    return response;
  }

  /** Puts an EncryptedAssertion in the place of each Assertion that stands in no other; in place. */
  close(response: Document): Document {
    if (this.#encryption === undefined) return response;
    for (const assertion of elementsOf(response, "Assertion")) this.#close(response, assertion, this.#encryption);
    return response;
  }

  #close(response: Document, assertion: Element, encryption: Encryption): void {
    const content = canonical(assertion);
    const known = this.#sealed.get(content);
    const sealed = known === undefined ? encryptedOf(assertion, encryption) : rootOf(parseXml(known));
    this.#sealed.set(content, known ?? textOf(sealed));
    this.#contents.set(seen(sealed), textOf(assertion));
    assertion.parentNode?.replaceChild(response.importNode(sealed, true), assertion);
  }
}

function imported(into: Document, text: string): Node {
  return into.importNode(rootOf(parseXml(text)), true);
}

/** The outermost elements of that name. */
function elementsOf(response: Document, name: "Assertion" | "EncryptedAssertion"): readonly Element[] {
  const all = [...response.getElementsByTagNameNS(NS.assertion, name)];
  return all.filter((one) => !all.some((other) => other !== one && isWithin(one, other)));
}

function isWithin(node: Node, other: Node): boolean {
  for (let parent = node.parentNode; parent !== null; parent = parent.parentNode) if (parent === other) return true;
  return false;
}

/** No two ciphertexts are alike: each has a key of its own. */
function seen(sealed: Element): string {
  return sealed.textContent?.replace(/\s/g, "") ?? "";
}

/** The same wherever it stands and whatever is declared around it: comments are part of it. */
function canonical(assertion: Element): string {
  const alone = rootOf(parseXml(new XMLSerializer().serializeToString(assertion)));
  return new ExclusiveCanonicalizationWithComments().process(alone, {});
}
