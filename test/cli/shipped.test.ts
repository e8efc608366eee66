import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { shippedScenarios } from "../../harness/cli/shipped.ts";
import { loadScenarios } from "../../harness/scenario/index.ts";

const ROOT = join(import.meta.dirname, "../..");

let dir: string;
let kit: Parameters<typeof shippedScenarios>[0];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "jitterbug-shipped-"));
  const scenarios = join(dir, "kit", "scenarios");
  cpSync(join(ROOT, "scenarios/email-change"), join(scenarios, "email-change"), { recursive: true });
  kit = { root: join(dir, "kit"), version: "1", scenarios };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const file = () => join(dir, "scenarios");
const read = () => loadScenarios([kit.scenarios], { root: kit.root });
const titled = (title: string) => (text: string) => text.replace(/^title: .*$/m, `title: ${title}`);
function rewrite(change: (text: string) => string): void {
  const path = join(kit.scenarios, "email-change", "mail-change.yaml");
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

it("gives back what was read, whole and frozen, and nobody else may read the file", () => {
  const first = shippedScenarios(kit, dir);
  const again = shippedScenarios(kit, dir);
  expect(again).not.toBe(first);
  expect(again).toEqual(read());
  expect(Object.isFrozen(again[0]?.steps)).toBe(true);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir).toSorted()).toEqual(["kit", "scenarios"]);
});

it("the shipped ones lose nothing by being kept", () => {
  const whole = { root: ROOT, version: "1", scenarios: join(ROOT, "scenarios") };
  const first = shippedScenarios(whole, dir);
  expect(shippedScenarios(whole, dir)).toEqual(first);
});

it("reads anew what has changed, and for another version of the kit", () => {
  shippedScenarios(kit, dir);
  rewrite(titled("Another title"));
  expect(shippedScenarios(kit, dir).map(({ title }) => title)).toContain("Another title");
  expect(shippedScenarios({ ...kit, version: "2" }, dir)).toEqual(read());
});

it("tells of a fault as ever, also after a faultless time", () => {
  shippedScenarios(kit, dir);
  rewrite((text) => `${text}\nnonsense: 1\n`);
  expect(() => shippedScenarios(kit, dir)).toThrow(expect.objectContaining({ code: "ERR_YAML" }));
});

it.each([
  ["is cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ["is empty", () => Buffer.alloc(0)],
  [
    "has a changed byte",
    (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -9), Buffer.from("x"), bytes.subarray(-8)]),
  ],
])("a kept file that %s is as none, and mended", (_, spoil) => {
  shippedScenarios(kit, dir);
  const whole = readFileSync(file());
  writeFileSync(file(), spoil(whole));
  expect(shippedScenarios(kit, dir)).toEqual(read());
  expect(readFileSync(file())).toEqual(whole);
});

it("does not trust a file that others may write to, or what is no file", () => {
  const path = join(kit.scenarios, "email-change", "mail-change.yaml");
  const before = readFileSync(path);
  rewrite(titled("Planted"));
  shippedScenarios(kit, dir);
  const planted = readFileSync(file());
  writeFileSync(path, before);
  shippedScenarios(kit, dir);
  // Under the right key, as somebody could forge it.
  writeFileSync(file(), planted);
  rewrite(titled("Planted"));
  chmodSync(file(), 0o666);
  const stamp = statSync(file()).mtimeMs;
  shippedScenarios(kit, dir);
  expect(statSync(file()).mtimeMs).not.toBe(stamp);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

it("does without a place to keep them", () => {
  expect(shippedScenarios(kit, join(dir, "nowhere"))).toEqual(read());
  expect(readdirSync(dir)).toEqual(["kit"]);
});
