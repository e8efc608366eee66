import type { Account, SessionState } from "../observe/snapshot.ts";
import { sameEmail } from "./equal.ts";
import { accountBefore, type Scene } from "./scene.ts";
import { claimText, holds, ownAccounts } from "./past.ts";

/**
 * What must not happen to anybody, whatever a scenario's severity: from worst to least. It is found in what was seen
 * of the accounts and of who came to hold them, and counts where an expectation did not hold that would admit it.
 */
export const HARMS = [
  "foreign_account",
  "privilege",
  "unsigned_content",
  "lost_account",
  "second_account",
  "account_left",
] as const;
export type Harm = (typeof HARMS)[number];

/** The worst of some harms. */
export function worstHarm(harms: readonly (Harm | undefined)[]): Harm | undefined {
  return HARMS.find((harm) => harms.includes(harm));
}

/** Whose account a session opened: somebody else's, or another one beside the person's own. */
export function harmOfSession(scene: Scene, person: string | null, session: SessionState): Harm | undefined {
  if (session.state !== "signed_in" || person === null) return undefined;
  const { account } = session;
  if (holds(scene.past, person, account)) return undefined;
  if (accountBefore(scene, account) === undefined) return hasOwn(scene, person) ? "second_account" : undefined;
  return scene.past.holders.has(account) ? "foreign_account" : undefined;
}

/** More accounts than there are people for them: one beside another, or several from one first sign-in. */
export function harmOfCreated(scene: Scene, created: readonly Account[]): Harm | undefined {
  const people = peopleOf(scene);
  const newcomers = people.filter((person) => !hasOwn(scene, person));
  const theirs = created.filter((account) => !isOfSomebodyElse(scene, people, account));
  return people.length > 0 && theirs.length > newcomers.length ? "second_account" : undefined;
}

/** An account that a sign-in changed though nobody who signed in holds it. */
export function harmOfChange(scene: Scene, account: string): Harm | undefined {
  const people = peopleOf(scene);
  if (people.length === 0 || people.some((person) => holds(scene.past, person, account))) return undefined;
  return "foreign_account";
}

function peopleOf({ seen }: Scene): readonly string[] {
  return [...new Set(seen.sign_ins.map(({ person }) => person))];
}

function hasOwn(scene: Scene, person: string): boolean {
  return ownAccounts(scene.past, person).some((id) => accountBefore(scene, id) !== undefined);
}

/** An account that came late: it carries the address or the subject of another of the check's people. */
function isOfSomebodyElse({ past }: Scene, people: readonly string[], account: Account): boolean {
  const carries = (person: string) => {
    const email = claimText(past, person, "email");
    const subject = claimText(past, person, "subject");
    return (
      (email !== undefined && typeof account.email === "string" && sameEmail(email, account.email)) ||
      (subject !== undefined && account.identities?.some((identity) => identity.subject === subject) === true)
    );
  };
  return (
    !people.some(carries) && Object.keys(past.claims).some((person) => !people.includes(person) && carries(person))
  );
}
