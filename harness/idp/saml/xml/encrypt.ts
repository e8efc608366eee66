import { createCipheriv, constants, publicEncrypt, randomBytes } from "node:crypto";
import { XMLSerializer, type Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { rootOf } from "./elements.ts";
import { CONTENT, transportAlgorithm, type ContentMethod, type Encryption } from "./encryption.ts";
import { parseXml } from "./parse.ts";
import { keepLineEnds } from "./text.ts";

/**
 * An Assertion as an EncryptedAssertion, of a document of its own (SAML Core 2.3.4): the content under a fresh key, that
 * key for the holder of the certificate's private key.
 */
export function encryptedOf(assertion: Element, encryption: Encryption): Element {
  return rootOf(parseXml(encryptedAssertion(textOf(assertion), encryption)));
}

/** An element as it would be written by itself, with the namespaces that it has from around it. */
export function textOf(element: Element): string {
  return keepLineEnds(new XMLSerializer().serializeToString(element));
}

function encryptedAssertion(assertion: string, { certificate, content, transport }: Encryption): string {
  const key = randomBytes(CONTENT[content].key);
  const data = encrypted(assertion, content, key);
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" };
  const scheme = transport === "rsa-1_5" ? { padding: constants.RSA_PKCS1_PADDING } : oaep;
  const wrapped = publicEncrypt({ key: certificate, ...scheme }, key);
  const digest = transport === "rsa-1_5" ? "" : `<ds:DigestMethod Algorithm="${NS.signature}sha1"/>`;
  return (
    `<saml:EncryptedAssertion xmlns:saml="${NS.assertion}">` +
    `<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">` +
    `<xenc:EncryptionMethod Algorithm="${CONTENT[content].algorithm}"/><ds:KeyInfo xmlns:ds="${NS.signature}"><xenc:EncryptedKey>` +
    `<xenc:EncryptionMethod Algorithm="${transportAlgorithm(transport)}">${digest}` +
    `</xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>${wrapped.toString("base64")}</xenc:CipherValue>` +
    `</xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>` +
    `${data.toString("base64")}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>`
  );
}

/** The initialization vector, the content, and what GCM adds (5.2.4). CBC's padding is one that 5.2.1 permits. */
function encrypted(text: string, method: ContentMethod, key: Buffer): Buffer {
  const { cipher: name, iv: length } = CONTENT[method];
  const iv = randomBytes(length);
  if (name === "aes-256-gcm" || name === "aes-192-gcm" || name === "aes-128-gcm") {
    const cipher = createCipheriv(name, key, iv);
    return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  }
  const cipher = createCipheriv(name, key, iv);
  return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final()]);
}
