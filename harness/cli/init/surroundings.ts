import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What the folder of an SP tells by itself: good enough to suggest, never taken without being asked about. */
export interface Surroundings {
  readonly name: string;
  /** `npm start`, where package.json has such a script. */
  readonly start: string | null;
  /** Variables that its .env files name; their values are not looked at. */
  readonly variables: readonly string[];
  /** The folder is under version control, and the kit's keys are not kept out of it. */
  readonly keysWouldBeCommitted: boolean;
}

export function lookAround(folder: string): Surroundings {
  const manifest = readManifest(join(folder, "package.json"));
  return {
    name: nameOf(manifest.name ?? basename(folder)),
    start: manifest.hasStart ? "npm start" : null,
    variables: variablesIn(folder),
    keysWouldBeCommitted:
      existsSync(join(folder, ".git")) && !/^\/?\.jitterbug\b/m.test(read(join(folder, ".gitignore"))),
  };
}

/** A name as target files have it, whatever a folder is called. */
export function nameOf(text: string): string {
  return (
    text
      .replace(/^@[^/]*\//, "")
      .replace(/[^A-Za-z0-9_-]+/g, "-")
      .replace(/^[^A-Za-z]+|-+$/g, "") || "my-app"
  );
}

function readManifest(file: string): { readonly name: string | undefined; readonly hasStart: boolean } {
  try {
    const manifest = JSON.parse(read(file)) as {
      readonly name?: unknown;
      readonly scripts?: { readonly start?: unknown };
    };
    return {
      name: typeof manifest.name === "string" ? manifest.name : undefined,
      hasStart: typeof manifest.scripts?.start === "string",
    };
  } catch {
    return { name: undefined, hasStart: false };
  }
}

function variablesIn(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) =>
    /^\.env(?:\.(?:example|sample|local|development|test))?$/.test(file),
  );
  const names = files.flatMap((file) =>
    [...read(join(folder, file)).matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map(([, name = ""]) => name),
  );
  return [...new Set(names)];
}

/** A file that cannot be read says nothing. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
