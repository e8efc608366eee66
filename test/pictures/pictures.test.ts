import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { here } from "../console/chromium.ts";
import { playStory } from "./story.ts";

const IMAGES = join(import.meta.dirname, "../../docs/images");

test.skipIf(!here)(
  `the README's pictures show what the console says${here ? "" : " [SKIPPED: apt-get install chromium]"}`,
  { timeout: 200_000 },
  async () => {
    const shown = readFileSync(join(IMAGES, "changed-email.txt"), "utf8").split("\n=====\n");
    const moments = await playStory();
    expect(
      moments.map(({ text }) => text),
      "take them anew: npm run pictures",
    ).toEqual(shown);
  },
);

test("the README's pictures are there, and light", () => {
  const readme = readFileSync(join(IMAGES, "../../README.md"), "utf8");
  const named = [...readme.matchAll(/docs\/images\/[\w-]+\.webp/g)].map(([path]) => path);
  expect(named.length).toBeGreaterThan(0);
  for (const path of named) expect(statSync(join(IMAGES, "../..", path)).size).toBeLessThan(300_000);
});
