import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { start } from "../cli/command-line.ts";
import { CHROMIUM, FLAGS } from "../console/chromium.ts";
import { startDemo } from "../console/demo.ts";
import { cpuOf, ROOT, timed } from "./processes.ts";

/** What somebody waits for, in milliseconds. */
export interface DemoWaits {
  /** From the command to the addresses. */
  readonly ready: number;
  /** From opening the page to its first button. */
  readonly page: number;
  /** From the click to what the SP decided, with the accounts. */
  readonly signIn: number;
}

/** One demo of the reference SP, and its first sign-in by hand: open the page, press the first button. */
export async function demoWaits(): Promise<DemoWaits> {
  const began = performance.now();
  const demo = await startDemo([]);
  try {
    const ready = performance.now() - began;
    return await inChromium(async (_, page) => {
      const opened = performance.now();
      await page.goto(demo.url);
      const button = page.locator(".story button").first();
      await button.waitFor();
      const clicked = performance.now();
      await button.click();
      await page.locator(".entry .decision").first().waitFor();
      return { ready, page: clicked - opened, signIn: performance.now() - clicked };
    });
  } finally {
    await demo.close();
  }
}

/** `run --watch`, so many saves of its one scenario: from each save to its verdict at the terminal, and the kit's CPU. */
export async function watchWaits(saves: number): Promise<{ waits: readonly number[]; cpu: readonly number[] }> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-bench-"));
  const file = join(dir, "mine.yaml");
  const text = readFileSync(join(ROOT, "scenarios/repeat/rep-same.yaml"), "utf8");
  writeFileSync(file, text);
  const target = ["--target", join(ROOT, "sp-reference/jitterbug.yaml"), "--protocol", "oidc"];
  const { child, ended } = start(["run", "--watch", file, ...target]);
  let said = "";
  let heard = () => {};
  child.stdout?.on("data", (chunk: Buffer) => ((said += chunk.toString()), heard()));
  const count = (pattern: RegExp): number => said.match(pattern)?.length ?? 0;
  const isOver = ended.then(({ stdout, stderr }) => Promise.reject(new Error(`it ended: ${stdout}${stderr}`)));
  isOver.catch(() => undefined);
  /** The moment at which this had been said so often. */
  const saidTimes = (pattern: RegExp, times: number): Promise<number> =>
    Promise.race([
      isOver,
      new Promise<number>((resolve) => {
        heard = () => {
          if (count(pattern) >= times) resolve(performance.now());
        };
        heard();
      }),
    ]);
  try {
    const waits: number[] = [];
    const cpu: number[] = [];
    await saidTimes(/Ctrl-C ends it/g, 1);
    for (let save = 1; save <= saves; save++) {
      const before = count(/✓ rep-same/g);
      const spent = cpuOf(child.pid ?? 0);
      const began = performance.now();
      writeFileSync(file, `${text}# ${save}\n`);
      waits.push((await saidTimes(/✓ rep-same/g, before + 1)) - began);
      cpu.push((cpuOf(child.pid ?? 0) - spent) * 1_000);
      await saidTimes(/Ctrl-C ends it/g, save + 1);
    }
    return { waits, cpu };
  } finally {
    child.kill("SIGTERM");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  }
}

export interface ReportWaits {
  readonly mb: number;
  /** From opening it to the first check; from asking for those that failed to seeing them alone. */
  readonly opened: readonly number[];
  readonly filtered: readonly number[];
  /** Of a page of one line, opened in turn with it: what the browser and this machine take of the time. */
  readonly empty: readonly number[];
}

/** An HTML report of so many checks, every twentieth of them failed, opened again and again by a new browser's page. */
export async function reportWaits(checks: number, times: number, saved: string): Promise<ReportWaits> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-bench-"));
  const file = join(dir, "report.html");
  try {
    await timed(["--expose-gc", "test/bench/heap.ts", saved, String(checks), "mixed", file], /^/, false);
    const opened: number[] = [];
    const filtered: number[] = [];
    const empty: number[] = [];
    const line = join(dir, "line.html");
    writeFileSync(line, '<!doctype html><p class="check">one line</p>');
    await inChromium(async (browser) => {
      for (let time = 0; time < times; time++) {
        empty.push(await waitFor(await browser.newPage(), line));
        const page = await browser.newPage();
        opened.push(await waitFor(page, file));
        const asked = performance.now();
        await page.getByRole("button", { name: /failed$/ }).click();
        await page.locator(".check:visible .bad, .check:visible.failed").first().waitFor();
        filtered.push(performance.now() - asked);
        await page.close();
      }
    });
    return { mb: statSync(file).size / 1e6, opened, filtered, empty };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function waitFor(page: Page, file: string): Promise<number> {
  const began = performance.now();
  await page.goto(pathToFileURL(file).href);
  await page.locator(".check").first().waitFor();
  return performance.now() - began;
}

async function inChromium<T>(work: (browser: Browser, page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    return await work(browser, await browser.newPage());
  } finally {
    await browser.close();
  }
}
