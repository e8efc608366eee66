import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { JitterbugError } from "../../harness/errors.ts";
import type { Fault } from "../../harness/errors.ts";

export const fixtures = new URL("fixtures", import.meta.url).pathname;

/** Runs `test` in a folder with these files, and takes the folder away whatever happens. */
export function inFolder<T>(files: { readonly [path: string]: string | Buffer }, test: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "jitterbug-scenario-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return test(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The error that a call ends with. */
export function errorOf(call: () => unknown): JitterbugError {
  try {
    call();
  } catch (error) {
    if (error instanceof JitterbugError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

export function faultsOf(call: () => unknown): readonly Fault[] {
  return errorOf(call).faults;
}

export function scenarioText(id: string, more = ""): string {
  return `id: ${id}
title: A sign-in
severity: MUST
protocols: [oidc]
given: { people: [ada] }
steps:
  - { sign_in: ada, expect: { outcome: signed_in } }
explain: { cause: c, fix: f }
killed_by: [some-defect]
${more}`;
}
