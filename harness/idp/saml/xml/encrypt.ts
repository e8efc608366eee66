import { createCipheriv, constants, publicEncrypt, randomBytes } from "node:crypto";
import { XMLSerializer } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { required, rootOf } from "./elements.ts";
import { parseXml, serializeXml } from "./parse.ts";
import { keepLineEnds } from "./text.ts";

/** The algorithms that real SPs decrypt: XML Encryption 1.1, 5.2.4 and 5.5.1. */
const CONTENT = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
const KEY_TRANSPORT = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";

/**
 * Puts an EncryptedAssertion in the Assertion's place (SAML Core 2.3.4): the content under a fresh AES-256-GCM key,
 * that key for the holder of the certificate's private key.
 */
export function encryptAssertion(xml: string, certificate: string): string {
  const response = parseXml(xml);
  const assertion = required(rootOf(response), NS.assertion, "Assertion");
  const encrypted = parseXml(
    encryptedAssertion(keepLineEnds(new XMLSerializer().serializeToString(assertion)), certificate),
  );
  rootOf(response).replaceChild(response.importNode(rootOf(encrypted), true), assertion);
  return serializeXml(response);
}

function encryptedAssertion(assertion: string, certificate: string): string {
  const key = randomBytes(32);
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const content = Buffer.concat([iv, cipher.update(assertion, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const wrapped = publicEncrypt({ key: certificate, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" }, key);
  return (
    `<saml:EncryptedAssertion xmlns:saml="${NS.assertion}">` +
    `<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">` +
    `<xenc:EncryptionMethod Algorithm="${CONTENT}"/><ds:KeyInfo xmlns:ds="${NS.signature}"><xenc:EncryptedKey>` +
    `<xenc:EncryptionMethod Algorithm="${KEY_TRANSPORT}"><ds:DigestMethod Algorithm="${NS.signature}sha1"/>` +
    `</xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>${wrapped.toString("base64")}</xenc:CipherValue>` +
    `</xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>` +
    `${content.toString("base64")}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>`
  );
}
