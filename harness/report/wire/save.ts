import { mkdir, open, rename, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { JitterbugError, messageOf } from "../../errors.ts";
import { redactText } from "../../observe/redact.ts";
import type { Vault } from "../../observe/vault.ts";
import type { RunEvent } from "../events.ts";
import type { FileReporter } from "../file.ts";
import { mapTexts, passwordsOf } from "../redact-event.ts";
import type { WireLine } from "./line.ts";
import { WireWriter } from "./write.ts";

export interface SaveOptions {
  readonly path: string;
  /** Of the kit. */
  readonly version: string;
  /** What the run knows to be secret: what the plan holds of it is taken out. Events come without it. */
  readonly vault: Vault;
}

/**
 * Saves a run as it happens, a line for each thing that does: as `PATH.part` until it has ended, so that what a kill
 * left can be judged. Mode 0600, because exchanges with a real SP are nobody else's. `on` throws ERR_REPORT.
 */
export function createSaver({ path, version, vault }: SaveOptions): FileReporter {
  const writer = new WireWriter(version);
  let file: Saved | null = null;
  let written = false;
  return {
    name: "saved run",
    path,
    get written() {
      return written;
    },
    async on(event: RunEvent) {
      try {
        file ??= await Saved.begin(path);
        await file.add(writer.linesOf(event).map((line) => `${JSON.stringify(cleared(line, vault))}\n`));
        if (event.type !== "run_finished") return;
        await file.finish();
        written = true;
      } catch (error) {
        await file?.abandon();
        throw new JitterbugError("ERR_REPORT", `${path} could not be written: ${messageOf(error)}`, {
          hint: "Name a place that can be written: --save FILE.",
          cause: error,
        });
      }
    },
  };
}

/** What the author's own files hold in secret; everything else has come through the door of the run. */
function cleared(line: WireLine, vault: Vault): WireLine {
  if (line.type !== "scenario" && line.type !== "connection" && line.type !== "check") return line;
  const redact = vault.without(passwordsOf(line));
  return mapTexts(line, (text) => redactText(text, redact));
}

class Saved {
  readonly #path: string;
  /** What is written to, and renamed; the path itself where that is no file (/dev/stdout). */
  readonly #part: string;
  readonly #file: FileHandle;

  private constructor(path: string, part: string, file: FileHandle) {
    this.#path = path;
    this.#part = part;
    this.#file = file;
  }

  static async begin(path: string): Promise<Saved> {
    const there = await stat(path).catch(() => null);
    if (there?.isDirectory() === true) throw new Error("this is a folder");
    const part = there === null || there.isFile() ? `${path}.part` : path;
    await mkdir(dirname(path), { recursive: true });
    const file = await open(part, "w", 0o600);
    if (part !== path) await file.chmod(0o600);
    return new Saved(path, part, file);
  }

  async add(lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.#file.writeFile(line);
  }

  async finish(): Promise<void> {
    await this.#file.close();
    if (this.#part !== this.#path) await rename(this.#part, this.#path);
  }

  /** What is there stays. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }
}
