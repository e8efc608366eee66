import type { Account } from "../observe/snapshot.ts";
import { openSp } from "./open-sp.ts";
import type { People, TargetFile } from "./target.ts";

export interface SpOptions {
  /** A target file, or what would stand in one. */
  readonly target: string | TargetFile;
  /** Who can sign in, by name; left out: those that the target file names, else a few telling ones. */
  readonly people?: string | People;
  /** Hosts beside this machine that may be spoken to. */
  readonly allowRemote?: readonly string[];
  /** Keep keys and client secrets in `.jitterbug` beside the target file, for an SP that has them written down; else new ones. */
  readonly keep?: boolean;
  readonly signal?: AbortSignal;
}

export interface SignInOptions {
  /** Left out: the target's first. */
  readonly connection?: string;
  /** A corruption of what leaves for the SP (docs/tampers.md). */
  readonly tamper?: string | { readonly name: string; readonly [parameter: string]: string | number };
  /** SAML: begun at the IdP. */
  readonly idpInitiated?: boolean;
  /** Where the person wants to go: `{{return_to}}` of the target's `sign_in`. */
  readonly returnTo?: string;
}

/** What one sign-in came to. Nothing of it is judged. */
export interface SignIn {
  readonly outcome: "signed_in" | "refused" | "interrupted" | "broken";
  /** What decided it, in words. */
  readonly why: string;
  /** The account whose session it is; null where nobody is signed in, or the SP does not tell. */
  readonly account: Account | null;
  /** Those of everybody who signed in here, before and after. */
  readonly before: readonly Account[];
  readonly after: readonly Account[];
  /** What the person sees at last. */
  readonly page: { readonly url: string; readonly status: number | null; readonly text: string };
  /** Whether the corrupted message left for the SP; undefined where nothing was corrupted. */
  readonly delivered?: boolean;
  /** A Cookie header for the SP, with which a test goes on as this person. */
  readonly cookie: string;
}

/** A service provider beside mock identity providers, in which a test signs people in. */
export interface RunningSp extends AsyncDisposable {
  readonly baseUrl: string;
  /**
   * Signs somebody in, by the kit's own browser: a person of the people file, who is the same whenever they come, or one
   * who is described here. Throws JitterbugError ERR_USAGE where that cannot be asked.
   */
  signIn(person: string | { readonly [claim: string]: unknown }, options?: SignInOptions): Promise<SignIn>;
  /** What the IdPs say of a person from the next sign-in on. */
  setPerson(name: string, claims: NonNullable<People[string]>): void;
  close(): Promise<void>;
}

/** Starts the IdPs, and the SP where the target file says how. Throws JitterbugError. */
export function startSp(options: SpOptions): Promise<RunningSp> {
  return openSp(options);
}
