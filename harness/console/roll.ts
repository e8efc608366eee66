import type { Person } from "../scenario/model/index.ts";
import { inFile, keepingPlace, named } from "./asked.ts";

/** Whom the IdPs know: as the people file has them, and as they were changed by hand since. */
export class Roll {
  #people: readonly Person[];
  /** Everybody as the file has them. */
  #file: ReadonlyMap<string, Person>;
  /** Who differs from the file. */
  readonly #unsaved = new Set<string>();

  constructor(people: readonly Person[]) {
    this.#people = people;
    this.#file = byName(people);
  }

  get people(): readonly Person[] {
    return this.#people;
  }

  get inFile(): readonly Person[] {
    return [...this.#file.values()];
  }

  get unsaved(): ReadonlySet<string> {
    return this.#unsaved;
  }

  /** What the file has now; who was changed by hand since, and is as before in the file, stays as they are. */
  replace(people: readonly Person[]): void {
    const now = people.map((person) => {
      const own = this.#people.find(({ name }) => name === person.name);
      const before = this.#file.get(person.name);
      const isAsBefore = before !== undefined && inFile(before) === inFile(person);
      const stays = own !== undefined && this.#unsaved.has(person.name) && isAsBefore;
      if (!stays) this.#unsaved.delete(person.name);
      return stays ? own : person;
    });
    this.#file = byName(people);
    this.#people = now;
  }

  /** By hand. */
  change(person: Person): void {
    const isKnown = this.#people.some(({ name }) => name === person.name);
    this.#people = isKnown
      ? this.#people.map((one) => (one.name === person.name ? keepingPlace(person, one) : one))
      : [...this.#people, person];
    this.#unsaved.add(person.name);
  }

  /** As the file has them. Throws ERR_USAGE where it does not. */
  restore(name: string): void {
    const person = named(this.inFile, name, `nobody called ${JSON.stringify(name)} is in the people file`);
    if (this.#unsaved.delete(name)) this.#people = this.#people.map((one) => (one.name === name ? person : one));
  }

  /** The file has them as they are. */
  saved(name: string): void {
    this.#unsaved.delete(name);
    this.#file = new Map([...this.#file, [name, this.person(name)]]);
  }

  /** Throws ERR_USAGE where nobody is called so. */
  person(name: string): Person {
    return named(this.#people, name, `nobody called ${JSON.stringify(name)} is known`);
  }
}

function byName(people: readonly Person[]): ReadonlyMap<string, Person> {
  return new Map(people.map((person) => [person.name, person]));
}
