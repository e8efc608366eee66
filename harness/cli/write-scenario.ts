import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { JitterbugError, messageOf } from "../errors.ts";
import { pathFrom } from "../paths.ts";
import type { CommandContext } from "./command.ts";
import { modelineFor } from "./modeline.ts";
import { replaceFile } from "./replace.ts";

/** Where somebody keeps scenarios of their own; the second in a checkout of the kit. */
export const OWN_FOLDERS = ["scenarios", "own-scenarios"] as const;

/**
 * The folder, below that of the command, in which somebody keeps scenarios of their own. In a checkout of the kit
 * `scenarios` is the kit's: what stands there is held to more.
 */
export function ownScenarios({ io, kit }: Pick<CommandContext, "io" | "kit">): string {
  const [usual, beside] = OWN_FOLDERS;
  return join(io.cwd, usual) === kit.scenarios ? beside : usual;
}

/**
 * Writes a scenario of one's own; resolves to its file, told from the command's folder. Throws ERR_USAGE where the id is
 * none, or the file is there already; ERR_STATE.
 */
export async function writeScenario(
  { cwd }: Pick<CommandContext["io"], "cwd">,
  { id, dir }: { readonly id: string; readonly dir: string },
  text: () => string,
): Promise<string> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new JitterbugError("ERR_USAGE", `${JSON.stringify(id)} is no id of a scenario`, {
      hint: "Use words of small letters and digits with - between them, as in leaver-comes-back.",
    });
  const file = join(pathFrom(cwd, dir), `${id}.yaml`);
  if (existsSync(file))
    throw new JitterbugError("ERR_USAGE", `${relative(cwd, file)} is there already`, {
      hint: "Take another id, or remove the file.",
    });
  const whole = `${modelineFor("scenario", file)}${text()}`;
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (cause) {
    throw new JitterbugError("ERR_USAGE", `${dirname(file)} cannot be made: ${messageOf(cause)}`, { cause });
  }
  await replaceFile(file, whole);
  return relative(cwd, file);
}
