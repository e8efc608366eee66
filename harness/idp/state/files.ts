import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { JitterbugError } from "../../errors.ts";

/**
 * Reads a secret file, or makes it where there is none: mode 0600, in folders of mode 0700, never seen half-written.
 * Where two processes make the same file at once, the first one wins and both get its content.
 * @throws JitterbugError ERR_STATE with the path and what to do.
 */
export async function readOrMake(path: string, make: () => Promise<string>): Promise<string> {
  try {
    return (await readIfThere(path)) ?? (await publish(path, await make()));
  } catch (cause) {
    throw stateError(path, cause);
  }
}

/**
 * Reads a file that can be made anew at any time, or replaces it where what is there will not do; never seen
 * half-written.
 * @param mode of the file.
 * @throws JitterbugError ERR_STATE with the path and what to do.
 */
export async function readOrReplace(
  path: string,
  mode: number,
  will: (content: string) => boolean,
  make: (old: string | null) => string,
): Promise<string> {
  const aside = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const old = await readIfThere(path);
    if (old !== null && will(old)) return old;
    const content = make(old);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(aside, content, { mode, flag: "wx", flush: true });
    await rename(aside, path);
    return content;
  } catch (cause) {
    throw stateError(path, cause);
  } finally {
    await rm(aside, { force: true }).catch(() => undefined);
  }
}

/** The cure for a file of the state folder that can not be used. */
export function damaged(path: string, cause: unknown): JitterbugError {
  return new JitterbugError("ERR_STATE", `${path} does not hold what was written there`, {
    hint: "Delete the file: a new one is made, and the SP must then be told the new value.",
    cause,
  });
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** Writes aside, then takes the name only if nobody has it yet. */
async function publish(path: string, content: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(aside, content, { mode: 0o600, flag: "wx", flush: true });
    return await takeName(aside, path, content);
  } finally {
    await rm(aside, { force: true });
  }
}

async function takeName(aside: string, path: string, content: string): Promise<string> {
  try {
    // A hard link is refused where the name is taken; a rename would replace what the other process already uses.
    await link(aside, path);
    return content;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return await readFile(path, "utf8");
    if (!WITHOUT_LINKS.has(codeOf(error))) throw error;
    await rename(aside, path);
    return await readFile(path, "utf8");
  }
}

/** What file systems without hard links (FAT, some network shares) answer. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

const HINTS: { readonly [code: string]: string } = {
  ENOSPC: "The disk is full: free some space, or keep no keys (--ephemeral-keys).",
  EDQUOT: "Your disk quota is used up: free some space, or keep no keys (--ephemeral-keys).",
  EROFS: "The file system is read-only: make it writable, or keep no keys (--ephemeral-keys).",
  EACCES: "Give yourself the right to read and write there, or keep no keys (--ephemeral-keys).",
  EPERM: "Give yourself the right to read and write there, or keep no keys (--ephemeral-keys).",
  ENOTDIR: "A part of the path is a file: move it away, or keep no keys (--ephemeral-keys).",
  EISDIR: "There is a folder of that name: move it away, or keep no keys (--ephemeral-keys).",
};

/** What keeps a path of the state folder from being used, with the cure. */
export function stateError(path: string, cause: unknown): JitterbugError {
  if (cause instanceof JitterbugError) return cause;
  const code = codeOf(cause);
  return new JitterbugError("ERR_STATE", `cannot keep ${path}: ${code || String(cause)}`, {
    hint: HINTS[code] ?? "Make the folder writable, or keep no keys (--ephemeral-keys).",
    cause,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
