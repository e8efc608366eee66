import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An otherwise empty project that has installed the package as `npm publish` would send it. */
export class Installed implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), "jitterbug-package-"));
  readonly project = join(this.dir, "project");

  async install(): Promise<void> {
    mkdirSync(this.project);
    writeFileSync(join(this.project, "package.json"), JSON.stringify({ private: true }));
    await this.expectOk(ROOT, "npm", ["pack", "--pack-destination", this.dir]);
    const [tarball = ""] = readdirSync(this.dir).filter((name) => name.endsWith(".tgz"));
    await this.npmInstall(join(this.dir, tarball));
  }

  async npmInstall(...packages: readonly string[]): Promise<void> {
    await this.expectOk(this.project, "npm", ["install", "--no-audit", "--no-fund", ...packages]);
  }

  /** Runs the command as the README tells a user to. */
  jitterbug(...args: readonly string[]): Promise<Ended> {
    return run(this.project, "npx", ["--no-install", "jitterbug", ...args]);
  }

  /** Every file of the package itself. */
  files(): string[] {
    return filesBelow(join(this.project, "node_modules/jitterbug")).toSorted();
  }

  /** What was installed, dependencies included, in bytes of content. */
  size(): number {
    const modules = join(this.project, "node_modules");
    return filesBelow(modules).reduce((sum, file) => sum + statSync(join(modules, file)).size, 0);
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  async expectOk(cwd: string, command: string, args: readonly string[]): Promise<Ended> {
    const ended = await run(cwd, command, args);
    const { status, stdout, stderr } = ended;
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
    return ended;
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** What npm tells its scripts of this project must not reach an npm that works in another one. */
const OUTER =
  /^npm_(?:package|lifecycle|command|execpath|config_local_prefix)|^INIT_CWD$|^NODE_COMPILE_CACHE$|^VITEST/i;

/** Runs a command as from a shell of that folder. */
export async function run(cwd: string, command: string, args: readonly string[]): Promise<Ended> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTER.test(name)));
  const child = spawn(command, args, { cwd, env: { ...env, NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout, stderr };
}
