import type { Place } from "../../errors.ts";
import type { Json } from "./names.ts";

/** A module of the user's own: what it exports by default is called. */
export interface OwnCode {
  /** As it is written, from the folder of the file that names it. */
  readonly name: string;
  /** Its absolute path. */
  readonly file: string;
  /** What it is handed; values may hold templates. */
  readonly with: { readonly [name: string]: Json };
  readonly place: Place;
}
