import type { Blank } from "../../accounts/index.ts";
import type { AccountsDriver } from "../../scenario/model/index.ts";
import { readJsonPath } from "../../scenario/json-path.ts";
import { shapeOf } from "../shape.ts";
import { nearList, nearPath } from "./near.ts";

/**
 * Remembers of one read which paths of a driver's `map` found something in an account, so that the doctor can tell a
 * path that is wrong from a value that an account has not.
 */
export class Blanks {
  readonly #driver: AccountsDriver;
  readonly #found = new Set<string>();
  #document: unknown = undefined;
  #listed = false;
  /** The last ones: who has just signed in is among them. */
  readonly #accounts: unknown[] = [];
  readonly #ns: string;

  /** @param ns whose accounts are asked for */
  constructor(driver: AccountsDriver, ns = "") {
    this.#driver = driver;
    this.#ns = ns.toLowerCase();
  }

  /** A whole answer: what `each` is looked for in. A list that is there, and empty, is no wrong path. */
  read(document: unknown): void {
    this.#document ??= document;
    const list = "each" in this.#driver ? /^(.+)\[\*\]$/s.exec(this.#driver.each)?.[1] : undefined;
    if (list === undefined || readJsonPath(document, list).length > 0) this.#listed = true;
  }

  /** One account, as the SP shows it, and what was looked for in it. */
  saw(account: unknown, field: string, found: readonly unknown[]): void {
    if (this.#accounts.at(-1) !== account) this.#accounts.push(account);
    if (this.#accounts.length > KEPT) this.#accounts.splice(1, 1);
    if (found.length > 0) this.#found.add(field);
  }

  /** The fields whose path found nothing in any account; where there was no account, the path to them. */
  list(driver: string): readonly Blank[] {
    const { map, place } = this.#driver;
    const [sample] = this.#accounts;
    if (sample === undefined) {
      const has = shapeOf(this.#document);
      return "each" in this.#driver && has !== "" && !this.#listed
        ? [{ driver, field: "each", path: this.#driver.each, has, place, ...meant(nearList(this.#document, this.#ns)) }]
        : [];
    }
    const has = shapeOf(sample);
    return Object.entries(map)
      .filter(([field]) => !this.#found.has(field))
      .map(([field, path]) => {
        const near = this.#driver.kind === "scim" ? undefined : nearPath(this.#accounts, field, path, this.#ns);
        return { driver, field, path, has, place, ...meant(near) };
      });
  }
}

const KEPT = 50;

function meant(near: string | undefined): { readonly near?: string } {
  return near === undefined ? {} : { near };
}
