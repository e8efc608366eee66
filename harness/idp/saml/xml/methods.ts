import { createHash, createHmac, sign, verify, X509Certificate } from "node:crypto";
import type { HashAlgorithm, SignatureAlgorithm } from "xml-crypto";
import type { KeyStore } from "../../mount.ts";
import type { SamlSpec } from "../../port.ts";

const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const MORE = "http://www.w3.org/2001/04/xmldsig-more#";
const XENC = "http://www.w3.org/2001/04/xmlenc#";

/** By which a signature is made: its name (RFC 9231), the kind of its key, and the hash. */
export const SIGNATURES = {
  "rsa-sha1": { uri: `${DSIG}rsa-sha1`, kind: "rsa", hash: "sha1" },
  "rsa-sha256": { uri: `${MORE}rsa-sha256`, kind: "rsa", hash: "sha256" },
  "rsa-sha384": { uri: `${MORE}rsa-sha384`, kind: "rsa", hash: "sha384" },
  "rsa-sha512": { uri: `${MORE}rsa-sha512`, kind: "rsa", hash: "sha512" },
  "ecdsa-sha256": { uri: `${MORE}ecdsa-sha256`, kind: "ec", hash: "sha256" },
  "ecdsa-sha384": { uri: `${MORE}ecdsa-sha384`, kind: "ec", hash: "sha384" },
  "ecdsa-sha512": { uri: `${MORE}ecdsa-sha512`, kind: "ec", hash: "sha512" },
} as const;

/** The one keyed hash that every implementation of XML Signature must have (6.3.1). */
export const HMAC = `${DSIG}hmac-sha1`;

/** Which no message may be signed by any more (RFC 6151, 2); the one is the other's digest. */
export const MD5 = { signature: `${MORE}rsa-md5`, digest: `${MORE}md5` } as const;

const DIGESTS = {
  sha1: `${DSIG}sha1`,
  sha256: `${XENC}sha256`,
  sha384: `${MORE}sha384`,
  sha512: `${XENC}sha512`,
} as const;

export type SignatureMethod = keyof typeof SIGNATURES;
type DigestMethod = keyof typeof DIGESTS;

/** How a message is signed. */
export interface Methods {
  readonly signature: SignatureMethod;
  readonly digest: DigestMethod;
}

/** How a connection signs; the digest is by the signature's own hash, where nothing else is said. */
export function methodsOf({ signature = "rsa-sha256", digest }: Pick<SamlSpec, "signature" | "digest">): Methods {
  return { signature, digest: digest ?? SIGNATURES[signature].hash };
}

/** The algorithm, as keys are kept, of the key that a connection signs with. */
export function keyAlgorithm(spec: Pick<SamlSpec, "signature">): Parameters<KeyStore["signingKey"]>[1] {
  return SIGNATURES[methodsOf(spec).signature].kind === "ec" ? "ES256" : "RS256";
}

export function digestUri(digest: DigestMethod): string {
  return DIGESTS[digest];
}

/** What a message may be signed by: SHA-1 only where it is asked for. */
export function acceptedMethods(weak: boolean): {
  readonly signatures: readonly SignatureMethod[];
  readonly digests: ReadonlySet<string>;
} {
  const isGood = (hash: string): boolean => weak || hash !== "sha1";
  const names = Object.keys(SIGNATURES) as SignatureMethod[];
  return {
    signatures: names.filter((name) => isGood(SIGNATURES[name].hash)),
    digests: new Set((Object.keys(DIGESTS) as DigestMethod[]).filter(isGood).map((name) => DIGESTS[name])),
  };
}

export function signBytes(method: SignatureMethod, bytes: Buffer, privateKey: string): string {
  const { hash } = SIGNATURES[method];
  return sign(hash, bytes, { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64");
}

/** False where the key is of another kind than the method. A signature by an elliptic curve is r and s, side by side. */
export function verifyBytes(method: SignatureMethod, bytes: Buffer, certificate: string, signature: string): boolean {
  const { hash, kind } = SIGNATURES[method];
  const key = new X509Certificate(certificate).publicKey;
  if (key.asymmetricKeyType !== kind) return false;
  return verify(hash, bytes, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64"));
}

/** Every method under its name, as xml-crypto takes them: it knows neither SHA-384 nor elliptic curves itself. */
export const XML_SIGNATURES = Object.fromEntries(
  (Object.keys(SIGNATURES) as SignatureMethod[]).map((name) => [SIGNATURES[name].uri, signatureOf(name)]),
);

export const XML_DIGESTS = Object.fromEntries(
  (Object.keys(DIGESTS) as DigestMethod[]).map((name) => [DIGESTS[name], digestOf(name)]),
);

function signatureOf(method: SignatureMethod): new () => SignatureAlgorithm {
  return class {
    getSignature(content: unknown, key: unknown): string {
      return signBytes(method, Buffer.from(String(content)), String(key));
    }
    verifySignature(content: string, key: unknown, signature: string): boolean {
      return verifyBytes(method, Buffer.from(content), String(key), signature);
    }
    getAlgorithmName(): string {
      return SIGNATURES[method].uri;
    }
  };
}

/** The two of MD5, by their names, as xml-crypto takes them. */
export const MD5_METHODS = {
  signatures: {
    [MD5.signature]: class implements SignatureAlgorithm {
      getSignature(content: unknown, key: unknown): string {
        return sign("md5", Buffer.from(String(content)), String(key)).toString("base64");
      }
      verifySignature(content: string, key: unknown, signature: string): boolean {
        return verify("md5", Buffer.from(content), String(key), Buffer.from(signature, "base64"));
      }
      getAlgorithmName(): string {
        return MD5.signature;
      }
    },
  },
  digests: {
    [MD5.digest]: class implements HashAlgorithm {
      getHash(xml: string): string {
        return createHash("md5").update(xml, "utf8").digest("base64");
      }
      getAlgorithmName(): string {
        return MD5.digest;
      }
    },
  },
};

/** Signs by a secret, whatever key it is given. */
export function hmacWith(secret: string): new () => SignatureAlgorithm {
  return class {
    getSignature(content: unknown): string {
      return createHmac("sha1", secret).update(String(content)).digest("base64");
    }
    verifySignature(content: string, _key: unknown, signature: string): boolean {
      return this.getSignature(content) === signature;
    }
    getAlgorithmName(): string {
      return HMAC;
    }
  };
}

function digestOf(method: DigestMethod): new () => HashAlgorithm {
  return class {
    getHash(xml: string): string {
      return createHash(method).update(xml, "utf8").digest("base64");
    }
    getAlgorithmName(): string {
      return DIGESTS[method];
    }
  };
}
