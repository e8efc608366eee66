/**
 * The figures, and how each is taken; nothing here passes or fails. `npm run bench` takes the quick ones (start,
 * sign-in, agents, run, plan); `npm run bench -- NAME` one of them, or a long one: races (each 50 times on its
 * defect, 200 times on the lawful SP), steady (40 runs), looks (at 10 to 50,000 accounts that the SP shows unfiltered), heap
 * (what 5,000 checks hold, green and red), mocks (the IdPs alone beside oauth2-mock-server and saml-idp, and 40 of ten vendors), workers (1, 2
 * and 4 of them; `--times 16`: up to 16) or people (what somebody waits for at the demo, after a save, and for a report of 2,000 checks). `--times N` makes a long one shorter. Machines are noisy: read
 * ratios and medians of one run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "../../harness/ports.ts";
import { agentSignIns } from "./agents.ts";
import { Installed } from "../package/installed.ts";
import { median, spread, timed } from "./processes.ts";
import { lookAt } from "./looks.ts";
import { fetchOthers, FIGURES, installKit, measure, measureMany, pairs, SIGN_INS, type MockFigures } from "./mocks.ts";
import { demoWaits, reportWaits, watchWaits } from "./people.ts";
import { planFigures } from "./plan.ts";
import { race, RACES } from "./races.ts";
import { signIns } from "./sign-in.ts";
import { steadiness } from "./steady.ts";

const CLI = "harness/bin/jitterbug.js";
const REFERENCE = ["run", "--target", "sp-reference/jitterbug.yaml"];
const QUICK: { readonly [name: string]: () => Promise<void> } = { start, "sign-in": signIn, agents, run, plan };
const LONG: { readonly [name: string]: (times?: number) => Promise<void> } = {
  races: raceRates,
  steady,
  looks,
  heap,
  workers,
  mocks,
  people,
};

const { values, positionals } = parseArgs({ options: { times: { type: "string" } }, allowPositionals: true });
const times = values.times === undefined ? undefined : Number(values.times);
for (const [name, bench] of Object.entries(QUICK))
  if (positionals.length === 0 || positionals.includes(name)) await bench();
for (const [name, bench] of Object.entries(LONG)) if (positionals.includes(name)) await bench(times);

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
  for (const [name, runs] of [
    ["kept", verdicts],
    ["new", fresh],
  ] as const) {
    row(`until then with keys ${name}, ms of CPU, kit`, spread(runs.map(({ cpu_s }) => cpu_s * 1_000)));
    row(`until then with keys ${name}, ms of CPU, SP`, spread(runs.map(({ children_s }) => children_s * 1_000)));
  }
  const one = await repeat(5, () =>
    timed([CLI, ...REFERENCE, "--id", "first-create", "--protocol", "oidc"], /✓/, true),
  );
  row("one check, from command to verdict", spread(one.map(({ first }) => first)));
  row("one check, ms of CPU, kit", spread(one.map(({ cpu_s }) => cpu_s * 1_000)));
  row("one check, ms of CPU, SP", spread(one.map(({ children_s }) => children_s * 1_000)));
}

async function signIn(): Promise<void> {
  heading("a whole sign-in, ms: median (min to max) of 100, in turn in one process");
  for (const { protocol, harness, bare } of await signIns(100)) {
    row(`${protocol}: through the harness, observed`, spread(harness, 1));
    row(`${protocol}: bare loop`, spread(bare, 1));
    row(`${protocol}: ratio of the medians`, (median(harness) / median(bare)).toFixed(2));
  }
}

async function agents(): Promise<void> {
  heading("a whole sign-in in a new browser, ms: median (min to max) of 15, both agents in turn");
  for (const { protocol, http, chromium } of await agentSignIns(15)) {
    row(`${protocol}: http`, spread(http, 1));
    row(`${protocol}: chromium`, spread(chromium, 1));
    row(`${protocol}: ratio of the medians`, (median(chromium) / median(http)).toFixed(0));
  }
}

async function run(): Promise<void> {
  heading("the conformance run on the reference SP");
  for (const jobs of ["1", "4", "8"]) await wholeRun("--jobs", jobs, "--workers", "1");
}

async function workers(most = 4): Promise<void> {
  heading(`the conformance run shared among workers, on ${availableParallelism()} cores`);
  for (let count = 1; count <= most; count *= 2) await wholeRun("--workers", String(count), "--jobs", "4");
}

async function wholeRun(...how: readonly string[]): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-bench-"));
  try {
    const { whole, peakMb, cpu_s, children_s, status, output } = await timed(
      [CLI, ...REFERENCE, ...how, "--report", `json=${join(dir, "r.json")}`],
      / in /,
      false,
    );
    const summary = /^ {2}\d+ passed.*$/m.exec(output)?.[0].trim() ?? `exit ${status}`;
    const cpu = `CPU ${cpu_s.toFixed(1)} s of the kit and ${children_s.toFixed(1)} s of what it started`;
    row(how.join(" "), `${(whole / 1000).toFixed(1)} s wall, ${cpu}, ${peakMb?.toFixed(0) ?? "?"} MB peak; ${summary}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function plan(): Promise<void> {
  heading("planning against the reference SP's target file, the file read anew, ms of CPU: median (min to max) of 5");
  for (const fold of [1, 4, 10]) {
    const { scenarios, checks, cpu_ms } = planFigures(fold, 5);
    row(`${scenarios} scenarios, ${checks} checks`, spread(cpu_ms));
  }
}

async function heap(checks = 5_000): Promise<void> {
  heading("what a run holds once its checks have finished, from a saved run of the reference SP, again and again");
  await withSavedRun(async (saved) => {
    for (const colour of ["green", "red"])
      console.log(
        (await timed(["--expose-gc", "test/bench/heap.ts", saved, String(checks), colour], /^/, false)).output,
      );
  });
}

async function withSavedRun(work: (saved: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-bench-"));
  const saved = join(dir, "run.jsonl");
  try {
    await timed([CLI, ...REFERENCE, "--save", saved], / in /, false);
    await work(saved);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function people(times = 5): Promise<void> {
  heading(`what somebody waits for, ms: median (min to max) of ${times}`);
  const demos = await repeat(times, demoWaits);
  row("`demo` of the reference SP, to its addresses", spread(demos.map(({ ready }) => ready)));
  row("the console, from opening to its first button", spread(demos.map(({ page }) => page)));
  row("the first sign-in, from the click to its accounts", spread(demos.map(({ signIn }) => signIn)));
  const { waits, cpu } = await watchWaits(times);
  row("`run --watch`, from a save to the verdict", spread(waits));
  row("until then, ms of CPU, kit", spread(cpu));
  await withSavedRun(async (saved) => {
    const { mb, opened, filtered, empty } = await reportWaits(2_000, times, saved);
    row(`an HTML report of 2,000 checks (${mb.toFixed(1)} MB), opened`, spread(opened));
    row("a page of one line, opened in turn with it", spread(empty));
    row("the same report, narrowed to those that failed", spread(filtered));
  });
}

async function looks(times = 10): Promise<void> {
  heading("a look at the accounts, all shown at once, ms of the kit's CPU: mean after a change; after none");
  await lookAt(10, 100);
  for (const accounts of [10, 1_000, 10_000, 50_000]) {
    const { cpu_ms, unchanged_ms, bytes } = await lookAt(accounts, accounts > 10_000 ? Math.min(times, 5) : times);
    row(`${accounts} accounts, ${(bytes / 1e6).toFixed(1)} MB`, `${cpu_ms.toFixed(1)}; ${unchanged_ms.toFixed(1)}`);
  }
}

async function mocks(times = 3): Promise<void> {
  fetchOthers();
  using kit = new Installed();
  const cli = await installKit(kit);
  for (const pair of pairs(cli)) {
    // Whatever a package compiles and keeps at its first start, it has at those that count.
    heading("the IdPs alone beside others', installed packages with kept keys: the first start of each");
    besides(pair, await inTurn(pair, 1));
    heading(
      `the IdPs alone beside others': medians of ${times} later starts of each in turn, ${SIGN_INS} sign-ins each`,
    );
    besides(pair, await inTurn(pair, times));
  }
  const many = await repeat(times, () => measureMany(cli));
  row("40 connections of ten vendors: ms to the first answer", spread(many.map(({ start }) => start)));
  row("40 connections of ten vendors: MB", spread(many.map(({ mb }) => mb)));
}

type Pair = ReturnType<typeof pairs>[number];

async function inTurn(pair: Pair, times: number): Promise<ReadonlyMap<string, readonly MockFigures[]>> {
  const taken = new Map(pair.map((mock) => [mock.name, [] as MockFigures[]]));
  for (let time = 0; time < times; time++)
    for (const mock of pair) taken.get(mock.name)?.push(await measure(mock, SIGN_INS));
  return taken;
}

function besides(pair: Pair, taken: ReadonlyMap<string, readonly MockFigures[]>): void {
  const [theirs = [], ours = []] = taken.values();
  for (const [what, figure, digits] of FIGURES) {
    const [of, by] = [theirs, ours].map((figures) => median(figures.map((one) => one[figure])));
    const [other, own] = pair.map(({ name }) => name);
    row(
      `${what}: ${own}`,
      `${by?.toFixed(digits)}; ${other} ${of?.toFixed(digits)}; ratio ${((by ?? NaN) / (of ?? NaN)).toFixed(2)}`,
    );
  }
}

async function raceRates(times?: number): Promise<void> {
  heading("two things at the same moment: how often which verdict came");
  for (const one of RACES) {
    for (const [spoiled, often] of [
      [true, times ?? 50],
      [false, times ?? 200],
    ] as const) {
      for (const { name, verdicts } of await race(one, often, spoiled)) {
        const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`);
        row(`${name}, ${spoiled ? one.defect : "lawful SP"}, ${often} times`, counts.join(", "));
      }
    }
  }
}

async function steady(times = 20): Promise<void> {
  heading("the conformance run again and again: checks whose verdict was not the same in every run");
  for (const [jobs, loaded] of [
    [1, false],
    [8, false],
    [8, true],
  ] as const) {
    const { runs, checks, unsteady, statuses } = await steadiness(loaded ? Math.ceil(times / 4) : times, jobs, loaded);
    const names = Object.entries(unsteady).map(([name, verdicts]) => `${name}: ${verdicts.join(" or ")}`);
    const told = names.length === 0 ? "none" : names.join("; ");
    row(
      `${runs} runs, --jobs ${jobs}${loaded ? ", every core busy" : ""}`,
      `${told} of ${checks}; exit ${[...new Set(statuses)].join(", ")}`,
    );
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
