import type { Account } from "../observe/snapshot.ts";

/**
 * Which drivers show every account. One of them that does not show a new account yet lags behind the others; a driver
 * that shows some accounts only (who has a role) is waited for once.
 */
export class Complete {
  readonly #drivers: Set<string>;
  #looked = false;

  /** @param drivers the names of those that show a row for each account. */
  constructor(drivers: readonly string[]) {
    this.#drivers = new Set(drivers);
  }

  /** What is there before anybody does anything is late in no driver. */
  first(accounts: readonly Account[]): void {
    if (!this.#looked) for (const name of this.missing(accounts)) this.#drivers.delete(name);
    this.#looked = true;
  }

  /** The drivers that show some of these accounts not yet. */
  missing(accounts: readonly Account[]): readonly string[] {
    if (this.#drivers.size < 2) return [];
    return [...this.#drivers].filter((name) => accounts.some((account) => !isSeenBy(account, name)));
  }

  /** They were waited for in vain. */
  giveUp(drivers: readonly string[]): void {
    for (const name of drivers) this.#drivers.delete(name);
  }
}

function isSeenBy({ seen_by }: Account, driver: string): boolean {
  return (seen_by["id"] ?? "").split(", ").includes(driver);
}
