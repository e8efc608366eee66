import { randomUUID } from "node:crypto";
import type { KeyStore, SignerDesk, SigningKey } from "../mount.ts";
import { createKeyStore } from "../state/keys.ts";

type Algorithm = Parameters<KeyStore["signingKey"]>[1];

/**
 * Which key signs what is told of whom: the issuer's own, unless another one was put in its place for some people. So a
 * key that is rotated for somebody signs for nobody else, and whoever signs in beside them is not disturbed.
 */
export class Signers implements SignerDesk {
  readonly #own: Pick<KeyStore, "signingKey">;
  /** Kept in memory alone: a key that was there in an earlier run would be no new one. */
  readonly #fresh = createKeyStore(null, "rotated");
  readonly #instead = new Map<string, (alg: Algorithm) => Promise<SigningKey>>();
  readonly #published: SigningKey[] = [];
  #crowded = 0;

  constructor(own: Pick<KeyStore, "signingKey">) {
    this.#own = own;
  }

  of(person: string, alg: Algorithm): Promise<SigningKey> {
    return this.#instead.get(person)?.(alg) ?? this.#own.signingKey("signing", alg);
  }

  published(): readonly SigningKey[] {
    return this.#published;
  }

  /** A key that was never seen signs for these people, until what it resolves to is called. It stays published. */
  async rotate(people: readonly string[], alg: Algorithm): Promise<() => void> {
    const key = await this.#fresh.signingKey(randomUUID(), alg);
    this.#published.push(key);
    return this.#put(people, () => Promise.resolve(key));
  }

  /** The key of the second certificate in the metadata signs for these people, until what it gives is called. */
  advance(people: readonly string[]): () => void {
    return this.#put(people, (alg) => this.#own.signingKey("next", alg));
  }

  isCrowded(): boolean {
    return this.#crowded > 0;
  }

  /** There is more in the key set, until what it gives is called. */
  crowd(): () => void {
    this.#crowded += 1;
    return () => void (this.#crowded -= 1);
  }

  #put(people: readonly string[], key: (alg: Algorithm) => Promise<SigningKey>): () => void {
    for (const person of people) this.#instead.set(person, key);
    return () => {
      for (const person of people) if (this.#instead.get(person) === key) this.#instead.delete(person);
    };
  }
}
