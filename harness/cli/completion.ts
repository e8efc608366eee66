import { readdirSync } from "node:fs";
import type { Argument, Option } from "@bomb.sh/tab";
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { VENDORS } from "../run/vendors.ts";
import { AGENTS } from "../scenario/model/target.ts";
import { KNOB_NAMES } from "../scenario/model/knobs.ts";
import { PROTOCOLS } from "../scenario/model/names.ts";
import type { CommandContext } from "./command.ts";
import { loadScenarioFiles } from "./load.ts";

/** What may stand somewhere, each with a word on what it is. */
type Values = () => readonly (readonly [value: string, description: string])[];

/**
 * `completion SHELL` prints a script, and that script asks `complete -- WORDS` at each Tab. To be called once every command is
 * there. `word`: what is being typed, where there are files to offer.
 */
export function registerCompletion(program: Command, context: CommandContext, word = ""): void {
  const known = tab(program, { completionCommandName: "completion" });
  const printing = program.commands.find((command) => command.name() === "completion");
  printing?.description("print the script by which a shell completes commands, flags, ids and files at Tab");
  const values: { readonly [kind: string]: Values } = {
    id: () => loadScenarioFiles(context, []).map(({ id, title }) => [id, title]),
    profile: () => VENDORS,
    protocol: () => PROTOCOLS.map((name) => [name, ""]),
    agent: () => AGENTS.map((name) => [name, ""]),
    policy: () => KNOB_NAMES.map((name) => [`${name}=`, ""]),
    files: () => filesAt(word),
  };
  for (const command of program.commands) {
    const offered = known.commands.get(command.name());
    for (const { long, flags } of command.options)
      offer(offered?.options.get(long?.slice(2) ?? ""), values[kindOf(flags)]);
    for (const argument of command.registeredArguments)
      offer(offered?.arguments.get(argument.name()), values[kindOfArgument(command.name(), argument.name())]);
  }
}

/** Of a flag with what stands for its value: `--id <id>`. */
function kindOf(flags: string): string {
  if (/<(?:file|report|dir|folder|json=path)>$/.test(flags)) return "files";
  if (/^--(?:id <id>|check <name>)$/.test(flags)) return "id";
  return /^--(profile|protocol|agent|policy) </.exec(flags)?.[1] ?? "";
}

function kindOfArgument(command: string, name: string): string {
  if (command === "explain" && name === "id") return "id";
  if (command === "profiles") return "profile";
  return ["paths", "file", "files", "report"].includes(name) ? "files" : "";
}

function offer(what: Option | Argument | undefined, values: Values | undefined): void {
  if (what === undefined || values === undefined) return;
  what.handler = (complete) => {
    for (const [value, description] of values()) complete(value, description);
  };
}

/** What lies in the folder that a word is in; hidden files where it begins as one. */
function filesAt(word: string): readonly (readonly [string, string])[] {
  const typed = word.slice(word.indexOf("=") + 1);
  const folder = typed.slice(0, typed.lastIndexOf("/") + 1);
  try {
    return readdirSync(folder === "" ? "." : folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith(".") || typed.slice(folder.length).startsWith("."))
      .map((entry) => [`${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`, ""]);
  } catch {
    return [];
  }
}
