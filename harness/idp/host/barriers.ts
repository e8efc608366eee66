/**
 * Makes messages of some people leave together: two first sign-ins race inside the SP only if both tokens arrive in
 * the same moment. A barrier lets go of all once enough have come, or `timeoutMs` after the first one came.
 */
export class Barriers {
  readonly #waiting = new Set<Barrier>();

  set(keys: readonly string[], count: number, timeoutMs: number): void {
    if (count > 1) this.#waiting.add({ keys: new Set(keys), count, timeoutMs, arrived: [] });
  }

  /** Resolves at once where no barrier waits for this person. */
  async meet(key: string): Promise<void> {
    const barrier = [...this.#waiting].find((candidate) => candidate.keys.has(key));
    if (barrier === undefined) return;
    await new Promise<void>((release) => {
      barrier.arrived.push(release);
      if (barrier.arrived.length === barrier.count) this.#release(barrier);
      else barrier.timer ??= setTimeout(() => this.#release(barrier), barrier.timeoutMs);
    });
  }

  /** Lets everybody go. */
  clear(): void {
    for (const barrier of this.#waiting) this.#release(barrier);
  }

  #release(barrier: Barrier): void {
    clearTimeout(barrier.timer);
    this.#waiting.delete(barrier);
    for (const release of barrier.arrived) release();
  }
}

interface Barrier {
  readonly keys: ReadonlySet<string>;
  readonly count: number;
  readonly timeoutMs: number;
  readonly arrived: (() => void)[];
  timer?: NodeJS.Timeout;
}
