import { join } from "node:path";
import { defined } from "../defined.ts";
import type { ConnectionSetup } from "../run/setup.ts";
import { startIdpsFor } from "../run/idps-for.ts";
import type { Person } from "../scenario/model/index.ts";
import { findKit } from "../cli/kit.ts";
import { loadPeople } from "../scenario/index.ts";
import { readPeople, readTarget, type IdpsTarget, type People } from "./target.ts";

export interface IdpsOptions {
  /** A target file, or what would stand in one; `connections` is all that it must have. */
  readonly target: string | IdpsTarget;
  /** On the login page; left out: those that the target file names, else a few telling ones. */
  readonly people?: string | People;
  /** Whoever asks is this person, without the login page. */
  readonly as?: string;
  /** Keep keys and client secrets in `.jitterbug` beside the target file, for an SP that has them written down; else new ones. */
  readonly keep?: boolean;
}

/** What the next sign-in is to bring, so that it is the one that is meant. */
export interface NextSignIn {
  readonly header: { readonly name: string; readonly value: string };
  readonly cookie: { readonly name: string; readonly value: string };
  /** ISO 8601. */
  readonly until: string;
}

/** What became of a sign-out that begins at the IdP. */
export interface SignOut {
  /** To be opened in the person's browser; left out: nothing is left to be done there. */
  readonly url?: string;
  /** The SPs that were told without a browser, and why one did not take it. */
  readonly told?: readonly { readonly connection: string; readonly uri: string; readonly problem?: string }[];
}

/** Mock identity providers that run in this process. */
export interface RunningIdps extends AsyncDisposable {
  /** By the connection's name: what an SP is told of it, its client secret too. */
  readonly connections: { readonly [name: string]: ConnectionSetup };
  /**
   * Who signs in next without the login page: at the connection, or where the sign-in brings what comes back. `tamper`
   * names a corruption (docs/tampers.md) of what leaves for an SP on this machine. Throws ERR_USAGE.
   */
  next(
    person: string,
    how?: { readonly connection?: string; readonly tamper?: string | { readonly name: string } },
  ): Promise<NextSignIn>;
  /** A person as a people file has them, from now on; somebody new is made known. Throws ERR_YAML. */
  setPerson(name: string, claims: NonNullable<People[string]>): Promise<void>;
  /** Ends a person's sessions; `url` is then to be opened in their browser, where there is one. Throws ERR_USAGE. */
  logout(person: string, connection: string): Promise<SignOut>;
  close(): Promise<void>;
}

/** Starts the mock identity providers of a target file, and nothing else. Throws JitterbugError. */
export async function startIdps({ target: asked, people, as, keep }: IdpsOptions): Promise<RunningIdps> {
  const target = readTarget(asked, true);
  const running = await startIdpsFor({
    target,
    people: peopleOf(target, people),
    stateDir: keep === true ? join(target.dir, ".jitterbug") : null,
    ...defined({ as }),
  });
  const { calls } = running;
  return {
    connections: Object.fromEntries(running.setups.map((setup) => [setup.name, setup])),
    next: (person, how = {}) => calls.next({ person, ...how }),
    setPerson: (name, claims) => calls.person(name, claims),
    logout: (person, connection) => calls.logout({ person, connection }),
    close: () => running.close(),
    [Symbol.asyncDispose]: () => running.close(),
  };
}

/** Those that were asked for, else the target's own, else the kit's. */
export function peopleOf(
  { dir, idps }: ReturnType<typeof readTarget>,
  asked: string | People | undefined,
): readonly Person[] {
  if (asked !== undefined) return readPeople(asked);
  return loadPeople(idps.people === undefined ? findKit().demoPeople : join(dir, idps.people)).people;
}
