import type { Account, SessionState } from "../observe/snapshot.ts";
import { HARMS, type Harm } from "../scenario/model/index.ts";
import { sameEmail } from "./equal.ts";
import { accountBefore, changesIn, type Scene } from "./scene.ts";
import { holds, isHeld, ownAccounts, textOf } from "./past.ts";

export { HARMS, type Harm };

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
  return isHeld(scene.past, account) ? "foreign_account" : undefined;
}

/** More accounts than there are people for them: one beside another, or several from one first sign-in. */
export function harmOfCreated(scene: Scene): Harm | undefined {
  const people = peopleOf(scene);
  const newcomers = people.filter((person) => !hasOwn(scene, person));
  return people.length > 0 && madeFor(scene).length > newcomers.length ? "second_account" : undefined;
}

/** The accounts that the step made for those who signed in; one that came late is somebody else's. */
export function madeFor(scene: Scene): readonly Account[] {
  const people = peopleOf(scene);
  return changesIn(scene).created.filter((account) => !isOfSomebodyElse(scene, people, account));
}

/** An account that a sign-in changed though nobody who signed in holds it. */
export function harmOfChange(scene: Scene, account: string): Harm | undefined {
  const people = peopleOf(scene);
  if (people.length === 0 || people.some((person) => holds(scene.past, person, account))) return undefined;
  return "foreign_account";
}

export function peopleOf({ seen }: Scene): readonly string[] {
  return [...new Set(seen.sign_ins.map(({ person }) => person))];
}

/** Whether a person has an account that was there before the step. */
export function hasOwn(scene: Scene, person: string): boolean {
  return ownAccounts(scene.past, person).some((id) => accountBefore(scene, id) !== undefined);
}

/** An account that came late: it carries the address or the subject of another of the check's people. */
function isOfSomebodyElse({ past }: Scene, people: readonly string[], account: Account): boolean {
  const carries = (person: string) => {
    const email = textOf(past.claims[person], "email");
    const subject = textOf(past.claims[person], "subject");
    return (
      (email !== undefined && typeof account.email === "string" && sameEmail(email, account.email)) ||
      (subject !== undefined && account.identities?.some((identity) => identity.subject === subject) === true)
    );
  };
  return (
    !people.some(carries) && Object.keys(past.claims).some((person) => !people.includes(person) && carries(person))
  );
}
