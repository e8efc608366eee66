import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { editorSchema, FILE_KINDS, parsePeople, parseScenario, parseTarget } from "../../harness/scenario/index.ts";
import type { FileKind } from "../../harness/scenario/index.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const VALIDATORS = new Map(
  FILE_KINDS.map((kind) => [kind, new Ajv2020({ strict: false, validateFormats: false }).compile(editorSchema(kind))]),
);
function validator(kind: FileKind) {
  const validate = VALIDATORS.get(kind);
  if (validate === undefined) throw new Error(`no schema of ${kind}`);
  return validate;
}

function filesBelow(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => pattern.test(file) && !file.includes("node_modules"))
    .map((file) => join(ROOT, folder, file));
}

describe("the schema for editors", () => {
  it.each(FILE_KINDS)("%s: says what it is, with a whole example that it takes itself", (kind) => {
    const schema = editorSchema(kind) as { $id: string; title: string; description: string; examples: object[] };
    expect(schema).toMatchObject({
      $id: `urn:jitterbug:${kind}`,
      title: expect.stringMatching(/^Jitterbug /) as string,
    });
    expect(schema.description).toMatch(/\.$/);
    const validate = validator(kind);
    for (const example of schema.examples) {
      validate(example);
      expect(validate.errors).toBe(null);
    }
  });

  it("has examples without a fault", () => {
    const [scenario, target, people] = (["scenario", "target", "people"] as const).map(
      (kind) => (editorSchema(kind) as { examples: object[] }).examples[0] ?? {},
    );
    expect(parseScenario(JSON.stringify(scenario), join(ROOT, "x.yaml")).id).toBe("comes-twice");
    expect(parseTarget(target ?? {}, { env: {}, root: ROOT, idpsAlone: false }).name).toBe("acme-app");
    expect(parsePeople((people as { people: object }).people)).toHaveLength(1);
  });

  it.each([
    ["scenario", "scenarios", /^(?!people).*\.yaml$/, 200],
    ["people", "scenarios", /^people\/.*\.yaml$/, 1],
    ["shared", "test/scenario/faulty/shared", /\.yaml$/, 1],
    ["target", "sp-reference", /jitterbug\.yaml$/, 1],
    ["target", "test/lawful", /jitterbug\.yaml$/, 5],
    ["target", "test/strangers", /jitterbug.*\.yaml$/, 3],
  ] as const)("takes every %s file of %s", (kind, folder, pattern, atLeast) => {
    const validate = validator(kind);
    const files = filesBelow(folder, pattern);
    const refused = files.flatMap((file) => {
      const ok = validate(parse(readFileSync(file, "utf8"), { version: "1.2" }));
      return ok ? [] : [{ file, errors: validate.errors?.map(({ instancePath, message }) => [instancePath, message]) }];
    });
    expect(refused).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(atLeast);
  });

  it.each([
    { steps: [{ sing_in: "ada" }] },
    { steps: [{}] },
    { steps: ["sign_in"] },
    { steps: [{ sign_in: "ada", look: "hers" }] },
    { steps: [{ sign_in: "ada", tims: 2 }] },
    { steps: [{ scim: { crate: "ada" } }] },
  ])("refuses %j, as the kit does", (change) => {
    const scenario = {
      id: "x",
      title: "x",
      severity: "MAY",
      protocols: ["oidc"],
      given: { people: ["ada"] },
      ...change,
    };
    expect(validator("scenario")(scenario)).toBe(false);
    expect(() => parseScenario(JSON.stringify(scenario), join(ROOT, "x.yaml"))).toThrow();
  });
});
