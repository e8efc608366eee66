/** Redirect URIs of other connections at which an issuer answers for a while: an SP was pointed at it. */
export class Lent {
  #uris: readonly (readonly string[])[] = [];

  /** Until it is undone. */
  take(uris: readonly string[]): () => void {
    this.#uris = [...this.#uris, uris];
    return () => {
      this.#uris = this.#uris.filter((one) => one !== uris);
    };
  }

  has(uri: unknown): boolean {
    return this.#uris.some((uris) => uris.some((one) => one === uri));
  }
}
