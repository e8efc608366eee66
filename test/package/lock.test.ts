import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REFERENCE_PACKAGES } from "../../harness/cli/reference.ts";
import { importsOf, packageOf, sources } from "../architecture/imports.ts";
import { ROOT } from "./installed.ts";

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: { readonly [name: string]: string };
}
const { packages } = read("package-lock.json") as { readonly packages: { readonly [path: string]: Locked } };
const manifest = read("package.json") as { readonly dependencies: object; readonly peerDependencies: object };

test("the lock names no registry", () => {
  expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
});

// A registry that lacks a platform's package leaves it out silently, and npm 11 then refuses to `npm ci`: for everybody.
test("the lock holds every optional package, that of other platforms too", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
      .map((name) => `${path} -> ${name}`),
  );
  expect(missing).toEqual([]);
});

test("what the reference SP imports and the kit does not depend on is what it says that it lacks", () => {
  const imported = sources("sp-reference")
    .flatMap(importsOf)
    .map(({ to }) => to)
    .filter((to) => !/^(?:node:|sp-reference\/)/.test(to))
    .map(packageOf);
  const own = [...new Set(imported)].filter((name) => !(name in manifest.dependencies)).toSorted();
  expect(own).toEqual(REFERENCE_PACKAGES);
  expect(Object.keys(manifest.peerDependencies)).toEqual(expect.arrayContaining(own));
});

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, file), "utf8"));
}
