/**
 * The figures, and how each is taken; nothing here passes or fails. `npm run bench` takes all; `npm run bench -- NAME`
 * one of: start, sign-in, run. Machines are noisy: read ratios and medians of one run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../harness/ports.ts";
import { median, spread, timed } from "./processes.ts";
import { signIns } from "./sign-in.ts";

const CLI = "harness/bin/jitterbug.js";
const REFERENCE = ["run", "--target", "sp-reference/jitterbug.yaml"];
const BENCHES: { readonly [name: string]: () => Promise<void> } = { start, "sign-in": signIn, run };

const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) if (asked.length === 0 || asked.includes(name)) await bench();

async function start(): Promise<void> {
  heading("from process start, ms: median (min to max) of 5");
  const idps = await repeat(5, () => timed([CLI, "idp", "--target", "test/bench/four.yaml"], /Ctrl-C ends them/, true));
  row("IdPs ready (4 connections, `jitterbug idp`)", spread(idps.map(({ first }) => first)));
  const sps = await repeat(5, async () => {
    const env = { PORT: String(await freePort()), ADMIN_TOKEN: "bench" };
    return timed(["sp-reference/start.js"], /http:\/\/localhost/, true, env);
  });
  row("reference SP ready (`npm run sp`)", spread(sps.map(({ first }) => first)));
  const verdicts = await repeat(5, () => timed([CLI, ...REFERENCE], /✓/, true));
  row("first verdict of a conformance run, keys kept", spread(verdicts.map(({ first }) => first)));
  const fresh = await repeat(3, () => timed([CLI, ...REFERENCE, "--ephemeral-keys"], /✓/, true));
  row("first verdict, every key made anew", spread(fresh.map(({ first }) => first)));
}

async function signIn(): Promise<void> {
  heading("a whole sign-in, ms: median (min to max) of 100, in turn in one process");
  for (const { protocol, harness, bare } of await signIns(100)) {
    row(`${protocol}: through the harness, observed`, spread(harness, 1));
    row(`${protocol}: bare loop`, spread(bare, 1));
    row(`${protocol}: ratio of the medians`, (median(harness) / median(bare)).toFixed(2));
  }
}

async function run(): Promise<void> {
  heading("the conformance run on the reference SP");
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-bench-"));
  try {
    for (const jobs of ["1", "4", "8"]) {
      const { whole, peakMb, status, output } = await timed(
        [CLI, ...REFERENCE, "--jobs", jobs, "--report", `json=${join(dir, "r.json")}`],
        / in /,
        false,
      );
      const summary = /^ {2}\d+ passed.*$/m.exec(output)?.[0].trim() ?? `exit ${status}`;
      row(`--jobs ${jobs}`, `${(whole / 1000).toFixed(1)} s wall, ${peakMb?.toFixed(0) ?? "?"} MB peak; ${summary}`);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let time = 0; time < times; time++) results.push(await work());
  return results;
}

function heading(text: string): void {
  console.log(`\n${text}`);
}

function row(name: string, value: string): void {
  console.log(`  ${name.padEnd(48)} ${value}`);
}
