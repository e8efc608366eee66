import { z } from "zod";
import { defined } from "../defined.ts";
import { oidcSchema, samlSchema } from "./schema/connection.ts";
import { unionOf } from "./schema/keyed.ts";
import { baselineSchema } from "./schema/known-failures.ts";
import { peopleFileSchema } from "./schema/people.ts";
import { scenarioSchema } from "./schema/scenario.ts";
import { isPlanned } from "./schema/strict.ts";
import { targetSchema } from "./schema/target.ts";

const SCHEMAS = {
  scenario: scenarioSchema,
  target: targetSchema,
  people: peopleFileSchema,
  baseline: baselineSchema,
} as const;

export type FileKind = keyof typeof SCHEMAS;

/** JSON Schema (draft 2020-12) of a file kind, for editors; descriptions are the fields' own words. */
export function jsonSchema(kind: FileKind): object {
  const definitions: Definitions = {};
  const schema = convert(SCHEMAS[kind], definitions);
  return { ...schema, $defs: definitions };
}

interface Definitions {
  [id: string]: unknown;
}

/**
 * A keyed schema stands for a union of its kinds. Shared parts have an id of their own, so the definitions of
 * parts that are converted one by one can lie side by side at the root, where every `$ref` looks for them.
 */
function convert(schema: z.ZodType, definitions: Definitions): object {
  const { $defs, ...converted } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const union = unionOf(zodSchema);
      if (union !== undefined) Object.assign(jsonSchema, withoutDialect(convert(union, definitions)));
      if (zodSchema === oidcSchema || zodSchema === samlSchema) mayLeaveToDefaults(jsonSchema);
      const { properties } = jsonSchema;
      if (!(zodSchema instanceof z.ZodObject) || properties === undefined) return;
      for (const [key, member] of Object.entries(zodSchema.shape)) {
        if (isPlanned(member as object)) delete properties[key];
      }
    },
  });
  Object.assign(definitions, $defs);
  return converted;
}

/** What `defaults` may say is not missing in a connection; `null` takes nothing from them. */
function mayLeaveToDefaults(connection: z.core.JSONSchema.BaseSchema): void {
  connection.required = ["protocol"];
  for (const [key, member] of Object.entries(connection.properties ?? {})) {
    if (key === "protocol" || typeof member === "boolean") continue;
    const { description, ...value } = member;
    connection.properties = {
      ...connection.properties,
      [key]: { ...defined({ description }), anyOf: [value, { type: "null" }] },
    };
  }
}

function withoutDialect(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema"));
}
