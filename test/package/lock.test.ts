import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { importsOf, packageOf, sources } from "../architecture/imports.ts";
import { ROOT } from "./installed.ts";

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: { readonly [name: string]: string };
}
const { packages } = read("package-lock.json") as { readonly packages: { readonly [path: string]: Locked } };
interface Manifest {
  readonly dependencies: { readonly [name: string]: string };
  readonly devDependencies: { readonly [name: string]: string };
}
const manifest = read("package.json") as Manifest;
const reference = read("sp-reference/package.json") as Pick<Manifest, "dependencies">;

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

// All of it, also what the kit has itself: beside the libraries of the SP, npm puts other versions where they need them.
test("what the reference SP imports is what its own package asks for", () => {
  const imported = sources("sp-reference")
    .flatMap(importsOf)
    .map(({ to }) => to)
    .filter((to) => !/^(?:node:|sp-reference\/)/.test(to))
    .map(packageOf);
  const wanted = { ...manifest.devDependencies, ...manifest.dependencies };
  expect(reference.dependencies).toEqual(Object.fromEntries(imported.map((name) => [name, wanted[name]])));
});

// In somebody's project the reference SP's packages are not there, and every command that reads a scenario asks for its defects.
test("the reference SP tells its defects without a package of its own", () => {
  const seen = new Set<string>();
  const reach = (file: string): readonly string[] => {
    if (seen.has(file)) return [];
    seen.add(file);
    const text = readFileSync(join(ROOT, file), "utf8");
    const loaded = [...text.matchAll(/^(?:import|export) (?!type\b)[^"';]*?from "([^"]+)"/gm)].map(([, to = ""]) => to);
    return loaded.flatMap((to) =>
      to.startsWith(".") ? reach(join(dirname(file), to)) : to.startsWith("node:") ? [] : [`${file}: ${to}`],
    );
  };
  const asked = reach("sp-reference/main.ts");
  expect(seen.size).toBeGreaterThan(300);
  expect(asked.filter((one) => !Object.keys(manifest.dependencies).includes(one.split(": ")[1] ?? ""))).toEqual([]);
});

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, file), "utf8"));
}
