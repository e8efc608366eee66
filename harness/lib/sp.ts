import { join } from "node:path";
import { env } from "node:process";
import { defined } from "../defined.ts";
import { JitterbugError } from "../errors.ts";
import type { Account } from "../observe/snapshot.ts";
import { Companion, type Visit } from "../run/companion.ts";
import type { Connection, Person, Target } from "../scenario/model/index.ts";
import { peopleOf } from "./idps.ts";
import { readPeople, readTarget, type People, type TargetFile } from "./target.ts";

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
export async function startSp(options: SpOptions): Promise<RunningSp> {
  const target = readTarget(options.target);
  const people = new Map(peopleOf(target, options.people).map((person) => [person.name, person]));
  const companion = await Companion.open({
    target,
    environment: env,
    allowRemote: options.allowRemote ?? [],
    stateDir: options.keep === true ? join(target.dir, ".jitterbug") : null,
    ...defined({ signal: options.signal }),
  });
  let described = 0;
  const personOf = (asked: string | { readonly [claim: string]: unknown }): Person => {
    if (typeof asked !== "string") return onlyOne(readPeople({ [`somebody-${++described}`]: asked }));
    const known = people.get(asked);
    if (known !== undefined) return known;
    throw new JitterbugError("ERR_USAGE", `nobody called ${JSON.stringify(asked)} is known`, {
      hint: `There is ${[...people.keys()].join(", ")}.`,
    });
  };
  return {
    baseUrl: companion.world.target.base_url,
    async signIn(asked, how = {}) {
      const visit = await companion.signIn(personOf(asked), connectionOf(companion.world.target, how.connection), {
        ...defined({ tamper: tamperOf(how.tamper), idp_initiated: how.idpInitiated, return_to: how.returnTo }),
      });
      return told(visit, companion.world.target.base_url);
    },
    setPerson: (name, claims) => void people.set(name, onlyOne(readPeople({ [name]: claims }))),
    close: () => companion.close(),
    [Symbol.asyncDispose]: () => companion.close(),
  };
}

function onlyOne([person]: readonly Person[]): Person {
  if (person === undefined) throw new Error("a person was read");
  return person;
}

function connectionOf({ connections }: Target, asked: string | undefined): Connection {
  const found = asked === undefined ? connections[0] : connections.find(({ name }) => name === asked);
  if (found !== undefined) return found;
  throw new JitterbugError("ERR_USAGE", `there is no connection ${JSON.stringify(asked)}`, {
    hint: `There is ${connections.map(({ name }) => name).join(", ")}.`,
  });
}

function tamperOf(asked: SignInOptions["tamper"]) {
  if (asked === undefined) return undefined;
  const { name, ...parameters } = typeof asked === "string" ? { name: asked } : asked;
  return { name, parameters };
}

function told({ signIn, before, after, cookies }: Visit, baseUrl: string): SignIn {
  const { outcome, why, session, page, tamper } = signIn;
  const id = session.state === "signed_in" ? session.account : null;
  const { hostname } = new URL(baseUrl);
  const own = cookies.filter(
    ({ domain, hostOnly }) => domain === hostname || (!hostOnly && hostname.endsWith(`.${domain}`)),
  );
  return {
    outcome,
    why,
    account: after.accounts.find((account) => account.id === id) ?? (id === null ? null : { id, seen_by: {} }),
    before: before.accounts,
    after: after.accounts,
    page: { url: page.url, status: page.status, text: page.text },
    ...(tamper === undefined ? {} : { delivered: tamper.delivered }),
    cookie: own.map(({ name, value }) => `${name}=${value}`).join("; "),
  };
}
