/** Something that another source asks of an SP, and the checks here that hold it. */
export interface Asked {
  /** As the source names it. */
  readonly asks: string;
  /** Ids of checks; `role-*`: all that begin so. Empty where none holds it. */
  readonly checks: readonly string[];
  /** Why no check holds it, or what of it none does. */
  readonly without?: string;
}

/** A suite, or an advice, that is not the kit's. */
export interface Source {
  readonly title: string;
  readonly url: string;
  readonly asks: readonly Asked[];
}

/** Those of the checks that a row names. */
export function heldBy<T extends { readonly id: string }>({ checks }: Asked, all: readonly T[]): readonly T[] {
  const named = checks.map((name) => (name.endsWith("*") ? startsWith(name.slice(0, -1)) : equals(name)));
  return all.filter(({ id }) => named.some((matches) => matches(id)));
}

function startsWith(beginning: string): (id: string) => boolean {
  return (id) => id.startsWith(beginning);
}

function equals(name: string): (id: string) => boolean {
  return (id) => id === name;
}
