import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importsOf, packageOf, ROOT, sources, type Import } from "./imports.ts";
import { DATA, FREE_TO_ALL, OWNERS, ROOMS, TERMINAL_ROOMS } from "./rooms.ts";

const harness = sources("harness");
const reference = sources("sp-reference");
const HARNESS = /^harness\/([^/]+)(?:\/(.+))?$/;

function roomOf(file: string): string {
  return HARNESS.exec(file)?.[1]?.replace(/\.ts$/, "") ?? "";
}

function allowed({ from, to }: Import): boolean {
  const own = roomOf(from);
  const room = roomOf(to);
  if (room === own || FREE_TO_ALL.includes(room)) return true;
  return (ROOMS[own] ?? []).some((grant) => to.startsWith(`harness/${grant}/`) || to === `harness/${grant}.ts`);
}

describe("rooms", () => {
  test("every folder of harness is a room with declared imports", () => {
    const folders = readdirSync(join(ROOT, "harness"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !(name in ROOMS))).toEqual([]);
  });

  test("no room imports a room that its row does not name", () => {
    const inside = harness.flatMap(importsOf).filter(({ to }) => to.startsWith("harness/"));
    expect(inside.length).toBeGreaterThan(100);
    expect(inside.filter((one) => !allowed(one))).toEqual([]);
  });

  test("what is free to all imports no room", () => {
    const free = harness.filter((file) => FREE_TO_ALL.includes(roomOf(file)));
    expect(
      free
        .flatMap(importsOf)
        .filter(({ to }) => to.includes("/") && to.startsWith("harness/") && !FREE_TO_ALL.includes(roomOf(to))),
    ).toEqual([]);
  });

  test.each(DATA)("%s imports nothing but itself and what is free to all", (folder) => {
    const inside = harness.filter((file) => file.startsWith(`harness/${folder}/`)).flatMap(importsOf);
    expect(inside.length).toBeGreaterThan(0);
    const own = ({ to }: Import) => to.startsWith(`harness/${folder}/`) || to.startsWith("node:crypto");
    expect(inside.filter((one) => !own(one) && !FREE_TO_ALL.includes(roomOf(one.to)))).toEqual([]);
  });

  test("harness and sp-reference never import each other", () => {
    const crossing = [...harness, ...reference].flatMap(importsOf).filter(({ from, to }) => {
      return (
        (from.startsWith("harness/") && to.startsWith("sp-reference/")) ||
        (from.startsWith("sp-reference/") && to.startsWith("harness/"))
      );
    });
    expect(crossing).toEqual([]);
  });
});

describe("libraries", () => {
  const owned = (file: string, owners: readonly string[]) =>
    owners.some((owner) =>
      owner === "sp-reference" ? file.startsWith("sp-reference/") : file.startsWith(`harness/${owner}/`),
    );

  test("each is imported by its owner alone", () => {
    const bare = [...harness, ...reference]
      .flatMap(importsOf)
      .filter(({ to }) => !/^(node:|harness\/|sp-reference\/)/.test(to));
    expect(bare.filter(({ from, to }) => !owned(from, OWNERS[packageOf(to)] ?? []))).toEqual([]);
  });
});

describe("process", () => {
  test("only the command line and the console touch it; run does for signals", () => {
    const touching = harness.filter((file) => /\bprocess\.(?!on\b|off\b|once\b)|\bconsole\./.test(code(file)));
    expect(touching.filter((file) => !TERMINAL_ROOMS.includes(roomOf(file)))).toEqual([]);
  });
});

describe("files", () => {
  test("none is over 400 lines", () => {
    const long = [...harness, ...reference, ...sources("test")].filter(
      (file) => readFileSync(join(ROOT, file), "utf8").split("\n").length > 401,
    );
    expect(long).toEqual([]);
  });

  // `node` is the one of the user's shell, which may be older than these SPs need. A container has its own.
  test("the target files of this repository name the kit's Node", () => {
    const files = ["sp-reference", "test"]
      .flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
      )
      .filter((file) => file.endsWith(".yaml") && !file.includes("node_modules"));
    const bare = files.filter((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      return !/^container:/m.test(text) && /(?:\[|^ *- )["']?node["']?(?:[,\]]|$)/m.test(text);
    });
    expect(files.length).toBeGreaterThan(50);
    expect(bare).toEqual([]);
  });
});

/** A file without its comments and strings. */
function code(file: string): string {
  return readFileSync(join(ROOT, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\/\/[^\n]*/g, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, '""');
}

test("every action of a workflow is pinned to a commit", () => {
  const folder = join(ROOT, ".github/workflows");
  const used = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/uses: *(\S+)/g)].map(([, action = ""]) => action),
  );
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
});

test("ARCHITECTURE.md and AGENTS.md are one page each", () => {
  for (const file of ["ARCHITECTURE.md", "AGENTS.md"]) {
    expect(readFileSync(join(ROOT, file), "utf8").split("\n").length, file).toBeLessThanOrEqual(70);
  }
});
