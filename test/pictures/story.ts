import { chromium } from "playwright-core";
import { CHROMIUM, FLAGS } from "../console/chromium.ts";
import { startDemo } from "../console/demo.ts";

/** What the console shows at one moment. */
export interface Moment {
  readonly picture: Buffer;
  /** Every word that is seen, without what is another at each run: ids, times, ports. */
  readonly text: string;
}

/**
 * The story that the README shows, by the real console in a real browser: a changed email at the sound reference SP, and
 * at one that keys its accounts by the email.
 */
export async function playStory(): Promise<readonly Moment[]> {
  const demo = await startDemo(["--defect", "key-by-email", "--ephemeral-keys"]);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, colorScheme: "light" });
    await page.goto(demo.url);
    const story = page.locator(".story", { hasText: "A changed email" });
    const timeline = page.locator("#timeline");
    const moments: Moment[] = [];
    const look = async () => {
      await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)");
      moments.push({ picture: await page.screenshot(), text: lasting(await page.locator("body").innerText()) });
    };
    await story.getByRole("button").first().waitFor();
    await look();
    for (const [press, seen] of [
      ["Sign Grace in", "let them in"],
      ["Change the address, sign Grace in again", "made a second account"],
    ] as const) {
      await story.getByRole("button", { name: press, exact: true }).click();
      await timeline.locator(".decision", { hasText: seen }).first().waitFor();
      await story
        .locator(".look")
        .nth(moments.length - 1)
        .waitFor();
      await look();
    }
    return moments;
  } finally {
    await browser.close();
    await demo.close();
  }
}

function lasting(text: string): string {
  return text
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f-]{22}/g, "ID")
    .replaceAll(/\b[\da-f]{8}…/g, "ID…")
    .replaceAll(/\b\d\d:\d\d:\d\d\b/g, "TIME")
    .replaceAll(/[\d.]+ m?s\b/g, "A WHILE")
    .replaceAll(/(?<=:\/\/[\w.]+:)\d+/g, "PORT")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}
