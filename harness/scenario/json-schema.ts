import { z } from "zod";
import { defined } from "../defined.ts";
import { EXAMPLES, TITLES } from "./examples.ts";
import { hoist, type JsonSchema } from "./hoist.ts";
import { oidcSchema, samlSchema } from "./schema/connection.ts";
import { kindsOf, type Kinds } from "./schema/keyed.ts";
import { baselineSchema } from "./schema/known-failures.ts";
import { peopleFileSchema } from "./schema/people.ts";
import { scenarioSchema } from "./schema/scenario.ts";
import { isPlanned } from "./schema/strict.ts";
import { sharedSchema } from "./schema/shared.ts";
import { stepSchema } from "./steps/index.ts";
import { loosened } from "./loosened.ts";
import { targetSchema } from "./schema/target.ts";

const SCHEMAS = {
  target: targetSchema,
  scenario: scenarioSchema,
  people: peopleFileSchema,
  shared: sharedSchema,
  baseline: baselineSchema,
} as const;

export type FileKind = keyof typeof SCHEMAS;

export const FILE_KINDS = Object.keys(SCHEMAS) as readonly FileKind[];

/** JSON Schema (draft 2020-12) of a file kind, each part where it stands; descriptions are the fields' own words. */
export function jsonSchema(kind: FileKind): object {
  return whole(kind, asUnion);
}

/**
 * The same for editors: what stands in several places is written once, and a map that says by a key what it is (a step, a
 * driver ...) is held to what that key asks for alone, so that a fault in it is told and not "matches none of them".
 */
export function editorSchema(kind: FileKind): object {
  const { $schema, ...written } = whole(kind, byKey);
  const schema = kind === "shared" ? withParameters(written) : written;
  const identity = { $schema, $id: `urn:jitterbug:${kind}`, title: TITLES[kind] };
  return { ...identity, ...hoist(schema), examples: [EXAMPLES[kind]] };
}

function whole(kind: FileKind, told: Telling): JsonSchema {
  const definitions: Definitions = {};
  const schema = new Conversion(definitions, told).convert(SCHEMAS[kind]);
  return { ...schema, $defs: definitions };
}

/** Steps of which any part may be a parameter. */
function withParameters({ $defs = {}, properties = {}, ...rest }: JsonSchema): JsonSchema {
  const definitions: Definitions = {};
  const items = new Conversion(definitions, byKey).convert(stepSchema);
  const all = Object.entries({ ...$defs, ...definitions }).map(([name, schema]) => [name, loosened(schema)]);
  const steps = { ...(properties["steps"] as JsonSchema), items: loosened(withoutDialect(items)) };
  return { ...rest, properties: { ...properties, steps }, $defs: Object.fromEntries(all) as Definitions };
}

interface Definitions {
  [id: string]: JsonSchema;
}

/** How kinds stand in JSON Schema, each with its own schema. */
type Telling = (kinds: Kinds, schemas: readonly (readonly [kind: string, schema: JsonSchema])[]) => JsonSchema;

/**
 * A keyed schema stands for its kinds. Shared parts have an id of their own, so the definitions of
 * parts that are converted one by one can lie side by side at the root, where every `$ref` looks for them.
 */
class Conversion {
  readonly #definitions: Definitions;
  readonly #told: Telling;

  constructor(definitions: Definitions, told: Telling) {
    this.#definitions = definitions;
    this.#told = told;
  }

  convert(schema: z.ZodType): JsonSchema {
    const { $defs, ...converted } = z.toJSONSchema(schema, {
      io: "input",
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema: written }) => {
        const kinds = kindsOf(zodSchema);
        if (kinds !== undefined) Object.assign(written, this.#kinds(kinds));
        if (zodSchema === oidcSchema || zodSchema === samlSchema) mayLeaveToDefaults(written);
        const { properties } = written;
        if (!(zodSchema instanceof z.ZodObject) || properties === undefined) return;
        for (const [key, member] of Object.entries(zodSchema.shape)) {
          if (isPlanned(member as object)) delete properties[key];
        }
      },
    });
    Object.assign(this.#definitions, $defs);
    return converted;
  }

  #kinds(kinds: Kinds): JsonSchema {
    const schemas = Object.entries(kinds.schemas).map(
      ([kind, schema]) => [kind, withoutDialect(this.convert(schema))] as const,
    );
    return this.#told(kinds, schemas);
  }
}

const asUnion: Telling = (_, schemas) => ({ anyOf: schemas.map(([, schema]) => schema) });

/**
 * Where several keys stand that say what it is, the first kind decides, as when the file is read. That a key is there is
 * asked by `not`: an editor that completes takes no `required` for a demand yet, and would offer the first kind alone.
 */
const byKey: Telling = ({ what }, schemas) => {
  const kinds = schemas.map(([kind]) => kind);
  const properties = Object.fromEntries(
    schemas.map(([kind, { description, properties: own }]) => [
      kind,
      defined({ description: description ?? wordsOf(own?.[kind]) }),
    ]),
  );
  const errorMessage = `Nothing here says which ${what.replace(/^an? /, "")} it is. One of the keys must be ${kinds.join(", ")}.`;
  const none: JsonSchema = { properties, minProperties: 1, propertyNames: { enum: kinds, errorMessage } };
  const chain = schemas.reduceRight<JsonSchema>((rest, [kind, schema]) => {
    const isOther = { properties: { [kind]: false } };
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    return { if: { not: isOther }, then: schema, else: rest };
  }, none);
  return { type: "object", ...chain };
};

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

function withoutDialect(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema"));
}

function wordsOf(schema: JsonSchema | boolean | undefined): string | undefined {
  return typeof schema === "object" ? schema.description : undefined;
}
