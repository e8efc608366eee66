import type { PeopleDirectory } from "../mount.ts";
import type { IdpPerson } from "../port.ts";

/** The people of one connection, in the order in which they became known. */
export class People implements PeopleDirectory {
  readonly #byKey = new Map<string, IdpPerson>();

  admit(person: IdpPerson): void {
    // Taken out first, so that a changed person counts as the newest.
    this.#byKey.delete(person.key);
    this.#byKey.set(person.key, person);
  }

  dismiss(key: string): void {
    this.#byKey.delete(key);
  }

  find(key: string): IdpPerson | undefined {
    return this.#byKey.get(key);
  }

  search(text: string, limit: number): readonly IdpPerson[] {
    const wanted = text.trim().toLowerCase();
    const found: IdpPerson[] = [];
    for (const person of [...this.#byKey.values()].toReversed()) {
      if (found.length === limit) break;
      if (wanted === "" || searchable(person).some((field) => field.includes(wanted))) found.push(person);
    }
    return found;
  }
}

function searchable(person: IdpPerson): readonly string[] {
  const { name, email, subject } = person.claims;
  return [person.key, name, email, subject]
    .filter((field) => typeof field === "string")
    .map((field) => field.toLowerCase());
}
