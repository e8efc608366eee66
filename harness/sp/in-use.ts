import type { Target } from "../scenario/model/index.ts";

type Work<T> = () => Promise<T>;

/**
 * Keeps the kit's writes into an SP's own database file apart from the sign-ins of people. SQLite has one writer: a
 * transaction of the SP that has read and would now write fails at once (SQLITE_BUSY, whatever its timeout) if the kit
 * is writing, or has written meanwhile. In production nobody writes beside the SP, so that would be a false verdict.
 * Who wants to write waits until nobody uses the SP, and who comes after waits for the writing.
 */
export class InUse {
  #people = 0;
  #writers = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #wake: (() => void)[] = [];

  /** Work in which people use the SP; any number at once. */
  async use<T>(work: Work<T>): Promise<T> {
    while (this.#writers > 0) await this.#changed();
    this.#people++;
    try {
      return await work();
    } finally {
      this.#people--;
      this.#tell();
    }
  }

  /** Work that changes the SP's database file; one at a time, and nobody uses the SP meanwhile. */
  async alone<T>(work: Work<T>): Promise<T> {
    this.#writers++;
    const before = this.#writing;
    const mine = (async () => {
      await before;
      while (this.#people > 0) await this.#changed();
      return work();
    })();
    this.#writing = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#writers--;
      this.#tell();
    }
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #tell(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}

/** Whether seeding writes into a database file that the SP has open, too. Servers keep their clients apart themselves. */
export function writesIntoFile({ seed }: Target): boolean {
  return Object.values(seed).some((call) => "kind" in call && call.kind === "sql" && /^sqlite:/i.test(call.database));
}
