/** A value of a knob: what the SP does, as the end of a sentence. */
interface Value {
  readonly is: string;
  /** A stated danger, told at every run: what it lets happen. Declared or seen, it excuses no harm beyond that. */
  readonly unsafe?: string;
  /** A lawful risk that an owner may state, told at every run: what it lets happen. */
  readonly risk?: string;
  /** More on it, as whole sentences. */
  readonly note?: string;
}

export interface KnobRow {
  /** The question that the values answer. */
  readonly about: string;
  readonly note?: string;
  readonly values: { readonly [value: string]: Value };
}

export function defineKnobs<const T extends { readonly [knob: string]: KnobRow }>(rows: T): T {
  return rows;
}
