/** The form field SAMLResponse as the XML that it holds. */
export function decode(encoded: string): string {
  return Buffer.from(encoded, "base64").toString("utf8");
}
