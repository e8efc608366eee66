/** JSON Schema, as far as the kit writes it. */
export interface JsonSchema {
  readonly description?: string;
  readonly properties?: { readonly [key: string]: JsonSchema | boolean };
  readonly $defs?: { readonly [name: string]: JsonSchema };
  readonly [keyword: string]: unknown;
}

/** Keywords whose value is a schema, schemas in a list, or schemas by name. */
const ONE = ["additionalProperties", "propertyNames", "items", "not", "if", "then", "else"];
const LISTED = ["anyOf", "oneOf", "allOf", "prefixItems"];
const NAMED = ["properties", "patternProperties", "$defs"];

/** A shorter part is as short as the reference to it. */
const WORTH = 200;

/** The same schema, in which a part that stands in several places stands once, below `$defs`, and is referred to. */
export function hoist(schema: JsonSchema): JsonSchema {
  const seen = new Map<string, number>();
  count(schema, seen);
  const names = new Map<string, string>();
  const definitions: Record<string, JsonSchema> = {};
  const refer = (part: JsonSchema): JsonSchema => {
    const text = JSON.stringify(part);
    if (text.length < WORTH || (seen.get(text) ?? 0) < 2) return within(part, refer);
    let name = names.get(text);
    if (name === undefined) {
      name = `part${names.size + 1}`;
      names.set(text, name);
      definitions[name] = within(part, refer);
    }
    return { $ref: `#/$defs/${name}` };
  };
  const { $defs, ...rest } = within(schema, refer);
  return { ...rest, $defs: { ...$defs, ...definitions } };
}

function count(part: JsonSchema, seen: Map<string, number>): void {
  const text = JSON.stringify(part);
  seen.set(text, (seen.get(text) ?? 0) + 1);
  // What stands within a part that was met before is written with it, once.
  if (seen.get(text) === 1)
    within(part, (inner) => {
      count(inner, seen);
      return inner;
    });
}

/** With each schema that stands directly in it changed; `keyword`: that under which it stands. */
export function within(part: JsonSchema, change: (inner: JsonSchema, keyword: string) => JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(part).map(([keyword, value]) => {
      const changed = (one: unknown): unknown => (isSchema(one) ? change(one, keyword) : one);
      if (ONE.includes(keyword)) return [keyword, changed(value)];
      if (LISTED.includes(keyword) && Array.isArray(value)) return [keyword, value.map(changed)];
      if (NAMED.includes(keyword) && isSchema(value))
        return [keyword, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, changed(one)]))];
      return [keyword, value];
    }),
  );
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
