import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expect, it } from "vitest";
import { Ground } from "../faults/kit.ts";
import { CHROMIUM, FLAGS, here } from "./chromium.ts";
import { startDemo } from "./demo.ts";

it.skipIf(!here)(
  `a story says what came of it, and not what should have${here ? "" : " [SKIPPED: apt-get install chromium]"}`,
  { timeout: 200_000 },
  async () => {
    using ground = new Ground({ faults: ["creates-then-500"] });
    const target = join(ground.dir, "jitterbug.yaml");
    const demo = await startDemo(["--target", target, "--ephemeral-keys"], ground.dir);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(demo.url);
      const story = page.locator(".story", { hasText: "A first sign-in" });
      await story.getByRole("button").first().click();
      const look = await story.locator(".look").innerText();
      expect(look).toMatch(/^It went otherwise here\. The SP broke on .*, and it made account/);
      expect(look).not.toContain("One account has come");
    } finally {
      await browser.close();
      await demo.close();
    }
  },
);

it.skipIf(!here)(
  `a story begins with its person as the file has them, at every SP${here ? "" : " [SKIPPED: apt-get install chromium]"}`,
  { timeout: 300_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "jitterbug-story-"));
    const demo = await startDemo(["--ephemeral-keys"], folder);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.setDefaultTimeout(60_000);
      await page.goto(demo.url);
      const story = page.locator(".story", { hasText: "A changed email" });
      const newest = page.locator(".entry").first();
      const newestId = (): Promise<string | undefined> =>
        page.locator(".entry").evaluateAll((all) => all.map(({ id }) => id)[0]);
      const presses = async (name: string): Promise<readonly string[]> => {
        const before = await newestId();
        await story.getByRole("button", { name, exact: true }).click();
        await expect.poll(newestId, { timeout: 60_000 }).not.toBe(before);
        return await newest.locator(".decision").allInnerTexts();
      };
      const [first, second] = ["Sign Grace in", "Change the address, sign Grace in again"];
      await presses(first);
      expect(await presses(second)).toEqual([expect.stringMatching(/knew Grace Hopper, .* changed email\.$/)]);
      await story.getByRole("button", { name: "Put a broken SP beside it" }).click();
      await page.locator("#sides a").nth(1).waitFor();
      // What was done before was done at one SP alone.
      expect(await page.locator(".look").count()).toBe(0);
      expect(await story.locator(".beside").innerText()).toMatch(
        /key-by-email.* runs beside the sound one.*Sign Grace in/s,
      );
      for (const round of [1, 2]) {
        const [sound] = await presses(first);
        expect(sound, `round ${round}`).toMatch(/knew Grace Hopper, .* changed email\.$/);
        const both = await presses(second);
        expect(both, `round ${round}`).toEqual([
          expect.stringMatching(/knew Grace Hopper, .* changed email\.$/),
          expect.stringMatching(/made a second account for Grace Hopper/),
        ]);
        const looks = await story.locator(".look").allInnerTexts();
        expect(looks[1]).toMatch(/At key-by-email: The SP made a second account for Grace Hopper/);
        await story.getByRole("button", { name: "Once more" }).click();
      }
      await page.getByRole("tab", { name: "People" }).click();
      await page.locator("#restore-grace").click();
      await expect.poll(() => page.locator("#restore-grace").count()).toBe(0);
      expect(await page.locator(".person", { hasText: "Grace" }).innerText()).toContain("grace.demo@acme.test");
    } finally {
      await browser.close();
      await demo.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

it.skipIf(!here)(
  `a story of somebody who was there before says so${here ? "" : " [SKIPPED: apt-get install chromium]"}`,
  { timeout: 200_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "jitterbug-story-"));
    const demo = await startDemo(["--ephemeral-keys"], folder);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.setDefaultTimeout(60_000);
      await page.goto(demo.url);
      const story = page.locator(".story", { hasText: "A first sign-in" });
      await story.getByRole("button").first().click();
      expect(await story.locator(".look").innerText()).toMatch(/^One account has come/);
      await story.getByRole("button").nth(1).click();
      await story.getByRole("button", { name: "Once more" }).click();
      await story.getByRole("button").first().click();
      const look = await story.locator(".look").innerText();
      expect(look).toMatch(/an account from before/);
      expect(look).not.toContain("One account has come");
    } finally {
      await browser.close();
      await demo.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
