import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findKit } from "../../harness/cli/kit.ts";
import { knownTo } from "../../harness/cli/known.ts";
import { formatFault, lint } from "../../harness/scenario/index.ts";

const GUIDES = new URL("../../docs/guides/", import.meta.url);
const guides = readdirSync(GUIDES).filter((file) => file.endsWith(".md"));
const folder = mkdtempSync(join(tmpdir(), "jitterbug-guides-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(guides)("the target file of %s is whole, and has no fault", (guide) => {
  const text = readFileSync(new URL(guide, GUIDES), "utf8");
  const files = [...text.matchAll(/^```yaml\n(target:.*?)^```$/gms)].map(([, block = ""]) => block);
  expect(files.length).toBeGreaterThan(0);
  for (const block of files) {
    const file = join(folder, "jitterbug.yaml");
    writeFileSync(file, block);
    const faults = lint({
      targetFile: file,
      scenarioPaths: [],
      root: folder,
      env: {},
      known: knownTo({ kit: findKit(), io: { env: {} } }),
    });
    expect(faults.map(formatFault)).toEqual([]);
  }
});
