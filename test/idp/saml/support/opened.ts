import { constants, createDecipheriv, privateDecrypt } from "node:crypto";

/** The message with each of its encrypted assertions readable, as who holds the key reads them. */
export function opened(xml: string, privateKey: string): string {
  return xml.replace(/<saml:EncryptedAssertion .*?<\/saml:EncryptedAssertion>/gs, (encrypted) => {
    const [key, content] = [...encrypted.matchAll(/<xenc:CipherValue>([^<]*)/g)].map(([, value = ""]) =>
      Buffer.from(value, "base64"),
    );
    if (key === undefined || content === undefined) throw new Error("nothing is encrypted there");
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const secret = privateDecrypt({ key: privateKey, padding, oaepHash: "sha1" }, key);
    const decipher = createDecipheriv("aes-256-gcm", secret, content.subarray(0, 12)).setAuthTag(content.subarray(-16));
    return Buffer.concat([decipher.update(content.subarray(12, -16)), decipher.final()]).toString("utf8");
  });
}
