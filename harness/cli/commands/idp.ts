import { createStyle, visible } from "../../report/index.ts";
import type { Style } from "../../report/index.ts";
import type { ConnectionFacts } from "../../run/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";
import { findTargetOrReference, loadPeopleFile, loadTargetFile, stateFolder } from "../load.ts";
import { ephemeralKeysOption, targetOption } from "../options.ts";
import { aborted } from "../signals.ts";

interface IdpFlags {
  readonly target?: string;
  readonly people?: string;
  readonly ephemeralKeys?: boolean;
}

export const registerIdp: Register = (program, context) => {
  program
    .command("idp")
    .description("start only the identity providers, to develop against them")
    .addOption(targetOption())
    .option("--people <file>", "people for the login page (default: a few telling ones)")
    .addOption(ephemeralKeysOption())
    .action((flags: IdpFlags) => idp(flags, context));
};

async function idp(flags: IdpFlags, context: CommandContext): Promise<void> {
  const { io } = context;
  const target = loadTargetFile(context, findTargetOrReference(context, flags.target));
  const people = loadPeopleFile(context, flags.people, target);
  const { startIdpsFor } = await import("../../run/index.ts");
  const running = await startIdpsFor({ target, people, stateDir: stateFolder(target, flags.ephemeralKeys) });
  try {
    const style = createStyle(io.stdout.colors);
    print(io.stdout, [...running.connections.flatMap((facts) => paste(facts, style)), "Ctrl-C ends them."]);
    await aborted(io.signal);
  } finally {
    await running.close();
  }
}

/** What an SP must be told of a connection, in its own words. */
function paste(facts: ConnectionFacts, style: Style): readonly string[] {
  const { protocol, name, ...rest } = facts;
  const width = Math.max(...Object.keys(rest).map((field) => field.length));
  const lines = Object.entries(rest).flatMap(([field, value]) => {
    const [first = "", ...more] = value.trim().split("\n");
    return [
      `  ${field.padEnd(width)}  ${visible(first)}`,
      ...more.map((line) => `  ${" ".repeat(width)}  ${visible(line)}`),
    ];
  });
  return [`${style("bold", name)}  ${style("dim", protocol)}`, ...lines, ""];
}
