/** A certificate as XML Signature 4.5.4 and RFC 7515 4.1.6 have it: its DER in base64, which is what stands between the lines of a PEM. */
export function certificateBody(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, "");
}
