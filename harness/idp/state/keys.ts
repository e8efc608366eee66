import type { webcrypto } from "node:crypto";
import { createHash, createPrivateKey, createPublicKey, generateKeyPair, randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import type { KeyStore, SigningKey } from "../mount.ts";
import { selfSigned } from "./certificate.ts";
import { damaged, readOrMake } from "./files.ts";

const generate = promisify(generateKeyPair);

/**
 * The keys and secrets of one connection, each made when it is first asked for: an RSA key costs some 70 ms of a core
 * (it is made in the thread pool, so several are made in parallel), which forty connections must not pay at start.
 * @param dir kept in `dir/CONNECTION/NAME.ALG.pem` (the private key, then its certificate) and `NAME.secret`;
 *   null: kept in memory only.
 */
export function createKeyStore(dir: string | null, connection: string): KeyStore {
  const folder = dir === null ? null : folderOf(dir, connection);
  const made = new Map<string, Promise<string>>();

  /** Reads or makes once; a failure is not kept, so that a freed disk is enough. */
  function obtain(file: string, make: () => Promise<string>): Promise<string> {
    const known = made.get(file);
    if (known !== undefined) return known;
    const obtained = folder === null ? make() : readOrMake(join(folder, file), make);
    made.set(file, obtained);
    obtained.catch(() => made.delete(file));
    return obtained;
  }

  const keys = new Map<string, { readonly pem: string; readonly key: SigningKey }>();
  return {
    async signingKey(name, alg) {
      const file = `${fileName(name)}.${alg}.pem`;
      const pem = await obtain(file, () => makePem(alg, `${connection} ${name}`));
      const known = keys.get(file);
      if (known?.pem === pem) return known.key;
      const key = parsePem(pem, folder === null ? file : join(folder, file));
      keys.set(file, { pem, key });
      return key;
    },
    async secret(name) {
      const secret = await obtain(`${fileName(name)}.secret`, async () => `${randomBytes(32).toString("base64url")}\n`);
      return secret.trim();
    },
  };
}

async function makePem(alg: "RS256" | "ES256", commonName: string): Promise<string> {
  const { privateKey, publicKey } =
    alg === "RS256" ? await generate("rsa", { modulusLength: 2048 }) : await generate("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  return pem + selfSigned({ commonName, publicKey, privateKey });
}

function parsePem(pem: string, path: string): SigningKey {
  const [privateKeyPem, certificatePem] = pem.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n?/g) ?? [];
  if (privateKeyPem === undefined || certificatePem === undefined) throw damaged(path, undefined);
  try {
    const jwk = createPublicKey(createPrivateKey(privateKeyPem)).export({ format: "jwk" });
    return { privateKeyPem, certificatePem, publicJwk: { ...jwk }, kid: thumbprint(jwk) };
  } catch (cause) {
    throw damaged(path, cause);
  }
}

/** RFC 7638: the hash over the required members, in the order of their names. */
function thumbprint(jwk: webcrypto.JsonWebKey): string {
  const members =
    jwk.kty === "RSA" ? { e: jwk.e, kty: jwk.kty, n: jwk.n } : { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

/** Where the keys of a connection are kept. */
export function folderOf(dir: string, connection: string): string {
  return join(dir, fileName(connection));
}

/** A connection's name as one part of a path, whatever it holds. */
function fileName(name: string): string {
  return encodeURIComponent(name).replace(/^\.+/, (dots) => "%2E".repeat(dots.length));
}
