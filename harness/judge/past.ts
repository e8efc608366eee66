import type { StepObservation } from "../observe/observation.ts";
import type { Variant } from "../plan/check.ts";
import type { Json, Step } from "../scenario/model/index.ts";

/** What the steps before this one tell of who is who. */
export interface Past {
  /** Account id -> who came to hold it: people, and the names of seeded accounts. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
  /** Person -> what the IdP says of them now. */
  readonly claims: { readonly [person: string]: Claims };
  /** Person -> by what an SP with an unsafe key came to know them, in their order, each once. */
  readonly keys: { readonly [person: string]: readonly string[] };
}

type Claims = { readonly [claim: string]: Json };

/** Before the first step: everybody's claims, and the seeded accounts under their own names. */
export function beginning({ people }: Variant, seeded: { readonly [name: string]: string }): Past {
  return {
    holders: withHolders(
      new Map(),
      Object.entries(seeded).map(([name, id]) => [id, name]),
    ),
    claims: Object.fromEntries(Object.values(people).map(({ name, claims }) => [name, claims])),
    keys: {},
  };
}

/** By what an SP with a declared unsafe key knows whoever has these claims at a connection; undefined: it has none. */
export type KeyOf = (claims: Claims, connection: string) => string | undefined;

/** What is known once a step was seen. Whoever was signed in to an account holds it, and whoever alone made it. */
export function pastAfter(past: Past, step: Step, seen: StepObservation, keyOf: KeyOf): Past {
  const claims = step.kind === "change" ? changed(past.claims, step.people) : past.claims;
  const signedIn = seen.sign_ins.flatMap(({ person, session }): [string, string][] =>
    session.state === "signed_in" ? [[session.account, person]] : [],
  );
  const sown = step.kind === "seed" ? step.accounts.map(({ name }) => name) : [];
  const seeded = sown.flatMap((name): [string, string][] => {
    const id = seen.names[name];
    return typeof id === "string" ? [[id, name]] : [];
  });
  const [only, ...others] = new Set(seen.sign_ins.map(({ person }) => person));
  const before = new Set(seen.before.accounts.map(({ id }) => id));
  const made: readonly [string, string][] =
    only === undefined || others.length > 0
      ? []
      : seen.after.accounts.filter(({ id }) => !before.has(id)).map(({ id }) => [id, only]);
  const keys = seen.sign_ins.flatMap((signIn) => {
    const key = keyOf(past.claims[signIn.person] ?? {}, signIn.connection);
    return key === undefined ? [] : [[signIn.person, key] as const];
  });
  return {
    claims,
    keys: withKeys(past.keys, keys),
    holders: withHolders(past.holders, [...signedIn, ...seeded, ...made]),
  };
}

export function holds({ holders }: Past, person: string, account: string): boolean {
  return holders.get(account)?.has(person) === true;
}

/** Ids of the accounts that a person came to hold; they need not be there any more. */
export function ownAccounts({ holders }: Past, person: string): readonly string[] {
  return [...holders].flatMap(([id, people]) => (people.has(person) ? [id] : []));
}

/** A claim of a person as it is now; undefined where it is left out, or is no text. */
export function claimText({ claims }: Past, person: string, claim: string): string | undefined {
  const value = claims[person]?.[claim];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function withKeys(keys: Past["keys"], more: readonly (readonly [string, string])[]): Past["keys"] {
  return more.reduce((all, [person, key]) => {
    const known = all[person] ?? [];
    return known.includes(key) ? all : { ...all, [person]: [...known, key] };
  }, keys);
}

function withHolders(holders: Past["holders"], more: readonly (readonly [string, string])[]): Past["holders"] {
  const all = new Map(holders);
  for (const [id, holder] of more) all.set(id, new Set([...(all.get(id) ?? []), holder]));
  return all;
}

type Changes = Extract<Step, { kind: "change" }>["people"];

function changed(claims: Past["claims"], changes: Changes): Past["claims"] {
  const now = Object.entries(changes).map(([person, { claims: more, without }]) => {
    const all = Object.entries({ ...claims[person], ...more }).filter(([claim]) => !without.includes(claim));
    return [person, Object.fromEntries(all)] as const;
  });
  return { ...claims, ...Object.fromEntries(now) };
}
