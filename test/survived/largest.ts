import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RAW } from "../faults/yaml/raw.ts";

/** Beyond these a file is said not to have survived: some five times what the dearest takes. */
const BOUNDS = { cpuMs: 15_000, mebibytes: 800, bytes: 200_000 };
/** Smaller ones cost nothing. */
const LARGE = 40_000;

export interface Cost {
  readonly name: string;
  readonly kilobytes: number;
  readonly status: number | null;
  readonly bytes: number;
  readonly cpuMs: number;
  readonly mebibytes: number;
  readonly survived: boolean;
}

/** What `jitterbug lint` costs for each of the large hostile files, and how much it prints. */
export function* largestFiles(folder: string): Generator<Cost> {
  const cost = join(folder, "cost.json");
  for (const { name, kind, text } of RAW) {
    const written = text();
    if (written.length < LARGE) continue;
    const file = join(folder, kind === "target" ? "jitterbug.yaml" : "scenario.yaml");
    writeFileSync(file, written);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", at("cost.js"), at("../../harness/bin/jitterbug.js"), "lint", file],
      { cwd: folder, env: { ...process.env, COST: cost }, encoding: "utf8", maxBuffer: 1024 ** 3 },
    );
    const { cpuMs, mebibytes } = JSON.parse(readFileSync(cost, "utf8")) as { cpuMs: number; mebibytes: number };
    const bytes = Buffer.byteLength(stdout + stderr);
    const isBounded = cpuMs < BOUNDS.cpuMs && mebibytes < BOUNDS.mebibytes && bytes < BOUNDS.bytes;
    const survived = status === 2 && isBounded && !/\n\s+at /.test(stderr);
    yield { name, kilobytes: written.length / 1000, status, bytes, cpuMs, mebibytes, survived };
  }
}

function at(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
