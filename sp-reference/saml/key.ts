import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { Db } from "../accounts/database.ts";
import type { KeyPair, SamlConnection } from "../config/model.ts";
import { selfSigned } from "./certificate.ts";

/**
 * The SP's own key pair, which signs its requests and opens what was encrypted for it. The operator configures one;
 * else it is made when it is first needed and kept in the database, so that it outlives a restart (the IdPs have been
 * told of it) and is the same in every process.
 */
export class SpKey {
  readonly #db: Db;
  #key: Promise<KeyPair> | undefined;

  constructor(db: Db, configured: KeyPair | null) {
    this.#db = db;
    if (configured !== null) this.#key = Promise.resolve(configured);
  }

  /** Null where the connection has no use for one: most have not, and a key takes a moment to make. */
  async of({ signRequests, encryptedAssertions }: SamlConnection): Promise<KeyPair | null> {
    if (!signRequests && !encryptedAssertions) return null;
    this.#key ??= this.#kept();
    return await this.#key;
  }

  async #kept(): Promise<KeyPair> {
    const known = this.#read();
    if (known !== undefined) return known;
    const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
    const certificate = selfSigned(publicKey, privateKey);
    // Another process may have been faster: then its key is everybody's.
    this.#db
      .prepare("INSERT OR IGNORE INTO keys (name, private_key, certificate) VALUES ('saml', ?, ?)")
      .run(privateKey.export({ type: "pkcs8", format: "pem" }), certificate);
    return this.#read() ?? (await this.#kept());
  }

  #read(): KeyPair | undefined {
    return this.#db
      .prepare<[], KeyPair>("SELECT private_key AS privateKey, certificate FROM keys WHERE name = 'saml'")
      .get();
  }
}
