import type { PeopleDirectory } from "../mount.ts";
import type { IdpPerson } from "../port.ts";

/** Cards on one login page: what a person takes in, and what a user agent reads quickly. */
const CARDS = 24;

/** Whom a request says to expect. */
export interface Hints {
  /** A name of theirs: a `login_hint`, or the NameID of a Subject. */
  readonly person?: string | undefined;
  /** The domain of their address. */
  readonly domain?: string | undefined;
}

/** The people whom a login page shows for a search and what the request hints at. */
export function choosePeople(
  directory: PeopleDirectory,
  search: string,
  { person: hint, domain }: Hints = {},
): { readonly people: readonly IdpPerson[]; readonly more: boolean } {
  const found = (search === "" ? ofDomain(directory, domain) : undefined) ?? directory.search(search, CARDS + 1);
  const shown = found.slice(0, CARDS);
  const more = found.length > CARDS;
  if (hint === undefined || search !== "" || shown.some((person) => isHinted(person, hint)))
    return { people: shown, more };
  const hinted = directory.search(hint, CARDS).filter((person) => isHinted(person, hint));
  return { people: [...hinted, ...shown].slice(0, CARDS), more };
}

/** Undefined where none is named, or nobody is of it: a hint keeps nobody out. */
function ofDomain(directory: PeopleDirectory, domain: string | undefined): readonly IdpPerson[] | undefined {
  if (domain === undefined) return undefined;
  const end = `@${domain.trim().toLowerCase()}`;
  const found = directory
    .search(end, Infinity)
    .filter(({ claims: { email } }) => typeof email === "string" && email.toLowerCase().endsWith(end));
  return found.length === 0 ? undefined : found;
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
