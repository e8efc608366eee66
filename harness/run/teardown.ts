/**
 * Set-up functions register their own tear-down here; tear-downs run in reverse, once, and each runs even where
 * another failed. What a set-up that was left behind registers after that is ended at once.
 */
export class Teardown {
  readonly #tasks: (() => Promise<void> | void)[] = [];
  #over = false;

  add(task: () => Promise<void> | void): void {
    this.#tasks.push(task);
    if (this.#over) void this.run();
  }

  /** The errors of the tasks that failed; what could be ended has ended. */
  async run(): Promise<readonly unknown[]> {
    this.#over = true;
    const errors: unknown[] = [];
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) {
      try {
        await task();
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}

/** What started half way is ended before the error goes on. */
export async function holding<T>(start: (teardown: Teardown, close: () => Promise<void>) => Promise<T>): Promise<T> {
  const teardown = new Teardown();
  const close = async () => void (await teardown.run());
  try {
    return await start(teardown, close);
  } catch (error) {
    await close();
    throw error;
  }
}
