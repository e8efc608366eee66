import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatFault, lint } from "../../harness/scenario/index.ts";

const folder = mkdtempSync(join(tmpdir(), "jitterbug-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DOCS = ["README.md", "docs/scenarios.md", "docs/target-file.md"];
const env = { APP_SECRET: "a", ADMIN_TOKEN: "b" };

/** The whole files among the YAML examples, each as `name: text`. */
const examples = DOCS.flatMap((doc) => {
  const text = readFileSync(new URL(`../../${doc}`, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  return blocks.filter((block) => /^(id|target):/.test(block)).map((block) => [doc, block] as const);
});

describe("examples in the documentation", () => {
  it("are found", () => expect(examples.map(([doc]) => doc)).toEqual(["README.md", ...DOCS]));

  it.each(examples)("%s has no fault", (_, block) => {
    const file = join(folder, "example.yaml");
    writeFileSync(file, block);
    const paths = block.startsWith("target:") ? { targetFile: file, scenarioPaths: [] } : { scenarioPaths: [file] };
    expect(lint({ ...paths, root: folder, env }).map(formatFault)).toEqual([]);
  });
});
