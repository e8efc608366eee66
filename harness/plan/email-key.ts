import {
  kindOfKey,
  UNSAFE_KEYS,
  type Connection,
  type Json,
  type Policy,
  type Situation,
} from "../scenario/model/index.ts";
import { changesOf, throughIdp } from "../scenario/vocabulary/index.ts";
import type { Variant } from "./check.ts";
import { hasEmailNameId, hasTransientNameId, isEmailKey, isTransientKey, isUsernameKey } from "./people.ts";
import { notApplicable, type Settled } from "./settled.ts";
import type { Filled } from "./settling.ts";

/** A connection and the policy that holds there. */
export interface Home {
  readonly connection: Connection;
  readonly policy: Policy;
}

/**
 * Where the key of identity is the email itself, a person whose email changes between two sign-ins is another one, and
 * two people with one email are one; likewise where it is the username; where it is a transient NameID, nobody is known by it at all. Only scenarios that
 * cover it speak of that. But an SP that declares the email for a key though the IdP names people otherwise is judged:
 * it is excused for what that says (judge/excuse.ts). `covering`: the ids of those of this run.
 */
export function settleByKey({ scenario, variants, homeOf, covering }: Filled): Settled | undefined {
  const { covers } = scenario;
  const giveWay = (situation: Situation, reason: string): Settled => {
    const others = covering(situation);
    const told = others.length === 0 ? "" : `; ${others.join(" and ")} ${others.length === 1 ? "covers" : "cover"} it`;
    return notApplicable(`${reason}${told}`);
  };
  for (const variant of variants) {
    const known = new Set<string>();
    for (const person of Object.values(variant.people)) {
      const home = homeOf(person.connection);
      if (home === undefined) continue;
      const { emails, usernames, sign_ins } = historyOf(variant, person.name);
      if (isTransientKey(home.connection, home.policy) && sign_ins > 0 && !covers.includes("transient_key"))
        return giveWay("transient_key", "the identity key is a transient NameID, another at each sign-in");
      if (isUsernameKey(home.connection, home.policy)) {
        const names = [...usernames].map((name) => `${person.connection} username ${name}`);
        if (usernames.size > 1 || names.some((name) => known.has(name)))
          return notApplicable("the identity key is the username itself");
        for (const name of names) known.add(name);
      }
      const excused = isUnsafeKey(home.policy) && !hasEmailNameId(home.connection);
      if (!isEmailKey(home.connection, home.policy) || excused || covers.includes("email_as_key")) continue;
      const keys = [...emails].filter((email) => email.includes("@")).map((email) => `${person.connection} ${email}`);
      if (emails.size > 1 || keys.some((key) => known.has(key)))
        return giveWay("email_as_key", "the identity key is the email itself");
      for (const key of keys) known.add(key);
    }
  }
  return undefined;
}

function isUnsafeKey({ identity_key }: Policy): boolean {
  return identity_key !== undefined && UNSAFE_KEYS.includes(kindOfKey(identity_key));
}

/** What a connection must have for a scenario that covers a situation, and has not. */
export function unmetSituation(situation: Situation, { connection, policy }: Home): readonly string[] {
  switch (situation) {
    case "email_as_key":
      return isEmailKey(connection, policy) || hasEmailNameId(connection) ? [] : ["an email as the key or the NameID"];
    case "transient_key":
      return hasTransientNameId(connection) ? [] : ["name_id=transient"];
  }
}

/** The addresses and usernames, without regard to case, with which a person signs in, and how often. */
function historyOf(
  { people, steps }: Variant,
  name: string,
): { readonly emails: ReadonlySet<string>; readonly usernames: ReadonlySet<string>; readonly sign_ins: number } {
  const [emails, usernames] = [new Set<string>(), new Set<string>()];
  let sign_ins = 0;
  let now: { readonly [claim: string]: Json } = people[name]?.claims ?? {};
  for (const step of steps) {
    const change = changesOf(step)[name];
    if (change !== undefined) {
      const kept = Object.entries(now).filter(([claim]) => !change.without.includes(claim));
      now = { ...Object.fromEntries(kept), ...change.claims };
    }
    for (const signIn of throughIdp(step)) {
      if (signIn.person !== name) continue;
      emails.add(comparable(now["email"]));
      usernames.add(comparable(now["preferred_username"]));
      sign_ins += signIn.times;
    }
  }
  return { emails, usernames, sign_ins };
}

function comparable(value: Json | undefined): string {
  return typeof value === "string" ? value.toLowerCase() : JSON.stringify(value ?? null);
}
