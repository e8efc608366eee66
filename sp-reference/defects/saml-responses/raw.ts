import type { Reception } from "../../saml/steps.ts";

/** The XML of the first assertion of a message, whoever signed it. */
export async function firstAssertion({ encoded }: Reception): Promise<string> {
  const { XMLSerializer } = await import("@xmldom/xmldom");
  const { ASSERTION_NS, child, parseXml } = await import("../../saml/xml.ts");
  const { decode } = await import("../../saml/base64.ts");
  const assertion = child(parseXml(decode(encoded)), ASSERTION_NS, "Assertion");
  return assertion === undefined ? "" : new XMLSerializer().serializeToString(assertion);
}

/** The message without the assertions that have no signature of their own, where another one has. */
export async function withSignedAlone({ encoded }: Reception): Promise<string> {
  const { XMLSerializer } = await import("@xmldom/xmldom");
  const { ASSERTION_NS, child, children, DSIG_NS, parseXml } = await import("../../saml/xml.ts");
  const { decode } = await import("../../saml/base64.ts");
  const root = parseXml(decode(encoded));
  const assertions = children(root, ASSERTION_NS, "Assertion");
  if (assertions.length < 2) return encoded;
  for (const assertion of assertions)
    if (child(assertion, DSIG_NS, "Signature") === undefined) root.removeChild(assertion);
  return Buffer.from(new XMLSerializer().serializeToString(root)).toString("base64");
}
