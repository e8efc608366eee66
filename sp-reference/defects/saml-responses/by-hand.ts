import { createHash, createVerify, X509Certificate } from "node:crypto";
import type { Element } from "@xmldom/xmldom";
import { ProtocolFault } from "../../app/faults.ts";
import type { Reception } from "../../saml/steps.ts";
import type { Defect } from "../defect.ts";

/** How a signature is verified (XML Signature 3.2), as somebody writes it who needs no library for SAML. */
interface Verification {
  /** The signatures that are tried, in this order. */
  readonly signatures: (root: Element) => readonly Element[];
  /** The SignedInfo that the key must have signed: any of these. */
  readonly signed: (signature: Element) => readonly Element[];
  readonly digest: (value: Element) => string;
  /** By which hash; `method`: the address of the algorithm. */
  readonly hash: (method: string) => string;
  /** Whether a certificate of the IdP's stands behind these bytes; `method`: the address of the algorithm. */
  readonly holds: (bytes: string, text: string, certificate: string, method: string) => boolean;
  /** The element of that ID, which the signature is over. */
  readonly covered: (signature: Element, id: string) => Element | undefined;
  /** What is read once the signature is known to hold. */
  readonly read: (root: Element, covered: Element) => Element | undefined;
}

export const DSIG = "http://www.w3.org/2000/09/xmldsig#";
export const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";

const SOUND: Verification = {
  signatures: (root) =>
    [root, ...below(root, ASSERTION, "Assertion")].flatMap((element) => below(element, DSIG, "Signature")),
  signed: (signature) => below(signature, DSIG, "SignedInfo").filter((_info, _index, all) => all.length === 1),
  digest: (value) => value.textContent ?? "",
  hash: () => "sha256",
  holds: isSigned,
  covered: ({ parentNode }, id) => {
    const parent = parentNode as Element;
    return parent.getAttribute("ID") === id ? parent : undefined;
  },
  read: (_root, covered) => (covered.localName === "Assertion" ? covered : below(covered, ASSERTION, "Assertion")[0]),
};

/** The verification by hand, of which something was written in another way. */
export function byHand(otherwise: Partial<Verification>): Defect["spoil"] {
  return (workings) => ({
    ...workings,
    saml: { ...workings.saml, signedAssertion: (reception) => verified(reception, { ...SOUND, ...otherwise }) },
  });
}

/** The elements at a path of names of one namespace. */
export function below(element: Element, namespace: string, ...path: readonly string[]): readonly Element[] {
  return path.reduce<readonly Element[]>(
    (all, name) =>
      all.flatMap(({ childNodes }) =>
        [...childNodes].filter(
          (node): node is Element => node.namespaceURI === namespace && node.localName === name && node.nodeType === 1,
        ),
      ),
    [element],
  );
}

/** All of that name, in the order of the document. */
export function anywhere(root: Element, namespace: string, name: string): readonly Element[] {
  return [...root.getElementsByTagNameNS(namespace, name)];
}

/** The first of that ID in the document. */
export function withId(root: Element, id: string): Element | undefined {
  return [root, ...root.getElementsByTagName("*")].find((element) => element.getAttribute("ID") === id);
}

/** The element above all others. */
export function rootOf(element: Element): Element {
  return element.parentNode?.nodeType === 1 ? rootOf(element.parentNode as Element) : element;
}

/** The XML of the assertion that is read. Throws ProtocolFault where no signature holds. */
async function verified({ encoded, idp, connection }: Reception, verification: Verification): Promise<string> {
  const { XMLSerializer } = await import("@xmldom/xmldom");
  const { parseXml } = await import("../../saml/xml.ts");
  const { decode } = await import("../../saml/base64.ts");
  const { ExclusiveCanonicalization } = await import("xml-crypto");
  const exclusive = new ExclusiveCanonicalization();
  const canonical = (element: Element) => exclusive.process(element, {});
  const root = parseXml(decode(encoded));
  for (const signature of verification.signatures(root)) {
    const [reference] = below(signature, DSIG, "SignedInfo", "Reference");
    const digests = below(signature, DSIG, "SignedInfo", "Reference", "DigestValue");
    const covered = verification.covered(signature, reference?.getAttribute("URI")?.slice(1) ?? "");
    if (covered === undefined) continue;
    const signed = verification.signed(signature).map(canonical);
    const text = below(signature, DSIG, "SignatureValue")[0]?.textContent ?? "";
    const [method] = below(signature, DSIG, "SignedInfo", "SignatureMethod");
    const algorithm = method?.getAttribute("Algorithm") ?? "";
    const holds = (bytes: string) => idp.certificates.some((pem) => verification.holds(bytes, text, pem, algorithm));
    if (!signed.some(holds)) continue;
    const bare = covered.cloneNode(true) as Element;
    for (const one of below(bare, DSIG, "Signature")) bare.removeChild(one);
    const [by] = below(signature, DSIG, "SignedInfo", "Reference", "DigestMethod");
    const hash = verification.hash(by?.getAttribute("Algorithm") ?? "");
    const digest = createHash(hash).update(canonical(bare)).digest("base64");
    const read = verification.read(root, covered);
    if (read === undefined || !conditionsHold(read, connection.spEntityId)) continue;
    if (digests.some((value) => verification.digest(value) === digest))
      return new XMLSerializer().serializeToString(read);
  }
  throw new ProtocolFault("The identity provider's response could not be verified.");
}

/** Whether the key of this certificate signed these bytes, by RSA and SHA-256. */
export function isSigned(bytes: string, signature: string, certificate: string): boolean {
  const { publicKey } = new X509Certificate(Buffer.from(certificate, "base64"));
  return createVerify("RSA-SHA256").update(bytes).verify(publicKey, signature, "base64");
}

function conditionsHold(assertion: Element, audience: string): boolean {
  const [conditions] = below(assertion, ASSERTION, "Conditions");
  const [from, until] = ["NotBefore", "NotOnOrAfter"].map((name) => Date.parse(conditions?.getAttribute(name) ?? ""));
  const restrictions = below(assertion, ASSERTION, "Conditions", "AudienceRestriction");
  return (
    !(Number(from) > Date.now() || Number(until) <= Date.now()) &&
    restrictions.every((one) => below(one, ASSERTION, "Audience").some(({ textContent }) => textContent === audience))
  );
}
