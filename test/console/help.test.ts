import { readdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { describe, expect, it, test } from "vitest";
import { readHelp } from "../../harness/console/help.ts";
import { CHROMIUM, FLAGS, here } from "./chromium.ts";
import { startDemo } from "./demo.ts";
import { faultsOf, isTooWide } from "./looks.ts";

const DOCS = join(import.meta.dirname, "../../docs");

describe("the help", () => {
  const pages = ["", "guides/", "reference/"].flatMap((folder) =>
    readdirSync(join(DOCS, folder)).flatMap((name) => (name.endsWith(".md") ? [`/docs/${folder}${name}`] : [])),
  );

  test("has every page, each with one heading of its own and no mark-up that is not the kit's", () => {
    expect(pages.length).toBeGreaterThan(30);
    for (const path of pages) {
      const text = readHelp(path)?.text ?? "";
      expect(text.match(/<h1 /g), path).toHaveLength(1);
      expect(text, path).not.toMatch(/<script|<iframe|<style|<[a-z][^>]*\s(?:on\w+=|href="javascript:)/i);
    }
  });

  test("leads to pages and headings that are there", () => {
    const missing: string[] = [];
    for (const path of pages) {
      const text = readHelp(path)?.text ?? "";
      for (const [, href = ""] of text.matchAll(/(?:href|src)="([^"]+)"/g)) {
        const to = new URL(href, `http://console${path}`);
        if (to.host !== "console" || !/^\/docs\/.*\.(?:md|svg)$/.test(to.pathname)) continue;
        const other = readHelp(to.pathname);
        const anchor = decodeURIComponent(to.hash.slice(1));
        if (other === undefined || (anchor !== "" && !other.text.includes(`id="${anchor}"`)))
          missing.push(`${path}: ${href}`);
      }
    }
    expect(missing).toEqual([]);
  });

  test("is searched, and shows what is asked as it is written", () => {
    const found = readHelp("/docs/search", "broken SP beside")?.text ?? "";
    expect(found).toMatch(/<a href="\/docs\/console.md#the-console">The console<\/a>/);
    const path = /href="(\/docs\/[^"#]+\.md)#/.exec(found)?.[1] ?? "";
    expect(readHelp(path)).toBeDefined();
    expect(readHelp("/docs/search", "")?.text).toContain("Type words above.");
    const hostile = readHelp("/docs/search", '"><script>alert(1)</script>')?.text ?? "";
    expect(hostile).toContain('value="&quot;>&lt;script>alert(1)&lt;/script>"');
    expect(hostile).toContain("0 parts of the help");
  });

  test.each([
    "/docs/../package.json",
    "/docs/%2e%2e/package.md",
    "/docs//etc/passwd.md",
    "/docs/no-such.md",
    "/docs/images/changed-email.txt",
  ])("has nothing at %s", (path) => {
    expect(readHelp(path)).toBeUndefined();
  });
});

it.skipIf(!here)(
  `is opened from the console and can be read by everybody${here ? "" : " [SKIPPED: apt-get install chromium]"}`,
  { timeout: 200_000 },
  async () => {
    const demo = await startDemo(["--ephemeral-keys"]);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    try {
      const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
      const page = await context.newPage();
      await page.goto(demo.url);
      const [help] = await Promise.all([
        context.waitForEvent("page"),
        page.getByRole("link", { name: "Help" }).click(),
      ]);
      await help.getByRole("heading", { level: 1, name: "Concepts" }).waitFor();
      expect(await help.evaluate("document.querySelector('main img').naturalWidth > 0")).toBe(true);
      await help.getByRole("searchbox").fill("audience");
      await help.keyboard.press("Enter");
      await help.getByRole("heading", { level: 1, name: "Search" }).waitFor();
      expect(await help.locator("main li").count()).toBeGreaterThan(3);
      await help.getByRole("link", { name: "← The console" }).click();
      await help.getByRole("tab", { name: "Start here" }).waitFor();
      await help.locator(".story").first().waitFor();
      await help.goBack();
      await help.getByRole("link", { name: "Tampers", exact: true }).click();
      await help.getByRole("heading", { level: 1 }).waitFor();
      for (const width of [390, 1280]) {
        await help.setViewportSize({ width, height: 800 });
        expect(await isTooWide(help)).toBe(false);
        for (const colorScheme of ["light", "dark"] as const) {
          await help.emulateMedia({ colorScheme });
          expect(await faultsOf(help)).toEqual([]);
        }
      }
    } finally {
      await browser.close();
      await demo.close();
    }
  },
);
