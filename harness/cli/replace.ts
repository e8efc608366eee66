import { randomBytes } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { JitterbugError, messageOf } from "../errors.ts";

/** Writes a file whole or not at all, with the permissions that it has; where it is a link, what it leads to. Throws ERR_STATE. */
export async function replaceFile(file: string, text: string): Promise<void> {
  try {
    const isThere = existsSync(file);
    const real = isThere ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file));
    const draft = join(dirname(real), `.${randomBytes(4).toString("hex")}.jitterbug`);
    await writeFile(draft, text, { ...(isThere ? { mode: statSync(real).mode & 0o777 } : {}), flag: "wx" });
    await rename(draft, real);
  } catch (cause) {
    throw new JitterbugError("ERR_STATE", `${file} could not be written: ${messageOf(cause)}`, { cause });
  }
}
