import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadScenarios, scenarioLike } from "../../harness/scenario/index.ts";
import { jitterbug } from "./command-line.ts";

const SHIPPED = fileURLToPath(new URL("../../scenarios/", import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jitterbug-new-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const begin = (...args: readonly string[]) => jitterbug(["new", ...args], { cwd: folder });
const written = (file: string) => readFileSync(join(folder, file), "utf8");
const load = (path: string) => loadScenarios([join(folder, path)], { root: folder });

describe("jitterbug new", () => {
  it("writes a scenario without a fault, and says what to do with it", async () => {
    const { status, stdout, stderr } = await begin("leaver-comes-back");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^wrote scenarios\/leaver-comes-back\.yaml\n.*run --watch scenarios\/leaver-comes-back\.yaml/,
    );
    expect(load("scenarios")).toMatchObject([{ id: "leaver-comes-back", steps: { length: 3 } }]);
  });

  it("begins as a check of the kit, but for its id and what proves that one", async () => {
    expect((await begin("mine", "--from", "mail-change", "--dir", "own")).status).toBe(0);
    const text = written("own/mine.yaml");
    expect(text).toMatch(
      /^# As mail-change of Jitterbug [\d.]+\.\nid: mine\ntitle: A changed email keeps the account\n/,
    );
    expect(text).not.toMatch(/killed_by|since|tags/);
  });

  it.each([
    ["an id that is none", ["Not_an_id"], "is no id of a scenario"],
    ["a check that is not there", ["mine", "--from", "mail-chnage"], "mail-change"],
    ["a folder that is a file", ["mine", "--dir", "taken"], "cannot be made"],
  ])("refuses %s", async (_, args, says) => {
    writeFileSync(join(folder, "taken"), "");
    const { status, stderr } = await begin(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  it("leaves a file that is there as it is", async () => {
    await begin("mine");
    writeFileSync(join(folder, "scenarios/mine.yaml"), "mine");
    const { status, stderr } = await begin("mine");
    expect(status).toBe(2);
    expect(stderr).toContain("is there already");
    expect(written("scenarios/mine.yaml")).toBe("mine");
  });
});

it("every check of the kit can be begun with", () => {
  const files = readdirSync(SHIPPED, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".yaml") && !file.startsWith("people"),
  );
  for (const [at, file] of files.entries())
    writeFileSync(join(folder, `${at}.yaml`), scenarioLike(readFileSync(join(SHIPPED, file), "utf8"), `own-${at}`));
  const loaded = load(".");
  expect(loaded).toHaveLength(files.length);
  expect(files.length).toBeGreaterThan(150);
  expect(loaded.filter(({ killed_by }) => killed_by.length > 0)).toEqual([]);
});
