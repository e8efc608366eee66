import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { jitterbug } from "../cli/command-line.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const CHECK = ["--id", "first-no-password", "--protocol", "oidc", "--policy", "local_password=allowed"];

test("a link that was followed is told by every door, and what opens something in it by none", async () => {
  const out = mkdtempSync(join(tmpdir(), "jitterbug-mail-"));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const reports = ["json", "html", "junit"].flatMap((kind) => ["--report", `${kind}=${join(out, kind)}`]);
  const written = [...reports, "--save", join(out, "saved"), "--trace"];
  const ended = await jitterbug(["run", "--target", "sp-reference/jitterbug.yaml", ...CHECK, ...written], {
    cwd: ROOT,
  });
  expect(ended.status).toBe(0);
  const files = readdirSync(out).map((name) => readFileSync(join(out, name)));
  const texts = [
    ended.stdout,
    ended.stderr,
    ...files.map((file) => (isPacked(file) ? gunzipSync(file) : file).toString()),
  ];
  const followed = texts.flatMap((text) => text.match(/password\/reset\/[^\s"'<>\\]{8}/g) ?? []);
  expect(followed.length).toBeGreaterThan(0);
  expect([...new Set(followed)].filter((link) => !link.includes("[redacte"))).toEqual([]);
}, 120_000);

function isPacked(file: Buffer): boolean {
  return file[0] === 0x1f && file[1] === 0x8b;
}
