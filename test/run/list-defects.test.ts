import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listDefects } from "../../harness/run/list-defects.ts";
import { loadTarget } from "../../harness/scenario/index.ts";
import { jitterbug } from "../cli/command-line.ts";

/** A target file that says of its defects what is given, beside a program that prints what is given. */
function targetFile(defects: string, program = ""): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-defects-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, "defects.js"), program);
  const file = join(dir, "jitterbug.yaml");
  const lines = [
    "target: broken",
    "base_url: http://localhost:1",
    "connections: { one: { protocol: oidc, client_id: app, redirect_uris: [http://localhost:1/cb], sign_in: GET /in } }",
    "observe: { session: { request: GET /me, map: { account: $.id } }, accounts: { exec: [x], each: $, map: { id: $.id } } }",
    `defects: { env: DEFECT, ids: ${defects} }`,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

function list(defects: string, program?: string) {
  return listDefects(loadTarget(targetFile(defects, program), { env: {} }), process.env);
}

const ASKED = '{ command: ["{{node}}", defects.js] }';

test("those that stand in the file, or that the SP prints, with the check that they wait for", () => {
  expect(list("[one, two]")).toEqual([{ id: "one" }, { id: "two" }]);
  const program = `console.log('{"id":"one","pack":"x"}\\n\\n{"id":"two","waits_for":"some-check"}')`;
  expect(list(ASKED, program)).toEqual([{ id: "one" }, { id: "two", waits_for: "some-check" }]);
});

test.each([
  ["console.error('no such flag'); process.exit(3)", "exit status 3: no such flag"],
  ["console.log('one\\x1b[31m')", '"one\\u001b[31m" is none'],
  ["console.log('[]')", "it has no id"],
])("an SP that does not say is told: %s", (program, told) => {
  expect(() => list(ASKED, program)).toThrow(told);
});

test("a command that is not there is told", () => {
  expect(() => list("{ command: [no-such-program-anywhere] }")).toThrow("ENOENT");
});

test("scenarios are held to what the SP prints", async () => {
  const file = targetFile(ASKED, `console.log('{"id":"one-defect"}')`);
  const scenario = join(file, "../mine.yaml");
  const lines = ["id: mine", "title: Mine", "severity: MUST", "basis: harm", "protocols: [oidc]"];
  const steps = "steps: [{ sign_in: ada, expect: { outcome: signed_in } }]";
  const rest = ["references: []", "given: { people: [ada] }", steps, "killed_by: [one-defct]"];
  writeFileSync(scenario, `${[...lines, ...rest].join("\n")}\n`);
  const { stderr, status } = await jitterbug(["run", scenario, "--target", file]);
  expect(stderr).toContain("no defect is named `one-defct`");
  expect(stderr).toContain("Did you mean `one-defect`?");
  expect(status).toBe(2);
});
