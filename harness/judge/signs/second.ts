import { sameEmail } from "../equal.ts";
import { hasOwn, madeFor, peopleOf } from "../harm.ts";
import { holds, textOf } from "../past.ts";
import { changesIn, type Scene } from "../scene.ts";

export function secondAtSignIn(scene: Scene): boolean {
  const people = peopleOf(scene);
  return people.length > 0 && people.every((person) => hasOwn(scene, person)) && madeFor(scene).length > 0;
}

export function atTheSameMoment(scene: Scene): boolean {
  const people = peopleOf(scene);
  const many = scene.seen.sign_ins.length > people.length;
  return many && !people.some((person) => hasOwn(scene, person)) && madeFor(scene).length > people.length;
}

/** Beside an account that has the address already, and that was not the person's. */
export function beside(scene: Scene): boolean {
  const { past, seen } = scene;
  if (madeFor(scene).length === 0) return false;
  return peopleOf(scene).some((person) => {
    const email = textOf(past.claims[person], "email");
    return (
      email !== undefined &&
      seen.before.accounts.some(
        (account) =>
          !holds(past, person, account.id) && emailsOf(scene, account.id).some((one) => sameEmail(one, email)),
      )
    );
  });
}

export function isLost(scene: Scene): boolean {
  return changesIn(scene).deleted.length > 0;
}

/** The addresses by which an account may be known: what it shows, was seeded with, or its people came with. */
export function emailsOf({ past, seen }: Scene, id: string): readonly string[] {
  const shown = seen.before.accounts.find((account) => account.id === id)?.email;
  const sown = past.seeded.get(id)?.email;
  const came = past.log.flatMap((one) => (one.account === id ? [textOf(one.claims, "email")] : []));
  return [shown, sown, ...came].filter((email) => typeof email === "string");
}
