import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editorSchema, FILE_KINDS } from "../../harness/scenario/index.ts";
import { modelineFor } from "../../harness/cli/modeline.ts";
import { STEPS } from "../../harness/scenario/steps/index.ts";
import { cursorIn, LanguageServer } from "./language-server.ts";

let folder: string;
let server: LanguageServer;
let files = 0;

/** A project that has the kit installed, as an editor has it open. */
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "jitterbug-editor-")));
  const schemas = join(folder, "node_modules/jitterbug/schemas");
  mkdirSync(schemas, { recursive: true });
  mkdirSync(join(folder, "scenarios"));
  for (const kind of FILE_KINDS)
    writeFileSync(join(schemas, `${kind}.schema.json`), JSON.stringify(editorSchema(kind)));
  server = await LanguageServer.start(folder);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const SCENARIO = `id: mine
title: Mine
severity: MUST
protocols: [oidc]
given: { people: [ada] }
steps:
`;

const TARGET = `target: acme
base_url: http://localhost:3000
observe:
  session: { request: GET /api/me, map: { account: $.id } }
  accounts: [{ http: GET /users, each: "$[*]", map: { id: $.id } }]
connections:
  acme:
    protocol: oidc
    client_id: app
    redirect_uris: ["http://localhost:3000/cb"]
    sign_in: GET /login
`;

/** Opens it as a new file with the line that \`init\` and \`new\` begin it with; \`|\` is the cursor. */
async function open(kind: "scenario" | "target", written: string) {
  const file = join(folder, kind === "scenario" ? "scenarios" : ".", `file${++files}.yaml`);
  const { text, position } = cursorIn(modelineFor(kind, file) + written);
  const marks = await server.open(file, text);
  const told = marks.map(({ message, range }) => `${text.split("\n")[range.start.line]?.trim()}: ${message}`);
  return { file, position, told };
}

async function offered(kind: "scenario" | "target", written: string): Promise<readonly string[]> {
  const { file, position } = await open(kind, written);
  return (await server.complete(file, position)).map(({ label }) => label);
}

async function hovered(kind: "scenario" | "target", written: string): Promise<string> {
  const { file, position } = await open(kind, written);
  return server.hover(file, position);
}

describe("an editor, by the schema that a file's first line names", () => {
  it("finds it from the file's own folder, and nothing where the kit is not installed", () => {
    expect(modelineFor("target", join(folder, "jitterbug.yaml"))).toBe(
      "# yaml-language-server: $schema=./node_modules/jitterbug/schemas/target.schema.json\n",
    );
    expect(modelineFor("scenario", join(folder, "scenarios/mine.yaml"))).toBe(
      "# yaml-language-server: $schema=../node_modules/jitterbug/schemas/scenario.schema.json\n",
    );
    expect(modelineFor("target", join(tmpdir(), "jitterbug.yaml"))).toBe("");
  });

  it.each([
    [
      "a step",
      "scenario",
      `${SCENARIO}  - sign_in: ada\n    expect: { outcome: signed_in, accounts: { created: 1 } }\n`,
    ],
    ["a target", "target", TARGET],
  ] as const)("marks nothing in %s that is right", async (_, kind, text) => {
    expect((await open(kind, text)).told).toEqual([]);
  });

  it.each([
    [
      "a step that is none",
      "  - sing_in: ada\n",
      "- sing_in: ada: Nothing here says which step it is. One of the keys must",
    ],
    ["a key of a step", "  - sign_in: ada\n    tims: 2\n", "tims: 2: Property tims is not allowed."],
    ["a value", "  - sign_in: ada\n    times: often\n", 'times: often: Incorrect type. Expected "integer".'],
    ["two steps in one", "  - sign_in: ada\n    look: hers\n", "look: hers: Property look is not allowed."],
    [
      "what is expected",
      "  - sign_in: ada\n    expect:\n      outcome: signedin\n",
      "outcome: signedin: Value is not accepted. Valid values:",
    ],
    ["a step within a step", "  - scim:\n      crate: ada\n", "crate: ada: Property crate is not allowed."],
  ])("marks %s once, where it stands, and says what it should be", async (_, step, says) => {
    expect((await open("scenario", SCENARIO + step)).told).toEqual([expect.stringContaining(says)]);
  });

  it("marks what a target file has no word for", async () => {
    expect((await open("target", `${TARGET}    clientid: app\n`)).told).toEqual([
      "clientid: app: Property clientid is not allowed.",
    ]);
    expect((await open("target", TARGET.replace("GET /login", "[{ opn: /login }]"))).told).toEqual([
      expect.stringMatching(/opn.*Nothing here says which action it is/),
    ]);
  });

  it("offers every step, and of one step its own keys alone", async () => {
    expect(await offered("scenario", `${SCENARIO}  - |\n`)).toEqual([...Object.keys(STEPS), "use"]);
    const keys = await offered("scenario", `${SCENARIO}  - sign_in: ada\n    |\n`);
    expect(keys).toContain("tamper");
    expect(keys).toContain("expect");
    expect(keys).not.toContain("change");
    const expectations = await offered("scenario", `${SCENARIO}  - sign_in: ada\n    expect:\n      |\n`);
    expect(expectations).toContain("one_of");
  });

  it("offers words for values", async () => {
    const outcomes = await offered("scenario", `${SCENARIO}  - sign_in: ada\n    expect:\n      outcome: |\n`);
    expect(outcomes.toSorted()).toEqual(["broken", "interrupted", "refused", "signed_in"]);
    const tampers = await offered("scenario", `${SCENARIO}  - sign_in: ada\n    tamper: |\n`);
    expect(tampers).toContain("wrong-audience");
    expect(await offered("target", `${TARGET}policy:\n  identity_key: |\n`)).toContain("iss_sub");
    expect(await offered("target", `${TARGET}policy:\n  jit: |\n`)).toContain("pending_approval");
  });

  it("tells what a word means", async () => {
    expect(await hovered("scenario", `${SCENARIO}  - sig|n_in: ada\n`)).toContain("The person who signs in.");
    expect(await hovered("scenario", `${SCENARIO}  - sign_in: ada\n    tamper: wr|ong-audience\n`)).toContain(
      "An ID token that is for another client.",
    );
    expect(await hovered("target", TARGET.replace("client_id", "cli|ent_id"))).toMatch(/client/i);
  });
});
