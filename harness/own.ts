/** What a record holds under a name that a person wrote: `constructor` is a name like any other, and holds nothing. */
export function own<T>(record: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
