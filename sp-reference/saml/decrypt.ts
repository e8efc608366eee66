import { constants, createDecipheriv, privateDecrypt } from "node:crypto";
import type { Element } from "@xmldom/xmldom";
import { ProtocolFault } from "../app/faults.ts";
import { attributeOf, child, DSIG_NS, textOf, XMLENC_NS } from "./xml.ts";

/** Authenticated ciphers only: with CBC, who tells a good padding from a bad one reads the assertion (XML Encryption 1.1, 6.1.1). */
const CIPHERS: { readonly [algorithm: string]: "aes-128-gcm" | "aes-256-gcm" } = {
  "http://www.w3.org/2009/xmlenc11#aes128-gcm": "aes-128-gcm",
  "http://www.w3.org/2009/xmlenc11#aes256-gcm": "aes-256-gcm",
};
/** RSA with the padding of PKCS #1 v1.5 is not among them, for the same reason. */
const OAEP = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
const SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1";
const [IV_BYTES, TAG_BYTES] = [12, 16];

/**
 * The XML of an EncryptedAssertion (SAML Core 2.3.4), for a look at it. What is let in is what node-saml verified.
 * Throws a ProtocolFault: one for an algorithm, and one for everything else, whatever went wrong.
 */
export function decryptAssertion(encrypted: Element, privateKey: string): string {
  const data = child(encrypted, XMLENC_NS, "EncryptedData");
  const info = data && child(data, DSIG_NS, "KeyInfo");
  const key = info && child(info, XMLENC_NS, "EncryptedKey");
  const cipher = CIPHERS[method(data)];
  if (cipher === undefined) throw refused(method(data));
  if (method(key) !== OAEP) throw refused(method(key));
  const keyMethod = key && child(key, XMLENC_NS, "EncryptionMethod");
  const digest = attributeOf(keyMethod && child(keyMethod, DSIG_NS, "DigestMethod"), "Algorithm") ?? SHA1;
  if (digest !== SHA1) throw refused(digest);
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const secret = privateDecrypt({ key: privateKey, padding, oaepHash: "sha1" }, value(key));
    const content = value(data);
    const decipher = createDecipheriv(cipher, secret, content.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(content.subarray(-TAG_BYTES));
    const opened = Buffer.concat([decipher.update(content.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return opened.toString("utf8");
  } catch (error) {
    throw new ProtocolFault("The assertion could not be decrypted.", { cause: error });
  }
}

function method(element: Element | undefined): string {
  return attributeOf(element && child(element, XMLENC_NS, "EncryptionMethod"), "Algorithm") ?? "none";
}

function value(element: Element | undefined): Buffer {
  const data = element && child(element, XMLENC_NS, "CipherData");
  return Buffer.from(textOf(data && child(data, XMLENC_NS, "CipherValue")), "base64");
}

function refused(algorithm: string): ProtocolFault {
  return new ProtocolFault(`The assertion is encrypted with ${algorithm}, which is not accepted.`);
}
