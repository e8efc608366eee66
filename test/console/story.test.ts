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
