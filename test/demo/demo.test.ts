import { once } from "node:events";
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { start } from "../cli/command-line.ts";

const CHROMIUM = "/usr/bin/chromium";
/** As root in a closed network: no sandbox, and nothing that calls out. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

const here = existsSync(CHROMIUM) || process.env["CI"] !== undefined;

describe.skipIf(!here)(here ? "the demo, by hand" : "the demo [SKIPPED: apt-get install chromium]", () => {
  const demo = start(["demo"]);
  let url = "";
  let browser: Browser;

  beforeAll(async () => {
    url = await new Promise((resolve, reject) => {
      let printed = "";
      demo.child.stdout?.on("data", (chunk: string) => {
        printed += chunk;
        const found = /is at\s+(http:\/\/localhost:\d+)/.exec(printed)?.[1];
        if (found !== undefined) resolve(found);
      });
      demo.child.once("close", () => reject(new Error(`the demo ended: ${printed}`)));
    });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });

  afterAll(async () => {
    await browser?.close();
    demo.child.kill("SIGTERM");
    if (demo.child.exitCode === null) await once(demo.child, "close");
  });

  // One person each: the SP refuses to let a second identity into an account by its email alone.
  const people = [
    ["OIDC", "ada", "Ada Lovelace"],
    ["SAML", "grace", "Grace Hopper"],
  ] as const;
  for (const [protocol, key, name] of people) {
    test(`a person signs in over ${protocol} and sees the account that came of it`, async () => {
      const page = await browser.newPage();
      await page.goto(url);
      await page
        .getByRole("link", { name: `${protocol} sign-in` })
        .or(page.getByRole("button", { name: `${protocol} sign-in` }))
        .first()
        .click();
      await page.getByRole("button", { name }).click();
      await page.waitForURL(`${url}/account`);
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(name);
      const text = await page.locator("main").innerText();
      expect(text).toContain("What your last sign-in did");
      expect(text).toContain(`${key}.demo@`);
      expect(text).toContain(`demo-${key}`);
      await page.context().close();
    });
  }

  test("cancelling at the identity provider ends at a page that says so", async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await page
      .getByRole("link", { name: "OIDC sign-in" })
      .or(page.getByRole("button", { name: "OIDC sign-in" }))
      .first()
      .click();
    await page.getByRole("button", { name: /cancel/i }).click();
    await page.waitForURL(`${url}/**`);
    expect(await page.locator("main").innerText()).toMatch(/cancel|denied|not signed in/i);
  });
});
