import type { DoorObservation } from "../observe/door.ts";
import { defined } from "../defined.ts";
import { own } from "../own.ts";
import type { StepObservation } from "../observe/observation.ts";
import type { Variant } from "../plan/check.ts";
import type { Json, SeededAccount, Step } from "../scenario/model/index.ts";
import { accountFor, changesOf, deactivatedBy, seededBy } from "../scenario/vocabulary/index.ts";

/** What the steps before this one tell of who is who. */
export interface Past {
  /** Account id -> what was seeded there. */
  readonly seeded: ReadonlyMap<string, Seeded>;
  /** Accounts that the kit had deactivated, and that the SP showed no more from then on: they can come back. */
  readonly away: ReadonlySet<string>;
  /** Every sign-in so far, in its order. */
  readonly log: readonly Entry[];
  /** Person -> what the IdP says of them now. */
  readonly claims: { readonly [person: string]: Claims };
  /** Person -> what the address came to that they typed last at the front door. */
  readonly doors?: { readonly [person: string]: DoorObservation };
}

type Seeded = Omit<SeededAccount, "place">;

export type Claims = { readonly [claim: string]: Json };

/** Somebody signed in, or tried to. */
interface Entry {
  readonly person: string;
  readonly connection: string;
  /** What the IdP said of them then. */
  readonly claims: Claims;
  /** The account that they were signed in to, or that was made for them; null: neither. */
  readonly account: string | null;
}

/** Before the first step: everybody's claims, and the accounts that were seeded. */
export function beginning({ people, accounts }: Variant, seeded: { readonly [name: string]: string }): Past {
  return {
    seeded: sown(
      new Map(),
      Object.keys(seeded).map((name) => accounts.find((account) => account.name === name) ?? { name }),
      seeded,
    ),
    away: new Set(),
    log: [],
    claims: Object.fromEntries(Object.values(people).map(({ name, claims }) => [name, claims])),
  };
}

/** What is known once a step was seen. */
export function pastAfter(past: Past, step: Step, seen: StepObservation): Past {
  return {
    seeded: sown(past.seeded, seededBy(step), seen.names),
    away: new Set([...past.away, ...hidden(deactivatedBy(step), seen)]),
    log: [...past.log, ...entries(past, seen)],
    claims: changed(past.claims, changesOf(step)),
    ...defined({ doors: doorsAfter(past.doors, seen) }),
  };
}

/** Whoever was signed in to an account holds it from then on, and so does whoever it was seeded for, and whoever alone made it. */
export function holds({ log, seeded }: Past, person: string, account: string): boolean {
  return isFor(seeded.get(account), person) || log.some((one) => one.person === person && one.account === account);
}

export function isHeld({ log, seeded }: Past, account: string): boolean {
  return seeded.has(account) || log.some((one) => one.account === account);
}

/** Ids of the accounts that a person came to hold; they need not be there any more. */
export function ownAccounts({ log, seeded }: Past, person: string): readonly string[] {
  const own = [...seeded].flatMap(([id, account]) => (isFor(account, person) ? [id] : []));
  const held = log.flatMap((one) => (one.person === person && one.account !== null ? [one.account] : []));
  return [...new Set([...own, ...held])];
}

/** The scenario calls the account as the person, or the kit has made it for them. */
function isFor(account: Seeded | undefined, person: string): boolean {
  return account !== undefined && [person, accountFor(person)].includes(account.name);
}

/** A claim as text; undefined where it is left out, blank or no text. */
export function textOf(claims: Claims | undefined, claim: string): string | undefined {
  const value = own(claims, claim);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** The account that was deactivated, where the SP does not show it any more. Another that is gone is no matter of that. */
function hidden(name: string | undefined, { names, after }: StepObservation): readonly string[] {
  const id = name === undefined ? undefined : own(names, name);
  return typeof id === "string" && !after.accounts.some((account) => account.id === id) ? [id] : [];
}

function doorsAfter(doors: Past["doors"], { door, sign_ins }: StepObservation): Past["doors"] {
  const [typist] = sign_ins;
  const who = door?.who ?? typist?.person;
  return door === undefined || who === undefined ? doors : { ...doors, [who]: door };
}

function entries({ claims }: Past, { sign_ins, before, after }: StepObservation): readonly Entry[] {
  const all = sign_ins.map(({ person, connection, session }) => ({
    person,
    connection,
    claims: claims[person] ?? {},
    account: session.state === "signed_in" ? session.account : null,
  }));
  const [first] = all;
  if (first === undefined || all.some(({ person }) => person !== first.person)) return all;
  const known = new Set([...before.accounts.map(({ id }) => id), ...all.map(({ account }) => account)]);
  return [...all, ...after.accounts.flatMap(({ id }) => (known.has(id) ? [] : [{ ...first, account: id }]))];
}

function sown(
  known: Past["seeded"],
  accounts: readonly Seeded[],
  names: { readonly [name: string]: string | null },
): Past["seeded"] {
  const all = new Map(known);
  for (const account of accounts) {
    const id = names[account.name];
    if (typeof id === "string") all.set(id, account);
  }
  return all;
}

function changed(claims: Past["claims"], changes: ReturnType<typeof changesOf>): Past["claims"] {
  const now = Object.entries(changes).map(([person, { claims: more, without }]) => {
    const all = Object.entries({ ...claims[person], ...more }).filter(([claim]) => !without.includes(claim));
    return [person, Object.fromEntries(all)] as const;
  });
  return { ...claims, ...Object.fromEntries(now) };
}
