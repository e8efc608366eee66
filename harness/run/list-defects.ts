import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { JitterbugError, messageOf } from "../errors.ts";
import { pathFrom } from "../paths.ts";
import type { Target } from "../scenario/model/index.ts";

/** A deliberate fault of an SP, as its target file or the SP itself names it. */
export interface ListedDefect {
  readonly id: string;
  /** The check that it was written for, where there is none yet: then nothing is expected to kill it. */
  readonly waits_for?: string;
  /** What it is, in a sentence; left out: nobody says. */
  readonly description?: string;
}

const PATIENCE_MS = 30_000;

/** What the SP reads a defect's name from. Throws ERR_USAGE where it has none. */
export function defectVariable({ name, defects }: Target): string {
  if (defects !== undefined) return defects.env;
  throw new JitterbugError("ERR_USAGE", `${name} declares no defects`, {
    hint: "A target file that has `start` and `defects` can be started broken.",
  });
}

/**
 * The defects that a target can be broken with: as its file has them, or asked of the SP. None where it declares none.
 * Throws ERR_SP_EXITED where the SP was asked and did not say.
 */
export function listDefects(
  { defects, start, dir, file }: Target,
  environment: { readonly [name: string]: string | undefined },
): readonly ListedDefect[] {
  if (defects === undefined) return [];
  const { ids } = defects;
  if (!("command" in ids)) return ids.map((id) => ({ id }));
  const [program = "", ...words] = ids.command.map((word) => word.replaceAll("{{node}}", execPath));
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: pathFrom(dir, start?.cwd ?? "."),
    env: environment,
    encoding: "utf8",
    timeout: PATIENCE_MS,
  });
  const fail = (how: string): never => {
    throw new JitterbugError("ERR_SP_EXITED", `the SP does not list its defects: ${how}`, {
      hint: `Run the command that stands in ${file} at defects.ids; each line that it prints is { "id": ... } as JSON.`,
    });
  };
  if (error !== undefined) return fail(error.message);
  if (status !== 0) return fail(`exit status ${status}: ${stderr.trim().slice(-400)}`);
  return stdout
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      try {
        return listed(JSON.parse(line));
      } catch (cause) {
        return fail(`${JSON.stringify(line.slice(0, 80))} is none: ${messageOf(cause)}`);
      }
    });
}

/** @throws TypeError */
function listed(told: unknown): ListedDefect {
  const { id, waits_for, description } = Object(told) as { readonly [name: string]: unknown };
  if (typeof id !== "string" || id === "") throw new TypeError("it has no id");
  return {
    id,
    ...(typeof waits_for === "string" ? { waits_for } : {}),
    ...(typeof description === "string" && description !== "" ? { description } : {}),
  };
}
