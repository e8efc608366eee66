import type { AccountsDriver } from "../../scenario/model/index.ts";
import type { Blank } from "../port.ts";
import { shapeOf } from "../shape.ts";

/**
 * Remembers of one read which paths of a driver's `map` found something in an account, so that the doctor can tell a
 * path that is wrong from a value that an account has not.
 */
export class Blanks {
  readonly #driver: AccountsDriver;
  readonly #found = new Set<string>();
  #sample: unknown = undefined;

  constructor(driver: AccountsDriver) {
    this.#driver = driver;
  }

  /** One account, as the SP shows it, and what was looked for in it. */
  saw(account: unknown, field: string, found: readonly unknown[]): void {
    this.#sample ??= account;
    if (found.length > 0) this.#found.add(field);
  }

  /** The fields whose path found nothing in any account; none where there was no account. */
  list(driver: string): readonly Blank[] {
    if (this.#sample === undefined) return [];
    const { map, place } = this.#driver;
    const has = shapeOf(this.#sample);
    return Object.entries(map)
      .filter(([field]) => !this.#found.has(field))
      .map(([field, path]) => ({ driver, field, path, has, place }));
  }
}
