/**
 * What was tried on the kit and what of it it survived, by area: `npm run survived`. The corpora of hostile files and
 * answers, sudden ends, canaries and the fuzzing lane, with what vitest takes as further arguments; then what the
 * largest files cost, and what the kit brings along. Ends with 1 where anything did not survive.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { tally, type Count } from "../tried.ts";
import { brought, bytesOf } from "../package/brought.ts";
import { largestFiles } from "./largest.ts";

const root = new URL("../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "jitterbug-survived-"));
let isWhole = true;
// Ctrl-C ends the tests, which are told of it as well; what is here is then cleaned up.
process.on("SIGINT", () => {});

try {
  tests();
  files();
  packages();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isWhole ? 0 : 1;

/** A file of tests that counts by itself is told by its areas, any other by its tests. */
function tests(): void {
  const [counted, report] = [join(folder, "tried.jsonl"), join(folder, "tests.json")];
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const vitest = ["--no-install", "vitest", "run", "--config", "test/vitest.config.ts"];
  spawnSync("npx", [...vitest, "test/faults", "test/fuzz", ...reporters, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, JITTERBUG_TRIED: counted },
  });
  row("area", "tried", "survived");
  if (!existsSync(report)) {
    console.error("the tests were ended before they were done");
    isWhole = false;
    return;
  }
  const areas = tally(counted);
  const { testResults, success } = JSON.parse(readFileSync(report, "utf8")) as Report;
  for (const { name, assertionResults } of testResults) {
    const ran = assertionResults.filter(({ status }) => status === "passed" || status === "failed");
    add(areas, `tests of ${relative(root, name)}`, ran.length, ran.filter(({ status }) => status === "passed").length);
  }
  const sum = { tried: 0, survived: 0 };
  for (const [area, { tried, survived }] of areas) {
    row(area, String(tried), String(survived));
    if (area.startsWith("tests of ")) continue;
    sum.tried += tried;
    sum.survived += survived;
  }
  row("hostile inputs in all", String(sum.tried), String(sum.survived));
  isWhole &&= success && [...areas.values()].every(({ tried, survived }) => tried === survived);
}

interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function add(areas: Map<string, Count>, area: string, tried: number, survived: number): void {
  const count = areas.get(area) ?? { tried: 0, survived: 0 };
  areas.set(area, { tried: count.tried + tried, survived: count.survived + survived });
}

function files(): void {
  row("\nlarge files, by `jitterbug lint`", "kB", "exit", "bytes told", "CPU ms", "MiB");
  for (const { name, kilobytes, status, bytes, cpuMs, mebibytes, survived } of largestFiles(folder)) {
    const figures = [kilobytes, status ?? NaN, bytes, cpuMs, mebibytes].map((figure) => figure.toFixed(0));
    row(`${name}${survived ? "" : "  DID NOT SURVIVE"}`, ...figures);
    isWhole &&= survived;
  }
}

function packages(): void {
  const all = brought();
  const licences = new Map<string, number>();
  for (const [, { license = "none told" }] of all) licences.set(license, (licences.get(license) ?? 0) + 1);
  row("\nwhat comes with the kit", String(all.length), "packages");
  row("", (all.reduce((sum, [path]) => sum + bytesOf(path), 0) / 1e6).toFixed(1), "MB");
  for (const [licence, times] of licences) row(licence, String(times));
}

function row(name: string, ...figures: readonly string[]): void {
  console.log(`${name.padEnd(62)}${figures.map((figure) => figure.padStart(11)).join("")}`);
}
