/** `npm run pictures`: takes the README's pictures anew, by what is there. Needs Debian's chromium and webp. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { playStory } from "./story.ts";

const OUT = join(import.meta.dirname, "../../docs/images");
/** For how long each moment stands, in milliseconds. */
const STANDS = [2_000, 3_500, 6_000];

const folder = mkdtempSync(join(tmpdir(), "jitterbug-pictures-"));
try {
  const moments = await playStory();
  const files = moments.map(({ picture }, index) => {
    const file = join(folder, `${index}.png`);
    writeFileSync(file, picture);
    return file;
  });
  const frames = files.flatMap((file, index) => ["-d", String(STANDS[index]), "-lossy", "-q", "80", file]);
  execFileSync("img2webp", ["-loop", "0", ...frames, "-o", join(OUT, "changed-email-story.webp")]);
  execFileSync("cwebp", ["-quiet", "-q", "85", files.at(-1) ?? "", "-o", join(OUT, "changed-email.webp")]);
  writeFileSync(join(OUT, "changed-email.txt"), moments.map(({ text }) => text).join("\n=====\n"));
} finally {
  rmSync(folder, { recursive: true });
}
