/** The libraries that are judged, and how a run of one is set up. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const SETUPS = ["default", "hardened"] as const;
export type Setup = (typeof SETUPS)[number];

export interface Library {
  readonly name: string;
  readonly protocol: "oidc" | "saml";
  /** What is installed by npm, each `name@version`, the library first; or the Debian packages that it comes in. */
  readonly npm?: readonly string[];
  readonly debian?: readonly string[];
  /** The SP's file in `sp/`, where it is not named as the library. */
  readonly sp?: string;
  /** Whether the library keeps the session, too. */
  readonly sessions?: boolean;
  readonly setups: { readonly [setup in Setup]?: LibrarySetup };
}

export interface LibrarySetup {
  /** What it is set up by, in words. */
  readonly as: string;
  readonly policy: { readonly [knob: string]: unknown };
  /** Members of both connections that differ. */
  readonly connections?: object;
  /** What the SP is told besides. */
  readonly env?: object;
}

export const HERE = import.meta.dirname;

export function libraries(): readonly Library[] {
  const rows = parse(readFileSync(join(HERE, "libraries.yaml"), "utf8")) as {
    readonly [name: string]: Omit<Library, "name" | "setups"> & { readonly [setup in Setup]?: LibrarySetup };
  };
  return Object.entries(rows).map(([name, { default: plain, hardened, ...row }]) => ({
    name,
    ...row,
    setups: { ...(plain && { default: plain }), ...(hardened && { hardened }) },
  }));
}
