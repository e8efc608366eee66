import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { installedVersion, isOlder, loadPeer, PEERS, type Peer } from "../../harness/peers.ts";
import manifest from "../../package.json" with { type: "json" };
import { failure, folder } from "./support/world.ts";

/** Whose tests `jitterbug/vitest` and `jitterbug/playwright` become part of: it is they who load the kit. */
const RUNNERS = { vitest: "5", "@playwright/test": "1.40" };

test("the package asks for the same versions, and forces none of them on anybody", () => {
  const all = { ...PEERS, ...RUNNERS };
  const wanted = Object.entries(all).map(([name, floor]) => [name, `>=${floor}`]);
  expect(manifest.peerDependencies).toEqual(Object.fromEntries(wanted));
  const optional = Object.keys(all).map((name) => [name, { optional: true }]);
  expect(manifest.peerDependenciesMeta).toEqual(Object.fromEntries(optional));
});

test("a library that is not installed is named, with the command that installs it", async () => {
  const name = "jitterbug-no-such-library" as Peer;
  const error = await failure(loadPeer(name, "the sql driver", () => import(name)));
  expect(error.code).toBe("ERR_MISSING_PACKAGE");
  expect(error.message).toBe(`the sql driver needs the package ${name}, which is not installed`);
  expect(error.hint).toContain(`npm install --save-dev ${name}`);
});

test("one that does not load says why", async () => {
  const error = await failure(loadPeer("pg", "the sql driver", () => Promise.reject(new Error("no such symbol"))));
  expect(error.message).toMatch(/^the sql driver cannot load pg \d+\.\d+\.\d+: no such symbol$/);
});

test("a version is read where the importing module would find it", () => {
  const dir = folder();
  const from = pathToFileURL(join(dir, "kit.js")).href;
  expect(installedVersion("pg", from)).toBeNull();
  mkdirSync(join(dir, "node_modules/pg"), { recursive: true });
  writeFileSync(join(dir, "node_modules/pg/package.json"), JSON.stringify({ name: "pg", version: "7.18.2" }));
  expect(installedVersion("pg", from)).toBe("7.18.2");
});

test.each([
  ["7.18.2", "8", true],
  ["8.0.0", "8", false],
  ["8.7.3", "8", false],
  ["1.39.2", "1.40", true],
  ["1.40.0-beta.1", "1.40", false],
  ["2.0.0", "1.40", false],
  ["10.28.0", "10", false],
])("%s is older than %s: %s", (version, floor, older) => {
  expect(isOlder(version, floor)).toBe(older);
});
