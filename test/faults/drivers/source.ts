import type { AccountsDriver, Waits } from "../../../harness/scenario/model/index.ts";

/** One hostile source of accounts, and what becomes of a reading. */
export interface Source {
  readonly driver: AccountsDriver;
  /** Makes in the target file's folder what is read; a function that it returns is called after the reading. */
  readonly make?: ((dir: string) => unknown) | undefined;
  /** How many accounts are read, or what a person is told on the first line (and the kit ends with 3). */
  readonly end: number | RegExp;
  /** Seconds, where the usual ones would make the test slow. */
  readonly limits?: Partial<Waits>;
  /** Where root may do what others may not. */
  readonly notAsRoot?: boolean;
}
