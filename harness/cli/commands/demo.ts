import { availableParallelism } from "node:os";
import { createStyle, visible } from "../../report/index.ts";
import type { Style } from "../../report/index.ts";
import type { OpenConsole } from "../../console/index.ts";
import type { DemoSignIn } from "../../run/index.ts";
import { defined } from "../../defined.ts";
import { JitterbugError } from "../../errors.ts";
import type { CommandContext, Register } from "../command.ts";
import { tellError } from "../error.ts";
import { print } from "../io.ts";
import { keepPeople } from "../keep-people.ts";
import { findPeopleFile, findTargetOrReference, loadForLooking, loadPeopleFile, stateFolder } from "../load.ts";
import {
  agentChoice,
  agentOption,
  allowRemoteChangesOption,
  allowRemoteOption,
  ephemeralKeysOption,
  remoteLeave,
  resolveOption,
  targetOption,
  withResolved,
} from "../options.ts";
import type { AgentFlags, RemoteFlags, ResolveFlags } from "../options.ts";
import { knownName, knownProfile } from "../select.ts";
import { unknownHostLine } from "../setup-lines.ts";
import { openInBrowser } from "../open.ts";
import { aborted } from "../signals.ts";
import { shelfOf } from "../shelf.ts";
import { whenSaved } from "../when-saved.ts";
import { untold } from "../words/untold.ts";

interface DemoFlags extends AgentFlags, RemoteFlags, ResolveFlags {
  readonly target?: string;
  readonly people?: string;
  readonly defect?: string;
  readonly profile?: string;
  readonly open?: boolean;
  readonly ephemeralKeys?: boolean;
}

export const registerDemo: Register = (program, context) => {
  program
    .command("demo")
    .description("start the identity providers, the SP and a console to click through them")
    .addOption(targetOption())
    .option("--people <file>", "people to sign in (default: a few telling ones)")
    .option("--defect <id>", "the same SP with this defect beside the sound one")
    .option("--profile <name>", "connections that name no vendor in this one's shape")
    .option("--open", "open the console in your browser")
    .addOption(resolveOption())
    .addOption(agentOption())
    .option("--headed", "open the SP in a window of Chromium, and sign people in before your eyes")
    .addOption(allowRemoteOption())
    .addOption(allowRemoteChangesOption())
    .addOption(ephemeralKeysOption())
    .action((flags: DemoFlags) => demo(flags, context));
};

/** Connections that are worth a line each. */
const FEW = 10;

async function demo(flags: DemoFlags, context: CommandContext): Promise<void> {
  const { io } = context;
  const file = findTargetOrReference(context, flags.target);
  const inShape = (profile?: string) => withResolved(loadForLooking(context, file, profile), flags);
  const target = inShape(flags.profile);
  if (flags.profile !== undefined) knownProfile(flags.profile, target, true);
  const people = loadPeopleFile(context, flags.people, target);
  const style = createStyle(io.stdout.colors);
  const { listDefects } = await import("../../run/list-defects.ts");
  const listed = listDefects(target, io.env);
  const defects = listed.map(({ id }) => id);
  if (flags.headed === true && flags.agent === "http")
    throw new JitterbugError("ERR_USAGE", "--headed shows a browser, and the http agent has none", {
      hint: "Leave out --agent.",
    });
  if (flags.defect !== undefined) knownName("defect is named", flags.defect, defects);
  const keeper = keepPeople(context, findPeopleFile(context, flags.people, target));
  const { openConsole } = await import("../../console/index.ts");
  const running = await openConsole({
    target,
    people,
    environment: io.env,
    agent: agentChoice(flags.headed === true ? { agent: "chromium" } : flags, io.env),
    ...defined({ window: flags.headed }),
    ...remoteLeave(flags),
    ...defined({ defect: flags.defect, profile: flags.profile }),
    defects,
    aboutDefects: new Map(
      listed.flatMap(({ id, description }) => (description === undefined ? [] : [[id, description]])),
    ),
    inShape,
    ...keeper,
    shelf: shelfOf(context),
    jobs: availableParallelism(),
    vault: io.vault,
    stateDir: stateFolder(target, flags.ephemeralKeys),
    signal: io.signal,
    onSignIn: (signIn) => print(io.stdout, [signInLine(signIn, style)]),
    onLogout: (told) => print(io.stderr, untold(told)),
  });
  const watching = whenSaved(findPeopleFile(context, flags.people, target), () => {
    try {
      running.page.replacePeople(loadPeopleFile(context, flags.people, target));
    } catch (error) {
      // Those of before stay: the file may be half written.
      tellError(error, io.stderr, false);
    }
  });
  try {
    // What opens the console is its address, and nobody's secret but this terminal's.
    io.vault.reveal([new URL(running.console).hash.slice(1)]);
    print(io.stdout, welcome(target.name, running, people.length, style));
    if (running.unknownHost !== null && flags.headed !== true)
      print(io.stdout, [`  ${unknownHostLine(running.unknownHost)} Or use --headed.`, ""]);
    if (flags.open === true) openInBrowser(running.console);
    await aborted(io.signal);
  } finally {
    watching.end();
    await running.close();
  }
}

function welcome(target: string, running: OpenConsole, people: number, style: Style): readonly string[] {
  const { beside } = running;
  const connections = running.live.addresses;
  const width = Math.max(...connections.map(({ name }) => name.length));
  return [
    "",
    `  ${style("bold", visible(target))} is at  ${style(["cyan", "underline"], running.url)}`,
    ...(beside === null
      ? []
      : [`  ${style("bold", visible(beside.label))} is at  ${style(["cyan", "underline"], beside.url)}`]),
    `  ${style("bold", "The console")}: ${style(["cyan", "underline"], running.console)}`,
    "",
    `  The console signs any of ${people} people in at a click, and shows what became of it; the SP's own page takes yours.`,
    ...(running.ca === null ? [] : [`  The IdPs answer by https: have your browser trust ${visible(running.ca)}.`]),
    ...(connections.length > FEW
      ? [`  ${connections.length} connections lead into it, each with an identity provider and a policy of its own.`]
      : connections.map(({ name, protocol }) => style("dim", `    ${visible(name).padEnd(width)}  ${protocol}`))),
    "",
    style("dim", "  Sign-ins are shown here as they happen. Ctrl-C ends everything."),
    "",
  ];
}

function signInLine({ at, connection, person, status }: DemoSignIn, style: Style): string {
  const time = new Date(at).toLocaleTimeString("en-GB");
  return `  ${style("dim", time)}  ${visible(person)} at ${visible(connection)}  ${style("dim", visible(status))}`;
}
