import { describe, expect, test } from "vitest";
import { REFERENCES } from "../../harness/references.ts";
import { EXPECTATIONS } from "../../harness/scenario/expectations/index.ts";
import { jsonSchema } from "../../harness/scenario/index.ts";
import { KNOBS } from "../../harness/scenario/model/index.ts";
import { PLANNED_EXPECTATIONS, PLANNED_STEPS } from "../../harness/scenario/planned.ts";
import { STEPS } from "../../harness/scenario/steps/index.ts";
import { TAMPERS } from "../../harness/tampers/index.ts";

function* refs(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === "$ref" && typeof member === "string") yield member;
    else yield* refs(member);
  }
}

describe("JSON Schema", () => {
  test.each(["scenario", "target", "people"] as const)(
    "%s: every reference leads somewhere, unknown keys are refused",
    (kind) => {
      const schema = JSON.parse(JSON.stringify(jsonSchema(kind))) as {
        $schema: string;
        $defs: object;
        additionalProperties: boolean;
        description: string;
      };
      expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
      expect(schema.additionalProperties).toBe(false);
      expect(schema.description).not.toBe("");
      for (const ref of refs(schema)) expect(Object.keys(schema.$defs)).toContain(ref.replace("#/$defs/", ""));
    },
  );

  test("holds every step and expectation of today, and no planned word", () => {
    const text = JSON.stringify(jsonSchema("scenario"));
    for (const { kind } of [...Object.values(STEPS), ...Object.values(EXPECTATIONS)])
      expect(text).toContain(`"${kind}":`);
    // Invitations are given already, and not yet expected.
    const planned = [...PLANNED_STEPS, ...PLANNED_EXPECTATIONS].filter((word) => word !== "invitations");
    for (const word of planned) expect(text).not.toContain(`"${String(word)}":`);
    expect(text).toContain("How the sign-in ended");
  });
});

test("editors are told every tamper, and every parameter of one", () => {
  const text = JSON.stringify(jsonSchema("scenario"));
  for (const table of Object.values(TAMPERS)) {
    for (const [name, { parameters = {} }] of Object.entries(table)) {
      expect(text).toContain(`{"const":"${name}"`);
      expect(text).toContain(`"${name}":{"type":["object","null"]`);
      for (const parameter of Object.keys(parameters)) expect(text).toContain(`"${parameter}":{"description"`);
    }
  }
});

test("what is planned is not there yet", () => {
  const now: readonly string[] = [...Object.keys(STEPS), ...Object.keys(EXPECTATIONS), ...Object.keys(KNOBS)];
  for (const word of [...PLANNED_STEPS, ...PLANNED_EXPECTATIONS]) expect(now).not.toContain(word);
});

test("every reference has a title and an https address, and names its own section", () => {
  for (const [key, { title, url }] of Object.entries(REFERENCES)) {
    expect(new URL(url).protocol).toBe("https:");
    const section = /-([0-9.]+)$/.exec(key)?.[1];
    if (section !== undefined) expect(title).toContain(`section ${section}:`);
  }
});
