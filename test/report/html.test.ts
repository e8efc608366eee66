import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../harness/report/events.ts";
import { REPORT_KINDS, reportPage, type ReportDocument } from "../../harness/report/index.ts";
import { wholeRun } from "./events.ts";
import { unpackedPage } from "./unpacked.ts";

const CHROMIUM = "/usr/bin/chromium";
/** As root in a closed network: no sandbox, and nothing that calls out. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const here = existsSync(CHROMIUM) || process.env["CI"] !== undefined;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jitterbug-html-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function report(kind: string, events: readonly RunEvent[]): Promise<string> {
  const path = join(folder, `report.${kind}`);
  const reporter = REPORT_KINDS[kind]?.({ path, version: "1.2.3" });
  for (const event of events) await reporter?.on(event);
  return path;
}

it("is the same page where it is made of the JSON report", async () => {
  const document = JSON.parse(await readFile(await report("json", wholeRun()), "utf8")) as ReportDocument;
  expect([...reportPage(document)].join("")).toBe(await readFile(await report("html", wholeRun()), "utf8"));
});

it("shows the requests of the first fifty checks that are not green, one of each root before what follows from it", async () => {
  const document = JSON.parse(await readFile(await report("json", wholeRun()), "utf8")) as ReportDocument;
  const red = document.checks.find(({ verdict }) => verdict === "failed");
  if (red === undefined) throw new Error("the run has no failed check");
  const first = { ...red, name: "follower", follows_from: "red 0" };
  const many = [first, ...Array.from({ length: 50 }, (_, at) => ({ ...red, name: `red ${at}` }))];
  const page = [...reportPage({ ...document, checks: many })].join("");
  const checks = JSON.parse(
    /id="checks">(.*?)<\/script>/s.exec(unpackedPage(page))?.[1] ?? "",
  ) as ReportDocument["checks"];
  const withWire = checks.filter(({ steps }) => steps.some(({ exchanges }) => exchanges.length > 0));
  expect(withWire.map(({ name }) => name)).toEqual(many.slice(1).map(({ name }) => name));
  expect(checks).toHaveLength(51);
});

it("is ASCII whatever a target, an SP or a person is called, and tells it as it is", async () => {
  const document = JSON.parse(await readFile(await report("json", wholeRun()), "utf8")) as ReportDocument;
  const name = "Zoë 😀 \u2028\u009b";
  const checks = document.checks.map((check) => ({ ...check, title: name, reason: name }));
  const page = [...reportPage({ ...document, target: name, checks })].join("");
  expect(page).not.toMatch(/[^\n -~]/);
  expect(JSON.parse(/id="run">(.*?)<\/script>/s.exec(page)?.[1] ?? "")).toMatchObject({ target: name });
  expect(page).toContain("<title>Zo&#235; &#128512;");
});

describe.skipIf(!here)(here ? "in a browser" : "in a browser [SKIPPED: apt-get install chromium]", () => {
  let browser: Browser;
  let page: Page;
  const told: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    told.length = 0;
    page = await browser.newPage();
    page.on("console", (message) => told.push(message.text()));
    page.on("pageerror", (error) => told.push(error.message));
    page.on("dialog", (dialog) => {
      told.push(dialog.message());
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) told.push(request.url());
    });
  });
  afterEach(async () => {
    await page.context().close();
    expect(told, "errors, dialogs, and requests to others").toEqual([]);
  });

  const open = async (hash = "") => {
    await page.goto("about:blank");
    await page.goto(pathToFileURL(await report("html", wholeRun())).href + hash);
  };
  const names = () => page.locator(".check:visible > summary b").allTextContents();

  it("shows what is not green first, and all on request; its address is that of what is shown", async () => {
    await open();
    expect(await names()).toContain("check-failed");
    expect(await names()).not.toContain("check-passed");
    await page.getByRole("button", { name: "show all" }).click();
    expect(await names()).toContain("check-passed");
    await page.getByRole("searchbox").fill("CHECK-PASS");
    expect(await names()).toEqual(["check-passed"]);
    await open(new URL(page.url()).hash);
    expect(await names()).toEqual(["check-passed"]);
    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: /failed$/ }).click();
    expect(await names()).toEqual(["check-failed"]);
  });

  it("tells of a check what was expected, what came, the cause and the fix, and each request; by its own address, too", async () => {
    await open();
    const check = page.locator(".check", { has: page.locator("summary b", { hasText: "check-failed" }) });
    await check.locator("summary").first().press("Enter");
    for (const text of ["created 0", "The account is looked up by email.", "Look it up by (issuer, subject)."])
      await check.getByText(text).first().waitFor();
    expect(await check.innerText()).toMatch(/--id check-failed --protocol oidc --seed \S+ --trace/);
    await open(new URL(page.url()).hash);
    await check.locator(".hop > summary").first().click();
    expect(await check.innerText()).toContain("content-type: text/html");
    await check.getByText("as cURL").click();
    expect(await check.innerText()).toContain("curl -i -X 'GET' 'http://localhost:3000/auth/oidc/callback");
  });

  it("begins with how many went wrong, and each cause once with what it is seen by", async () => {
    const document = JSON.parse(await readFile(await report("json", wholeRun()), "utf8")) as ReportDocument;
    const red = document.checks.find(({ verdict }) => verdict === "failed");
    if (red === undefined) throw new Error("the run has no failed check");
    const one = { ...red, id: "mail-change", name: "mail-change [a]", cause: "By the email.", follows_from: null };
    const rows = [
      one,
      { ...one, name: "mail-change [b]" },
      { ...one, id: "other", name: "other [a]", follows_from: one.name },
    ];
    const unasked = { ...one, verdict: "unobservable", cause: null, fix: null, harm: null, reason: "no seed" } as const;
    const checks = [...rows, { ...unasked, id: "x", name: "x" }, { ...unasked, id: "y", name: "y" }];
    const path = join(folder, "causes.html");
    await writeFile(path, [...reportPage({ ...document, checks })].join(""));
    await page.goto(pathToFileURL(path).href);
    expect(await page.locator("h1").innerText()).toBe("acme-app: 5 of 5 checks went wrong");
    expect(await page.getByRole("heading", { name: /^What went wrong/ }).innerText()).toBe(
      "What went wrong, or is warned of: 2 causes, 5 checks",
    );
    const [first, second] = await page.locator(".causes > li").allInnerTexts();
    expect(first).toMatch(/failed, 3 checks: mail-change \[a\]\s+likely cause: By the email\.[^]*seen by other, too/);
    expect(second).toMatch(/unobservable, 2 checks: x\s+no seed\s+seen by y, too/);
    await page.locator(".causes a").first().click();
    expect(await page.locator(".check[open] summary b").innerText()).toBe("mail-change");
  });

  it("shows at once what is seen at first and the rest soon after; who prints or goes to a place has all of it", async () => {
    const document = JSON.parse(await readFile(await report("json", wholeRun()), "utf8")) as ReportDocument;
    const red = document.checks.find(({ verdict }) => verdict === "failed");
    if (red === undefined) throw new Error("the run has no failed check");
    const checks = Array.from({ length: 300 }, (_, at) => ({
      ...red,
      id: "many",
      name: `many [red ${at}]`,
      cause: `Cause ${at}.`,
    }));
    const path = join(folder, "many.html");
    await writeFile(path, [...reportPage({ ...document, checks })].join(""));
    const address = pathToFileURL(path).href;
    const count = (selector: string) => page.locator(selector).count();
    await page.goto(address);
    await expect.poll(() => count(".check")).toBe(300);
    await expect.poll(() => count(".causes > li")).toBe(300);
    await page.getByRole("heading", { name: "Not offered by any connection" }).waitFor();
    // The order is that of the run, whichever rows were made first.
    const drawn = await page.locator("#list > .check > summary").allTextContents();
    expect(drawn.map((text) => /red \d+/.exec(text)?.[0])).toEqual(checks.map((_, at) => `red ${at}`));
    await page.getByRole("searchbox").fill("red 29");
    expect(await page.locator("#shown").innerText()).toBe("11 of 300 shown");
    expect(await page.locator(".check:visible").count()).toBe(11);
    await page.goto("about:blank");
    await page.goto(`${address}#${new URLSearchParams({ check: "many [red 299]" }).toString()}`);
    expect(await page.locator(".check[open]").innerText()).toContain("Cause 299.");
    const held = "(globalThis.requestIdleCallback = () => undefined)";
    await page.addInitScript(held);
    await page.goto("about:blank");
    await page.goto(address);
    expect(await count(".check")).toBeLessThan(300);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect([await count(".check"), await count(".causes > li"), await count(".check[open]")]).toEqual([300, 300, 300]);
    expect(await page.getByRole("heading", { name: "Not offered by any connection" }).count()).toBe(1);
  });

  it("shows what an SP wrote as text alone", async () => {
    await open();
    for (const summary of await page.locator(".check:visible > summary").all()) await summary.click();
    await page.getByText("evil]]>").first().waitFor();
    const text = await page.locator("main").innerText();
    expect(text).toContain('<script>alert("x")</script>');
    expect(text).toContain(String.raw`\u{202e}evil]]>`);
    expect(text).not.toContain("\u202e");
  });

  it.each(["light", "dark"] as const)("fits a narrow window, %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 800 });
    await open();
    for (const summary of await page.locator(".check:visible > summary").all()) await summary.click();
    await expect.poll(() => page.getByText("…", { exact: true }).count()).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  it("prints what is not green whole, however little a printer waits", async () => {
    const printed = "dispatchEvent(new Event('beforeprint')); document.getElementById('list').textContent";
    const text = async () => {
      await open();
      await page.waitForTimeout(1_000);
      return await page.evaluate<string>(printed);
    };
    await expect.poll(text).toMatch(/Look it up by \(issuer, subject\)[^]*What went over the wire/);
  });

  it("of a run that was stopped says that it is a part", async () => {
    await page.goto(pathToFileURL(await report("html", wholeRun(true))).href);
    expect(await page.locator("header").innerText()).toContain("partial run");
  });

  it("runs no other script, even where one got into the page", async () => {
    const path = await report("html", wholeRun());
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("<body>", `<body onload="alert(1)"><script>alert(2)</script>`));
    await page.goto(pathToFileURL(path).href);
    expect(await names()).toContain("check-failed");
    expect(told.every((line) => line.includes("Content Security Policy"))).toBe(true);
    expect(told.length).toBeGreaterThan(0);
    told.length = 0;
  });
});
