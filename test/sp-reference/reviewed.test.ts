import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const readme = readFileSync(at("sp-reference/README.md"), "utf8");
const section = readme.split("## What a reviewer asks")[1]?.split("\n## ")[0] ?? "";
const rows = section
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| asked"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, asked = "", held = "", seen = ""]) => [asked, held, seen] as const);
const named = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

test("what a reviewer asks is a list", () => expect(rows.length).toBeGreaterThan(12));

test.each(rows)("%s", (_asked, held, seen) => {
  for (const path of named(held)) expect(existsSync(at(`sp-reference/${path}`)), path).toBe(true);
  const proofs = named(seen);
  expect(proofs.length).toBeGreaterThan(0);
  for (const proof of proofs) {
    // A test of a folder that was named before, or of its own; a check is one of the kit's.
    const path = proof.includes("/") ? proof : `test/sp-reference/${proof}`;
    const isThere = proof.endsWith(".test.ts") ? existsSync(at(path)) : checkIsThere(proof);
    expect(isThere, proof).toBe(true);
  }
});

function checkIsThere(id: string): boolean {
  return readdirSync(at("scenarios")).some((pack) => existsSync(at(`scenarios/${pack}/${id}.yaml`)));
}

test("every statement is prepared, and no text is pasted into one", () => {
  const files = readdirSync(at("sp-reference"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const sources = files.map((name) => [name, readFileSync(at(`sp-reference/${name}`), "utf8")] as const);
  const statements = sources.flatMap(([name, text]) =>
    [...text.matchAll(/\.(?:prepare|exec)\(\s*(.{0,20})/g)].map(([, begins = ""]) => `${name}: ${begins}`),
  );
  expect(statements.length).toBeGreaterThan(20);
  const pasted = sources.filter(([, text]) => /\.(?:prepare|exec)\(\s*(?:`[^`]*\$\{|"[^"]*"\s*\+)/.test(text));
  expect(pasted.map(([name]) => name)).toEqual([]);
});
