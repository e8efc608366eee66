/**
 * Installs, starts, drives and judges a service provider that nobody here wrote, through its jitterbug.yaml alone:
 * `npm run strangers -- NAME [options of "jitterbug run"]`. NAME is a folder here; NAME/VARIANT is the same provider
 * set up otherwise, by jitterbug-VARIANT.yaml. What is known of it stands in findings.yaml (findings-VARIANT.yaml),
 * verdict by verdict with the reason; anything that differs from that ends with exit status 1. With `--agent chromium`
 * people are signed in by a browser, and the same findings hold. With `--profile VENDOR` those hold that name no profile, too,
 * unless one that names this profile says otherwise.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

interface Finding {
  readonly check: string;
  readonly profile: string | null;
  readonly verdicts: readonly string[];
}

/**
 * A check is named whole, by its id for every one of that id, or by `[saml]` for every one of that protocol; several may
 * have one reason, which is for people. A race that the SP does not lose each time has both verdicts.
 */
interface WrittenFinding {
  readonly check: string | readonly string[];
  readonly verdict: string | readonly string[];
  /** It holds in the shape of this vendor alone, and there goes before those that name none. */
  readonly profile?: string;
  readonly why: string;
}

interface ReportedCheck {
  readonly id: string;
  readonly protocol: string;
  readonly profile: string | null;
  readonly name: string;
  readonly verdict: string;
  readonly reason: string;
}

const here = import.meta.dirname;
const names = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: folder }) => readdirSync(join(here, folder)).flatMap((file) => nameOf(folder, file)))
  .toSorted();
const [name, ...options] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run strangers -- NAME\nNAME is one of: ${names.join(", ")}`);
  process.exit(2);
}

const [folder = "", variant] = name.split("/");
const suffix = variant === undefined ? "" : `-${variant}`;
const dir = join(here, folder);
const root = join(here, "../..");
const scratch = mkdtempSync(join(tmpdir(), "jitterbug-stranger-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

run("install", "sh", [join(dir, "install.sh")], [0]);
const report = join(scratch, "report.json");
const started = Date.now();
run(
  "run",
  process.execPath,
  [
    join(root, "harness/bin/jitterbug.js"),
    "run",
    "--target",
    join(dir, `jitterbug${suffix}.yaml`),
    "--allow-unobservable",
    "--tuples",
    "all",
    "--report",
    `json=${report}`,
    ...options,
  ],
  [0, 1],
);
process.exitCode = compare(reported(report), known(join(dir, `findings${suffix}.yaml`)), !isWhole(options));

function run(what: string, command: string, args: readonly string[], allowed: readonly number[]): void {
  const { status, signal } = spawnSync(command, args, { cwd: dir, stdio: "inherit" });
  if (status === null || !allowed.includes(status)) {
    console.error(`strangers: ${what} ended with ${signal ?? status}`);
    process.exit(status ?? 1);
  }
}

/** `social-auth` of its jitterbug.yaml, `social-auth/by-email` of its jitterbug-by-email.yaml. */
function nameOf(folder: string, file: string): readonly string[] {
  const variant = /^jitterbug(?:-(.+))?\.yaml$/.exec(file);
  if (variant === null) return [];
  return [variant[1] === undefined ? folder : `${folder}/${variant[1]}`];
}

/** Whether the options leave every check in the run. */
function isWhole(given: readonly string[]): boolean {
  const harmless = new Set(["--agent", "--jobs", "--profile", "--seed"]);
  return given.every((option, at) => harmless.has(option) || harmless.has(given[at - 1] ?? ""));
}

function option(flag: string): string | null {
  const at = options.findIndex((one) => one === flag || one.startsWith(`${flag}=`));
  const given = options[at];
  return given === undefined ? null : given === flag ? (options[at + 1] ?? null) : given.slice(flag.length + 1);
}

function reported(file: string): readonly ReportedCheck[] {
  if (!existsSync(file)) {
    console.error("strangers: the run ended before it had a report");
    process.exit(1);
  }
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly checks: readonly ReportedCheck[] }).checks;
}

function known(file: string): readonly Finding[] {
  if (!existsSync(file)) return [];
  const { findings } = parse(readFileSync(file, "utf8")) as { readonly findings: readonly WrittenFinding[] };
  return findings.flatMap(({ check, verdict, profile = null }) =>
    [check].flat().map((one) => ({ check: one, profile, verdicts: [verdict].flat() })),
  );
}

function findingOf(check: ReportedCheck, findings: readonly Finding[]): Finding | undefined {
  const { id, protocol, profile, name: whole } = check;
  const bare = profile === null ? whole : whole.replace(`[${protocol}, ${profile}`, `[${protocol}`);
  const named = (name: string, under: string | null) =>
    findings.find((finding) => finding.check === name && finding.profile === under);
  const under = (vendor: string | null) => named(bare, vendor) ?? named(id, vendor) ?? named(`[${protocol}]`, vendor);
  return (profile === null ? undefined : under(profile)) ?? under(null);
}

/** What passed needs no finding; every other verdict needs one that agrees, and a finding that nothing bears out is stale. */
function compare(checks: readonly ReportedCheck[], findings: readonly Finding[], partial: boolean): number {
  const differences: string[] = [];
  for (const check of checks) {
    const expected = findingOf(check, findings)?.verdicts ?? ["passed"];
    if (!expected.includes(check.verdict))
      differences.push(`${check.name}: expected ${expected.join(" or ")}, got ${check.verdict} (${check.reason})`);
  }
  const shape = option("--profile");
  for (const finding of findings) {
    // What is found of nobody's shape need not be borne out in a vendor's.
    if (finding.profile !== shape) continue;
    if (!partial && !checks.some((check) => findingOf(check, findings) === finding))
      differences.push(`${finding.check}: a finding without a check`);
  }
  const count = (verdict: string) => checks.filter((check) => check.verdict === verdict).length;
  const verdicts = [...new Set(checks.map(({ verdict }) => verdict))].map((verdict) => `${count(verdict)} ${verdict}`);
  const seconds = Math.round((Date.now() - started) / 1_000);
  console.log(
    `\nstranger ${name}: ${checks.length} checks: ${verdicts.join(", ")}; ${findings.length} findings; ${seconds} s`,
  );
  for (const difference of differences) console.error(`differs from the findings: ${difference}`);
  return differences.length === 0 && checks.length > 0 ? 0 : 1;
}
