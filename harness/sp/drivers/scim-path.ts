/**
 * Attribute paths as SCIM writes them (RFC 7644, section 3.10): `userName`, `name.givenName`, `emails.value`,
 * `emails[primary eq true].value`, and behind the URI of an extension. Names are found in any letter case (RFC 7643,
 * section 2.1), and what has many values gives them all.
 */
export type ScimPath = (resource: unknown) => readonly unknown[];

/** Attributes of the core schemas may stand behind their URI; extensions are members of the resource by theirs. */
const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group)$/i;
const PATH = /^(?:(urn:.+):)?([A-Za-z][\w$-]*)(?:\[\s*([A-Za-z][\w$-]*)\s+eq\s+(.+?)\s*\])?(?:\.([A-Za-z][\w$-]*))?$/i;

/** Throws an Error for a path that is none, and for a filter other than one `eq`. */
export function compileScimPath(path: string): ScimPath {
  const [, schema, attribute = "", filtered, compared = "", sub] = PATH.exec(path) ?? [];
  if (attribute === "") throw new Error("no SCIM path, with at most one filter such as [primary eq true]");
  const wanted: unknown = filtered === undefined ? undefined : JSON.parse(compared);
  return (resource) => {
    let values = schema === undefined || CORE.test(schema) ? [resource] : member(resource, schema);
    values = values.flatMap((value) => member(value, attribute));
    if (filtered !== undefined)
      values = values.filter((value) => member(value, filtered).some((one) => same(one, wanted)));
    return sub === undefined ? values : values.flatMap((value) => member(value, sub));
  };
}

function member(value: unknown, name: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] as unknown;
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? found : [found];
}

/** Some servers write "True" for true. */
function same(one: unknown, wanted: unknown): boolean {
  if (typeof one === "string") return one.toLowerCase() === String(wanted).toLowerCase();
  return one === wanted;
}
