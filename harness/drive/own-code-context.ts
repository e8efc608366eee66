/** What modules of the user's own are handed, and answer: in the package's types, so that nothing else is asked of who reads them. */
import type { Browser } from "../agent/port.ts";
import type { SessionState, Snapshot } from "../observe/snapshot.ts";
import type { Json } from "../scenario/model/names.ts";

/** What every module of the user's own is handed. */
export interface OwnCodeContext {
  /** What stands in `with`, templates filled in. */
  readonly with: { readonly [name: string]: Json };
  /** Stands in every subject, email and username of the check. */
  readonly ns: string;
  /** Of the SP, without a slash at the end. */
  readonly base_url: string;
  /** The target's name of the check's connection. */
  readonly connection: string;
  /** What the IdP says of the check's people at this moment. */
  readonly people: { readonly [name: string]: { readonly claims: { readonly [claim: string]: Json } } };
  /** Seeded and remembered names -> ids of accounts; null: nobody. */
  readonly names: { readonly [name: string]: string | null };
}

/** What the module of a `call` is handed. */
export interface CallContext extends OwnCodeContext {
  readonly browser: Browser;
}

/** What a module of `holds` is handed. */
export interface HoldsContext extends OwnCodeContext {
  /** The check's accounts as the target's drivers showed them before the step, and after it. */
  readonly before: Snapshot["accounts"];
  readonly after: Snapshot["accounts"];
  /** Whose session the step's browser has; null: the step has no browser. */
  readonly session: SessionState | null;
}

/** What is wrong: a sentence, or several; nothing, where it is as it should be. */
export type HoldsAnswer = string | readonly string[] | null | undefined;
