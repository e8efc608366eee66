import { createStyle, visible } from "../../report/index.ts";
import type { Style } from "../../report/index.ts";
import type { Demo, DemoSignIn } from "../../run/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";
import { findTargetOrReference, loadPeopleFile, loadStartable, stateFolder } from "../load.ts";
import {
  allowRemoteChangesOption,
  allowRemoteOption,
  browserOf,
  ephemeralKeysOption,
  remoteLeave,
  resolveOption,
  targetOption,
  withResolved,
} from "../options.ts";
import type { RemoteFlags, ResolveFlags } from "../options.ts";
import { unknownHostLine } from "../setup-lines.ts";
import { aborted } from "../signals.ts";
import { untold } from "../words/untold.ts";

interface DemoFlags extends RemoteFlags, ResolveFlags {
  readonly target?: string;
  readonly people?: string;
  readonly headed?: boolean;
  readonly ephemeralKeys?: boolean;
}

export const registerDemo: Register = (program, context) => {
  program
    .command("demo")
    .description("start the identity providers and the SP, to click through")
    .addOption(targetOption())
    .option("--people <file>", "people for the login page (default: a few telling ones)")
    .addOption(resolveOption())
    .option("--headed", "open the SP in a window of Chromium (default: use a browser of your own)")
    .addOption(allowRemoteOption())
    .addOption(allowRemoteChangesOption())
    .addOption(ephemeralKeysOption())
    .action((flags: DemoFlags) => demo(flags, context));
};

/** Connections that are worth a line each. */
const FEW = 10;

async function demo(flags: DemoFlags, context: CommandContext): Promise<void> {
  const { io } = context;
  const target = withResolved(loadStartable(context, findTargetOrReference(context, flags.target)), flags);
  const people = loadPeopleFile(context, flags.people, target);
  const style = createStyle(io.stdout.colors);
  const { startDemo } = await import("../../run/index.ts");
  const running = await startDemo({
    target,
    people,
    environment: io.env,
    ...(flags.headed === true ? { window: browserOf(io.env) } : {}),
    ...remoteLeave(flags),
    vault: io.vault,
    stateDir: stateFolder(target, flags.ephemeralKeys),
    signal: io.signal,
    onSignIn: (signIn) => print(io.stdout, [signInLine(signIn, style)]),
    onLogout: (told) => print(io.stderr, untold(told)),
  });
  try {
    print(io.stdout, welcome(target.name, running, people.length, style));
    if (running.unknownHost !== null && flags.headed !== true)
      print(io.stdout, [`  ${unknownHostLine(running.unknownHost)} Or use --headed.`, ""]);
    await aborted(io.signal);
  } finally {
    await running.close();
  }
}

function welcome(target: string, running: Demo, people: number, style: Style): readonly string[] {
  const width = Math.max(...running.connections.map(({ name }) => name.length));
  return [
    "",
    `  ${style("bold", visible(target))} is at  ${style(["cyan", "underline"], running.url)}`,
    "",
    `  Sign in there as any of ${people} people; each card says what is special about the person.`,
    ...(running.ca === null ? [] : [`  The IdPs answer by https: have your browser trust ${visible(running.ca)}.`]),
    ...(running.connections.length > FEW
      ? [
          `  ${running.connections.length} connections lead into it, each with an identity provider and a policy of its own.`,
        ]
      : running.connections.map(({ name, protocol }) =>
          style("dim", `    ${visible(name).padEnd(width)}  ${protocol}`),
        )),
    "",
    style("dim", "  Sign-ins are shown here as they happen. Ctrl-C ends everything."),
    "",
  ];
}

function signInLine({ at, connection, person, status }: DemoSignIn, style: Style): string {
  const time = new Date(at).toLocaleTimeString("en-GB");
  return `  ${style("dim", time)}  ${visible(person)} at ${visible(connection)}  ${style("dim", visible(status))}`;
}
