import { rootCertificates } from "node:tls";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { findKit } from "../../harness/cli/kit.ts";
import { knownTo } from "../../harness/cli/known.ts";
import { formatFault, lint } from "../../harness/scenario/index.ts";

const folder = mkdtempSync(join(tmpdir(), "jitterbug-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// What the examples of containers name.
mkdirSync(join(folder, "config"));
writeFileSync(join(folder, "compose.yaml"), "");
mkdirSync(join(folder, "certificates"));
writeFileSync(join(folder, "certificates/ca.pem"), `${rootCertificates[0]}\n`);

const DOCS = ["README.md", "docs/scenarios.md", "docs/target-file.md"];
const env = { APP_SECRET: "a", ADMIN_TOKEN: "b", ADMIN_PASSWORD: "c", SCIM_TOKEN: "d", DB_PASSWORD: "e" };

const blocks = DOCS.flatMap((doc) => {
  const text = readFileSync(new URL(`../../${doc}`, import.meta.url), "utf8");
  return [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = ""]) => [doc, block] as const);
});
/** The whole files among the YAML examples. */
const examples = blocks.filter(([, block]) => /^(id|target):/.test(block));
/** Parts of target files, which are made whole by the whole one of the same document. */
const parts = blocks.filter(([, block]) => /^(base_url|container|observe|seed|drive|prepare|idps):/.test(block));

function completed(doc: string, part: string): string {
  const targets = examples.filter(([, block]) => block.startsWith("target:"));
  const [, whole = ""] = targets.find(([of]) => of === doc) ?? targets[0] ?? [];
  const target = parse(whole) as Record<string, object>;
  for (const [key, value] of Object.entries(parse(part) as Record<string, object>))
    target[key] = Array.isArray(value) || typeof value !== "object" ? value : { ...target[key], ...value };
  if ("container" in target) delete target["start"];
  // Several SPs at once need ports that the kit chooses.
  if (part.includes("workers:")) delete target["idps"];
  return stringify(target);
}

describe("examples in the documentation", () => {
  it("are found", () => expect(examples.map(([doc]) => doc)).toEqual(["README.md", ...DOCS]));

  it.each(examples)("%s has no fault", (_, block) => {
    const file = join(folder, "example.yaml");
    writeFileSync(file, block);
    const paths = block.startsWith("target:") ? { targetFile: file, scenarioPaths: [] } : { scenarioPaths: [file] };
    expect(
      lint({ ...paths, root: folder, env, known: knownTo({ kit: findKit(), io: { env: process.env } }) }).map(
        formatFault,
      ),
    ).toEqual([]);
  });

  it("have parts that are found", () => expect(parts.length).toBeGreaterThanOrEqual(3));

  it.each(parts)("%s has no fault in a part: %s", (doc, block) => {
    const file = join(folder, "part.yaml");
    writeFileSync(file, completed(doc, block));
    expect(lint({ targetFile: file, scenarioPaths: [], root: folder, env }).map(formatFault)).toEqual([]);
  });
});
