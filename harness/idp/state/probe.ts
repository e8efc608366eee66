import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stateError } from "./files.ts";
import { folderOf } from "./keys.ts";

/** As much as the keys of one connection take. */
const ROOM = Buffer.alloc(8 * 1024);

/**
 * Keys are made in the middle of a sign-in, where a state folder that can not be written would look like a fault of
 * the SP: so it is tried before. A folder that has something of every connection may well be read-only.
 * @throws JitterbugError ERR_STATE with the path and what to do.
 */
export async function probeState(dir: string, connections: readonly string[]): Promise<void> {
  if (connections.every((name) => existsSync(folderOf(dir, name)))) return;
  const probe = join(dir, `probe.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(probe, ROOM, { mode: 0o600, flag: "wx", flush: true });
  } catch (cause) {
    throw stateError(dir, cause);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
