import type { Vault } from "../run/index.ts";
import type { Live } from "../run/live.ts";
import type { Person } from "../scenario/model/index.ts";
import type { Shelf } from "./shelf.ts";

/** An SP that people are signed in at, sound as it is or with a defect. */
export interface Side {
  readonly label: string;
  readonly defect: string | null;
  /** Where it is. */
  readonly url: string;
  readonly live: Live;
  close(): Promise<void>;
}

export interface ConsoleOptions {
  readonly target: string;
  readonly side: Side;
  /** What the SP can be broken with. */
  readonly defects: readonly string[];
  /** Starts the same SP with a defect. */
  readonly startBeside: (defect: string) => Promise<Side>;
  /** Writes somebody into the people file; tells which. */
  readonly savePerson: (person: Person) => Promise<string>;
  /** How that file is called. */
  readonly peopleFile: string;
  readonly vault: Vault;
  readonly shelf: Shelf;
  /** Checks at once, where several are run. */
  readonly jobs: number;
}
