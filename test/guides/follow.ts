/**
 * Follows a guide word by word in an empty folder: `node test/guides/follow.ts NAME [--keep] [--kit FILE.tgz]`. What the
 * page shows is what is run, on the Node that runs this: a block whose first line is a comment with a path is written to that file, one that begins
 * with `target:` to jitterbug.yaml, and every line of a `sh` block is run, in the order of the page. Two things differ from
 * what a reader does: the kit that is installed is the one of this checkout (`npm pack`), and `jitterbug run` writes a
 * report beside. Ends with 1 where a line fails, or where a check is red that the page does not name.
 *
 * Not a part of CI, for its time. Guides of other languages begin with the packages of Debian that they need; those that
 * are not installed yet are installed by that line, as root.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parseArgs } from "node:util";

interface ReportedCheck {
  readonly id: string;
  readonly name: string;
  readonly verdict: string;
  readonly reason: string;
}

const GUIDES = new URL("../../docs/guides/", import.meta.url);
const RED: readonly string[] = ["failed", "misconfigured", "error"];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: "boolean", default: false }, kit: { type: "string" } },
});
const [name = ""] = positionals;
const known = readdirSync(GUIDES).flatMap((file) => (file.endsWith(".md") ? [file.slice(0, -3)] : []));
if (!known.includes(name)) {
  console.error(`usage: node test/guides/follow.ts NAME\nNAME is one of: ${known.join(", ")}`);
  process.exit(2);
}

const page = readFileSync(new URL(`${name}.md`, GUIDES), "utf8");
const scratch = mkdtempSync(join(tmpdir(), "jitterbug-guide-"));
const folder = join(scratch, "app");
const report = join(scratch, "report.json");
mkdirSync(folder);
process.on("exit", () => {
  if (values.keep) console.log(`kept: ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
});

const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}` };
const kit = values.kit ?? packed();
const started = Date.now();
for (const [, language = "", text = ""] of page.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
  if (language === "sh") text.replaceAll("\\\n", "").trim().split("\n").forEach(follow);
  else write(language, text);
}
process.exitCode = told();

/** Writes a block to the file that its first line names; one that names none is only read. */
function write(language: string, text: string): void {
  const named = /^(?:\/\/|#|--|<!--) (\S+)(?: -->)?\n/.exec(text)?.[1];
  const path = language === "yaml" && text.startsWith("target:") ? "jitterbug.yaml" : named;
  if (path === undefined) return;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  console.log(`${since()}  wrote ${path} (${text.split("\n").length} lines)`);
}

function follow(line: string): void {
  const isRun = line.startsWith("npx jitterbug run");
  const command = isRun
    ? `${line} --report json=${report}`
    : line.startsWith("npm install")
      ? line.replace(/(?<=\s)jitterbug(?=\s|$)/, kit)
      : line;
  console.log(`${since()}  $ ${line}`);
  const { status, signal } = spawnSync("sh", ["-c", command], { cwd: folder, env, stdio: "inherit" });
  // A run ends with 1 also where something could not be seen; its report is read below.
  if (status === 0 || (isRun && status === 1)) return;
  console.error(`${since()}  ended with ${signal ?? status}: ${line}`);
  process.exit(1);
}

function told(): number {
  if (!existsSync(report)) {
    console.error("the page runs no check");
    return 1;
  }
  const { checks } = JSON.parse(readFileSync(report, "utf8")) as { readonly checks: readonly ReportedCheck[] };
  const count = (verdict: string) => checks.filter((check) => check.verdict === verdict).length;
  const verdicts = [...new Set(checks.map(({ verdict }) => verdict))].map((verdict) => `${count(verdict)} ${verdict}`);
  console.log(`\n${since()}  guide ${name}: ${checks.length} checks: ${verdicts.join(", ")}`);
  const untold = checks.filter(({ id, verdict }) => RED.includes(verdict) && !page.includes(`\`${id}\``));
  for (const { name: whole, verdict, reason } of untold)
    console.error(`not told by the page: ${whole}: ${verdict} (${reason})`);
  return untold.length === 0 && count("passed") > 0 ? 0 : 1;
}

function packed(): string {
  const root = join(import.meta.dirname, "../..");
  const { stdout, status } = spawnSync("npm", ["pack", "--silent", "--pack-destination", scratch], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error("npm pack failed");
  return join(scratch, stdout.trim().split("\n").at(-1) ?? "");
}

function since(): string {
  return `${((Date.now() - started) / 1_000).toFixed(1).padStart(6)} s`;
}
