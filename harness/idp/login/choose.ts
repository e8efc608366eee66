import type { PeopleDirectory } from "../mount.ts";
import type { IdpPerson } from "../port.ts";

/** Cards on one login page: what a person takes in, and what a user agent reads quickly. */
const CARDS = 24;

/** The people whom a login page shows for a search and a hint (`login_hint`, or a Subject's NameID). */
export function choosePeople(
  directory: PeopleDirectory,
  search: string,
  hint?: string,
): { readonly people: readonly IdpPerson[]; readonly more: boolean } {
  const found = directory.search(search, CARDS + 1);
  const shown = found.slice(0, CARDS);
  const more = found.length > CARDS;
  if (hint === undefined || search !== "" || shown.some((person) => isHinted(person, hint)))
    return { people: shown, more };
  const hinted = directory.search(hint, CARDS).filter((person) => isHinted(person, hint));
  return { people: [...hinted, ...shown].slice(0, CARDS), more };
}

/** Whether a hint names this person: by email, subject, preferred_username or key. */
export function isHinted(person: IdpPerson, hint: string): boolean {
  const { email, subject, preferred_username } = person.claims;
  const wanted = hint.trim().toLowerCase();
  return (
    wanted !== "" &&
    [email, subject, preferred_username, person.key].some(
      (name) => typeof name === "string" && name.toLowerCase() === wanted,
    )
  );
}
