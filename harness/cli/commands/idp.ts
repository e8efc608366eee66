import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { JitterbugError, messageOf } from "../../errors.ts";
import { defined } from "../../defined.ts";
import { statsOf } from "../../files.ts";
import { isLoopback } from "../../loopback.ts";
import { pathFrom } from "../../paths.ts";
import { count, createStyle } from "../../report/index.ts";
import type { ConnectionSetup, OpenControl } from "../../run/index.ts";
import type { Person, Target } from "../../scenario/model/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { controlOf, controlOption, TOKEN_VARIABLE } from "../control.ts";
import { tellError } from "../error.ts";
import { print } from "../io.ts";
import { findPeopleFile, findTargetOrReference, loadIdpsFile, loadPeopleFile, stateFolder } from "../load.ts";
import { ephemeralKeysOption, resolveOption, showSecretsOption, targetOption, withResolved } from "../options.ts";
import type { ResolveFlags } from "../options.ts";
import { clientSecrets, setupDocument, setupLines, unknownHostLine } from "../setup-lines.ts";
import { aborted } from "../signals.ts";
import { whenSaved } from "../when-saved.ts";
import { untold } from "../words/untold.ts";

interface IdpFlags extends ResolveFlags {
  readonly target?: string;
  readonly people?: string;
  readonly as?: string;
  readonly control?: number;
  readonly listen?: string;
  readonly metadata?: string;
  readonly print?: boolean;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
  readonly ephemeralKeys?: boolean;
}

export const registerIdp: Register = (program, context) => {
  program
    .command("idp")
    .description("start only the identity providers, and print what to enter at the SP")
    .addOption(targetOption())
    .option("--people <file>", "people for the login page (default: a few telling ones)")
    .option("--as <person>", "whoever asks is this person, without the login page")
    .addOption(listenOption())
    .addOption(controlOption())
    .option("--metadata <dir>", "write the metadata of each SAML connection there, as NAME.xml")
    .option("--print", "print (and write) only, and end")
    .option("--json", "print it as one JSON document")
    .addOption(showSecretsOption("else: on a terminal only"))
    .addOption(resolveOption())
    .addOption(ephemeralKeysOption())
    .action((flags: IdpFlags) => idp(flags, context));
};

async function idp(flags: IdpFlags, context: CommandContext): Promise<void> {
  const { io } = context;
  const written = withResolved(loadIdpsFile(context, findTargetOrReference(context, flags.target)), flags);
  const target = withListen(written, flags.listen);
  const people = loadPeopleFile(context, flags.people, target);
  if (flags.as !== undefined) requirePerson(flags.as, people);
  const { signal } = io;
  const { startIdpsFor } = await import("../../run/idps-for.ts");
  const running = await startIdpsFor({
    target,
    people,
    stateDir: stateFolder(target, flags.ephemeralKeys),
    onLogout: (told) => print(io.stderr, untold(told)),
    ...defined({ as: flags.as, control: controlOf(flags.control, io) }),
  });
  const watching = whenSaved(findPeopleFile(context, flags.people, target), () => {
    try {
      running.replacePeople(loadPeopleFile(context, flags.people, target));
    } catch (error) {
      // Those of before stay: the file may be half written.
      tellError(error, io.stderr, false);
    }
  });
  try {
    const files =
      flags.metadata === undefined
        ? new Map<string, string>()
        : await writeMetadata(running.setups, pathFrom(io.cwd, flags.metadata));
    const secrets = flags.showSecrets ?? (io.stdout.isTTY && flags.json !== true);
    if (secrets) io.vault.reveal(clientSecrets(running.setups));
    const options = { style: createStyle(io.stdout.colors), secrets, certificates: true, files, cwd: io.cwd };
    print(
      io.stdout,
      flags.json === true
        ? [JSON.stringify(setupDocument(running.setups, secrets), null, 2)]
        : running.setups.flatMap((setup) => setupLines(setup, options)),
    );
    if (target.idps.listen === undefined && (flags.print === true || files.size > 0)) print(io.stderr, [UNFIXED]);
    if (target.container !== undefined) print(io.stderr, [inContainer(target.idps.url)]);
    if (running.unknownHost !== null) print(io.stderr, [unknownHostLine(running.unknownHost)]);
    if (running.control !== null && flags.json !== true) print(io.stdout, controlLines(running.control));
    if (flags.print === true) return;
    if (flags.json !== true) print(io.stdout, ["The IdPs run. Ctrl-C ends them."]);
    await aborted(signal);
  } finally {
    watching.end();
    await running.close();
  }
}

const listenOption = (): Option =>
  new Option("--listen <host:port>", "where they listen, on loopback (default: as the target says)").argParser(
    (text: string) => {
      const [, host = "", port = ""] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
      if (isLoopback(host) && Number(port) <= 65_535) return text;
      throw new InvalidArgumentError("It is an address of this machine and a port: `localhost:9400`.");
    },
  );

function withListen(target: Target, listen: string | undefined): Target {
  return listen === undefined ? target : { ...target, idps: { ...target.idps, listen } };
}

function requirePerson(name: string, people: readonly Person[]): void {
  if (people.some((person) => person.name === name)) return;
  throw new JitterbugError("ERR_USAGE", `nobody called ${JSON.stringify(name)} is known`, {
    hint: `The people file has ${people.map((person) => person.name).join(", ") || "nobody"}.`,
  });
}

function controlLines({ url, tokenFile }: OpenControl): readonly string[] {
  return [`Tests may say who signs in: POST ${url}/next, with the Bearer token in ${tokenFile ?? TOKEN_VARIABLE}.`];
}

const UNFIXED =
  'These addresses change with every start: write `idps: { listen: "127.0.0.1:9400" }` into the target file to fix them.';

function inContainer(url = "http://host.docker.internal"): string {
  return `A container that you start finds them with \`--add-host ${new URL(url).hostname}:host-gateway\` (in a compose file: extra_hosts).`;
}

/** A file for each SAML connection; tells where. Throws ERR_USAGE where they cannot be written. */
async function writeMetadata(setups: readonly ConnectionSetup[], folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  try {
    await mkdir(folder, { recursive: true });
    for (const setup of setups) {
      if (setup.protocol !== "saml") continue;
      const file = join(folder, `${setup.name}.xml`);
      await writeFile(file, setup.idp.metadata);
      files.set(setup.name, file);
    }
  } catch (error) {
    const isOther = statsOf(folder)?.isDirectory() === false;
    const message = isOther ? `${folder} is a file or a pipe, and a folder is asked for` : messageOf(error);
    throw new JitterbugError("ERR_USAGE", `the metadata cannot be written: ${message}`, {
      hint: `Name a folder that can be written after --metadata; it is for ${count(setups.length, "connection")}.`,
      cause: error,
    });
  }
  return files;
}
