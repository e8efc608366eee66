/** Deep equality of JSON values; text is compared after NFC, since no standard asks an SP to keep the composition. */
export function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

export function sameText(a: string, b: string): boolean {
  return a.normalize("NFC") === b.normalize("NFC");
}

/** Addresses match whatever their case: an SP may lawfully store them folded. */
export function sameEmail(a: string, b: string): boolean {
  return sameText(a.toLowerCase(), b.toLowerCase());
}

/** One text for each JSON value: members sorted, members that are undefined left out. */
function canonical(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
      .toSorted()
      .join(",")}}`;
  }
  return JSON.stringify(value) ?? "undefined";
}
