/** One run of the kit on one minimal SP: what is installed, the target file, the report. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { reported, type ReportedCheck } from "../strangers/findings.ts";
import { HERE, type Library, type Setup } from "./table.ts";

const ROOT = join(HERE, "../..");
const EXTENSIONS = ["js", "py", "sh"] as const;

/** What every library is asked; of its session, only where it keeps one. */
const ASKED = {
  oidc: ["oidc-tokens", "interop", "identity-key/key-missing.yaml"],
  saml: ["saml-responses", "interop", "identity-key/key-missing.yaml"],
} as const;
const SESSIONS = ["sess-fixation", "sess-forgeable", "sess-switch", "sess-two-tabs", "sess-other-tab", "sess-redirect"];

/** Packages of npm, in a folder of their own: never among those of this project. */
export function install(folder: string, packages: readonly string[], overrides: object = {}): void {
  mkdirSync(folder, { recursive: true });
  const dependencies = Object.fromEntries(packages.map((one) => [nameIn(one), one.slice(nameIn(one).length + 1)]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies, overrides }));
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--legacy-peer-deps"];
  const { status, stderr } = spawnSync("npm", ["install", ...flags], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${packages.join(" ")} cannot be installed: ${stderr}`);
}

/** `@scope/name` of `@scope/name@1.2.3`. */
export function nameIn(versioned: string): string {
  return versioned.replace(/(?<=.)@[^@/]*$/, "");
}

/** The version that was installed, as its package tells. */
export function versionOf(folder: string, packages: readonly string[] = []): string {
  const [name = ""] = packages.map(nameIn);
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")) as {
    readonly version: string;
  };
  return version;
}

export function debianVersion(packages: readonly string[]): string {
  const [name = ""] = packages;
  const { stdout, status } = spawnSync("dpkg-query", ["-W", "-f", "${Version}", ...packages], { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`a package is missing: apt-get install --no-install-recommends ${packages.join(" ")}`);
  const { stdout: version } = spawnSync("dpkg-query", ["-W", "-f", "${Version}", name], { encoding: "utf8" });
  return stdout === "" ? "" : version;
}

export interface Asked {
  readonly setup: Setup;
  /** A folder that is gone afterwards. */
  readonly scratch: string;
  /** Where npm's packages are. */
  readonly modules: string;
  readonly options: readonly string[];
  /** Whether what the kit prints is shown. */
  readonly quiet?: boolean;
}

/** Null where the run ended before it had a report. */
export async function judge(library: Library, asked: Asked): Promise<readonly ReportedCheck[] | null> {
  const target = join(asked.scratch, `${library.name.replaceAll("/", "-")}-${asked.setup}.yaml`);
  const report = join(asked.scratch, "report.json");
  writeFileSync(target, stringify(targetOf(library, asked)));
  rmSync(report, { force: true });
  const command = [
    join(ROOT, "harness/bin/jitterbug.js"),
    "run",
    "--quiet",
    "--allow-unobservable",
    "--allow-nothing",
    "--tuples=all",
    `--target=${target}`,
    `--protocol=${library.protocol}`,
    `--report=json=${report}`,
    ...asked.options,
    ...scenariosOf(library),
  ];
  const child = spawn(process.execPath, command, { cwd: asked.scratch, stdio: asked.quiet ? "ignore" : "inherit" });
  await new Promise((resolve) => child.once("exit", resolve));
  return reported(report);
}

function scenariosOf({ protocol, sessions = false }: Library): readonly string[] {
  const own = sessions ? SESSIONS.map((id) => `sessions/${id}.yaml`) : [];
  return [...ASKED[protocol], ...own].map((path) => join(ROOT, "scenarios", path));
}

function targetOf(library: Library, { setup, modules }: Asked): object {
  const { protocol, name, sp = name } = library;
  const shape = parse(readFileSync(join(HERE, `${protocol}.yaml`), "utf8")) as {
    readonly start: { readonly env: object };
    readonly policy: object;
    readonly connections: { readonly [name: string]: object };
  };
  const { policy, connections = {}, env = {} } = library.setups[setup] ?? { policy: {} };
  const file = EXTENSIONS.map((extension) => join(HERE, "sp", `${sp}.${extension}`)).find(existsSync);
  if (file === undefined) throw new Error(`there is no SP of ${sp}`);
  const program = file.endsWith(".py") ? "/usr/bin/python3" : "{{node}}";
  return {
    target: setup === "default" ? name : `${name}-${setup}`,
    ...shape,
    start: {
      ...shape.start,
      command: [program, file],
      env: { ...shape.start.env, SETUP: setup, MODULES: modules, ...env },
    },
    connections: Object.fromEntries(
      Object.entries(shape.connections).map(([one, connection]) => [one, { ...connection, ...connections }]),
    ),
    policy: { ...shape.policy, ...policy },
  };
}
