import { renderText } from "../../scenario/template.ts";
import type { Json, SeedCall } from "../../scenario/model/index.ts";
import { CommandFailed, runCommand } from "../run-command.ts";
import { readTold, toldBy } from "./answer.ts";
import { SeedDeclined, type SeedTools } from "./call.ts";
import type { SeedValues } from "./values.ts";

type ExecCall = Extract<SeedCall, { kind: "exec" }>;

/**
 * Runs the call's command, without a shell: a value is one word or part of one, whatever it holds. A field that the
 * account has not is an empty text, a list is JSON. Throws SeedRefused.
 */
export async function seedByExec(call: ExecCall, values: SeedValues, tools: SeedTools): Promise<string | null> {
  tools.client.requireChangeable(new URL(tools.base_url));
  const lookup = (path: string): Json | undefined => {
    if (!Object.hasOwn(values, path)) return undefined;
    const value = values[path] ?? "";
    return typeof value === "object" ? JSON.stringify(value) : value;
  };
  const command = call.command.map((word) => renderText(word, lookup));
  try {
    const env = { ...tools.environment, JITTERBUG_NS: renderText("{{ns}}", lookup) };
    const printed = await runCommand(command, { cwd: tools.dir, env, timeoutMs: tools.limits.command * 1_000 });
    const told = toldBy(call);
    return told === null ? null : readTold(printed, told);
  } catch (error) {
    if (error instanceof CommandFailed) throw new SeedDeclined(error.message, undefined, error);
    throw error;
  }
}
