/**
 * Installs, starts, drives and judges a service provider that nobody here wrote, through its jitterbug.yaml alone:
 * `npm run strangers -- NAME [options of "jitterbug run"]`. NAME is a folder here; NAME/VARIANT is the same provider
 * set up otherwise, by jitterbug-VARIANT.yaml. What is known of it stands in findings.yaml (findings-VARIANT.yaml),
 * verdict by verdict with the reason; anything that differs from that ends with exit status 1. With `--agent chromium`
 * people are signed in by a browser, and the same findings hold. With `--profile VENDOR` those hold that name no profile, too,
 * unless one that names this profile says otherwise.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { counted, differences, known, reported } from "./findings.ts";

const here = import.meta.dirname;
const names = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: folder }) => readdirSync(join(here, folder)).flatMap((file) => nameOf(folder, file)))
  .toSorted();
const [name, ...options] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run strangers -- NAME\nNAME is one of: ${names.join(", ")}`);
  process.exit(2);
}

const [folder = "", variant] = name.split("/");
const suffix = variant === undefined ? "" : `-${variant}`;
const dir = join(here, folder);
const root = join(here, "../..");
const scratch = mkdtempSync(join(tmpdir(), "jitterbug-stranger-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

run("install", "sh", [join(dir, "install.sh")], [0]);
const report = join(scratch, "report.json");
const started = Date.now();
run(
  "run",
  process.execPath,
  [
    join(root, "harness/bin/jitterbug.js"),
    "run",
    "--target",
    join(dir, `jitterbug${suffix}.yaml`),
    "--allow-unobservable",
    "--tuples",
    "all",
    "--report",
    `json=${report}`,
    ...options,
  ],
  [0, 1],
);
process.exitCode = compare(report, join(dir, `findings${suffix}.yaml`));

function run(what: string, command: string, args: readonly string[], allowed: readonly number[]): void {
  const { status, signal } = spawnSync(command, args, { cwd: dir, stdio: "inherit" });
  if (status === null || !allowed.includes(status)) {
    console.error(`strangers: ${what} ended with ${signal ?? status}`);
    process.exit(status ?? 1);
  }
}

/** `social-auth` of its jitterbug.yaml, `social-auth/by-email` of its jitterbug-by-email.yaml. */
function nameOf(folder: string, file: string): readonly string[] {
  const variant = /^jitterbug(?:-(.+))?\.yaml$/.exec(file);
  if (variant === null) return [];
  return [variant[1] === undefined ? folder : `${folder}/${variant[1]}`];
}

/** Whether the options leave every check in the run. */
function isWhole(given: readonly string[]): boolean {
  const harmless = new Set(["--agent", "--jobs", "--profile", "--seed"]);
  return given.every((option, at) => harmless.has(option) || harmless.has(given[at - 1] ?? ""));
}

function option(flag: string): string | null {
  const at = options.findIndex((one) => one === flag || one.startsWith(`${flag}=`));
  const given = options[at];
  return given === undefined ? null : given === flag ? (options[at + 1] ?? null) : given.slice(flag.length + 1);
}

function compare(file: string, knownAs: string): number {
  const checks = reported(file);
  if (checks === null) {
    console.error("strangers: the run ended before it had a report");
    return 1;
  }
  const findings = known(knownAs);
  const found = differences(checks, findings, { partial: !isWhole(options), shape: option("--profile") });
  const seconds = Math.round((Date.now() - started) / 1_000);
  console.log(
    `\nstranger ${name}: ${checks.length} checks: ${counted(checks)}; ${findings.length} findings; ${seconds} s`,
  );
  for (const difference of found) console.error(`differs from the findings: ${difference}`);
  return found.length === 0 && checks.length > 0 ? 0 : 1;
}
