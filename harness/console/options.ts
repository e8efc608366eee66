import type { Vault } from "../run/index.ts";
import type { Live } from "../run/live.ts";
import type { Person } from "../scenario/model/index.ts";
import type { Shelf } from "./shelf.ts";

/** In what an SP, or its IdPs, are otherwise than the target file has them. */
export interface Otherwise {
  readonly defect: string | null;
  /** The vendor in whose shape its connections are. */
  readonly profile: string | null;
}

/** An SP that people are signed in at, as it is or otherwise. */
export interface Side extends Otherwise {
  readonly label: string;
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
  /** What each of them is, in a sentence, where the SP tells. */
  readonly aboutDefects?: ReadonlyMap<string, string>;
  /** Why the SP can not run a second time beside itself, and what would let it; null: it can. */
  readonly once: string | null;
  /** Vendors in whose shape it can be met: their names, and what they call themselves. */
  readonly vendors: readonly (readonly [name: string, title: string])[];
  /** Starts the same SP once more, with a defect, or with its connections in a vendor's shape. */
  readonly startBeside: (otherwise: Otherwise) => Promise<Side>;
  /** Writes somebody into the people file; tells which. */
  readonly savePerson: (person: Person) => Promise<string>;
  /** How that file is called. */
  readonly peopleFile: string;
  readonly vault: Vault;
  readonly shelf: Shelf;
  /** Checks at once, where several are run. */
  readonly jobs: number;
}
