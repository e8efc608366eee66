import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { Kit } from "../faults/kit.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Spoiled {
  /** Of the reference SP, by its path from the project's folder. */
  readonly target: string;
  readonly defect: string;
  /** What the target file says, exchanged. */
  readonly instead?: readonly [string, string];
  /** Further words of the command line. */
  readonly args: readonly string[];
}

/** Runs the kit at the reference SP with a defect in it. Each check with its verdict and reason. */
export async function runSpoiled({ target, defect, instead = ["", ""], args }: Spoiled) {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-spoiled-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(root, target);
  const text = readFileSync(file, "utf8")
    .replace(/cwd: (\S+)/, (_, cwd: string) => `cwd: ${join(file, "..", cwd)}`)
    .replace("ADMIN_TOKEN:", `SP_DEFECTS: ${defect}\n    ADMIN_TOKEN:`)
    .replace(/^defects:[^]*$/m, "")
    .replace(...instead);
  writeFileSync(join(dir, "jitterbug.yaml"), text);
  const { report } = await new Kit(dir, ["run", "--ephemeral-keys", ...args]).ended;
  return (report?.checks ?? []).map(({ name, verdict, reason }) => [name, verdict, reason] as const);
}
