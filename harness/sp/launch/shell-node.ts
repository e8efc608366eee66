import { accessSync, constants, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { platform } from "node:process";
import type { Environment } from "./child.ts";

/** An environment whose `node` is the one of the user's shell, until it is closed. */
export interface ShellNode {
  readonly environment: Environment;
  close(): void;
}

/**
 * The SP's own commands run on the Node that they run on without the kit. npm and npx put each node_modules/.bin above
 * first on PATH, and with it a Node that the kit may have been installed or started with; so a private folder that
 * holds nothing but a link to the shell's Node goes ahead of them. What else is in .bin stays to be found.
 */
export function onShellNode(environment: Environment): ShellNode {
  const name = pathName(environment);
  const path = environment[name];
  const node = path === undefined ? null : shellNode(environment, path);
  if (path === undefined || node === null || isSame(node, programIn(path.split(delimiter))))
    return { environment, close: () => undefined };
  const { folder, close } = folderOf(node);
  return { environment: { ...environment, [name]: `${folder}${delimiter}${path}` }, close };
}

/** What npm says that it runs on itself; under another one of its kind, what PATH held before it was lengthened. */
function shellNode(environment: Environment, path: string): string | null {
  const told = environment["npm_node_execpath"];
  if (told !== undefined && isProgram(told)) return told;
  if (environment["npm_execpath"] === undefined && environment["npm_config_user_agent"] === undefined) return null;
  return programIn(path.split(delimiter).filter((folder) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder)));
}

/** Windows lets few people make links, and its Node stands in a folder of its own: that goes first there. */
function folderOf(node: string): { readonly folder: string; readonly close: () => void } {
  if (platform === "win32") return { folder: dirname(node), close: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), "jitterbug-node-"));
  symlinkSync(node, join(folder, "node"));
  return { folder, close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

function programIn(folders: readonly string[]): string | null {
  const name = platform === "win32" ? "node.exe" : "node";
  return folders.map((folder) => resolve(folder, name)).find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isSame(one: string, other: string | null): boolean {
  return other !== null && realpathSync(one) === realpathSync(other);
}

/** Windows calls it Path, and a copy of the environment keeps that. */
function pathName(environment: Environment): string {
  if (platform !== "win32") return "PATH";
  return Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
}
