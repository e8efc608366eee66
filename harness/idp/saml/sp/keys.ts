import { X509Certificate } from "node:crypto";
import type { Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { attribute, child, children } from "../xml/elements.ts";

export type KeyUse = "signing" | "encryption";

/** A key that an SP's metadata announces. Not looked into before it is needed: many keep some that nobody uses. */
export interface SpKey {
  /** PEM, as it was written. */
  readonly certificate: string;
  /** The Algorithms of its EncryptionMethods, in their order. */
  readonly methods: readonly string[];
}

/** A key without `use` serves both (SAML Metadata 2.4.1.1). */
export function announcedKeys(sp: Element, use: KeyUse): readonly SpKey[] {
  return children(sp, NS.metadata, "KeyDescriptor")
    .filter((key) => (attribute(key, "use") || use) === use)
    .flatMap((key) => {
      const data = child(child(key, NS.signature, "KeyInfo"), NS.signature, "X509Data");
      const body = child(data, NS.signature, "X509Certificate")?.textContent?.replace(/\s/g, "") ?? "";
      const methods = children(key, NS.metadata, "EncryptionMethod").flatMap((method) => {
        const algorithm = attribute(method, "Algorithm");
        return algorithm === undefined ? [] : [algorithm];
      });
      return body === "" ? [] : [{ certificate: pem(body), methods }];
    });
}

/**
 * Those that can be used here.
 * @throws {Error} which says what the first one is, where there are some and none can
 */
export function usableKeys(keys: readonly SpKey[], use: KeyUse): readonly SpKey[] {
  const isUsable = (kind = ""): boolean => kind === "rsa" || (kind === "ec" && use === "signing");
  const usable = keys.filter(({ certificate }) => isUsable(kindOf(certificate)));
  const [first] = keys;
  if (usable.length > 0 || first === undefined) return usable;
  const kind = kindOf(first.certificate);
  if (kind === undefined) throw new Error(`its certificate for ${use} cannot be read`);
  const kinds = use === "signing" ? "RSA or EC" : "RSA";
  throw new Error(`its key for ${use} is ${kind}; ${kinds} is what can be used here`);
}

function kindOf(certificate: string): string | undefined {
  try {
    return new X509Certificate(certificate).publicKey.asymmetricKeyType;
  } catch {
    return undefined;
  }
}

function pem(body: string): string {
  const lines = body.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
