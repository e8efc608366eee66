import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { Option } from "commander";
import { JitterbugError, messageOf } from "../../errors.ts";
import { statsOf } from "../../files.ts";
import { pathFrom } from "../../paths.ts";
import { count, createStyle } from "../../report/index.ts";
import { draftTarget } from "../../scenario/index.ts";
import type { Target } from "../../scenario/model/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { tellError } from "../error.ts";
import type { Places } from "../init/files.ts";
import { Form } from "../init/form.ts";
import { askAll, type AnswerFlags, type Answers } from "../init/questions.ts";
import { lookAround, type Surroundings } from "../init/surroundings.ts";
import { print } from "../io.ts";
import { loadTargetFile, stateFolder, TARGET_FILE } from "../load.ts";
import { modelineFor } from "../modeline.ts";
import { readText, repeatable, showSecretsOption } from "../options.ts";
import { setupLines } from "../setup-lines.ts";
import { doctor } from "./doctor.ts";

interface InitFlags extends AnswerFlags {
  readonly target?: string;
  readonly force?: boolean;
  readonly doctor: boolean;
  readonly showSecrets?: boolean;
}

export const registerInit: Register = (program, context) => {
  program
    .command("init")
    .description("write a jitterbug.yaml for your SP: five questions, or flags")
    .option("--url <address>", "where the SP answers")
    .option("--start <command>", "how it is started, or none: it runs already")
    .option("--ready <request>", "what it answers once it is ready (default: GET /)")
    .addOption(repeatable("--env <name=fact>", "tell it a fact of a connection, as ISSUER=oidc.issuer", readText))
    .option("--protocol <name>", "oidc, saml or both")
    .option("--client-id <id>", "OIDC: the client that it is (default: jitterbug)")
    .addOption(
      new Option("--client-auth <how>", "OIDC: how it shows its secret (default: basic)").choices([
        "basic",
        "post",
        "none",
      ]),
    )
    .option("--redirect-uri <url>", "OIDC: its redirect URI (callback)")
    .option("--sp-metadata <from>", "SAML: its metadata, an address or a file")
    .option("--sp-entity-id <id>", "SAML, without metadata: its entity ID (audience)")
    .option("--acs <url>", "SAML, without metadata: its ACS URL (reply URL)")
    .option("--sign-in <how>", "GET /login, or a page and what is pressed there: /login > Sign in")
    .option("--saml-sign-in <how>", "the same by SAML, where it speaks both")
    .option("--session <request>", "what shows who is signed in")
    .option("--account <where>", "the account's id in that answer, a JSONPath or a CSS selector (default: $.id)")
    .option("--accounts <where>", "GET /path, postgres://, mysql://, sqlite:FILE, a SCIM address, or a command")
    .option("--accounts-token <name>", "an environment variable with a bearer token for it")
    .option("--query <sql>", "of a database: shows id and email")
    .option("--each <path>", "of JSON: a JSONPath to each account")
    .option("--id <path>", "of JSON: the id in one account (default: $.id)")
    .option("--email <path>", "of JSON: the email in one account (default: $.email)")
    .option("--name <name>", "what the SP is called (default: as its package or folder)")
    .option("--idps <host:port>", "where the identity providers listen (default: 127.0.0.1:9400)")
    .option("--target <file>", "where to write (default: ./jitterbug.yaml)")
    .option("--force", "write over a file that is there")
    .option("--no-doctor", "do not try it out")
    .addOption(showSecretsOption("else: on a terminal only"))
    .action(async (flags: InitFlags) => context.end(await init(flags, context)));
};

async function init(flags: InitFlags, context: CommandContext): Promise<number> {
  const { io } = context;
  const file = targetFile(io.cwd, flags.target);
  const name = relative(io.cwd, file);
  if (existsSync(file) && flags.force !== true) throw taken(name);
  const around = lookAround(io.cwd);
  const answers = await ask(flags, around, { cwd: io.cwd, dir: dirname(file) }, context);
  if (answers === null) return 0;
  const env = { ...io.env, ...answers.secrets };
  const { text: drafted, unset } = draftTarget(answers.draft, file, { env, root: io.cwd });
  const text = `${modelineFor("target", file)}${drafted}`;
  await write(file, name, text, flags.force === true);
  print(io.stdout, ["", `Wrote ${name} (${count(text.split("\n").length - 1, "line")}).`, ...hints(answers, around)]);
  if (unset.length > 0) {
    print(io.stdout, [`Set ${unset.join(", ")}, then: jitterbug doctor`]);
    return flags.doctor ? MISCONFIGURED : 0;
  }
  const told = { ...context, io: { ...io, env: { ...io.env, ...answers.secrets } } };
  if (answers.draft.start === null)
    await printSetups(loadTargetFile(told, file), flags.showSecrets ?? io.stdout.isTTY, told);
  else
    print(io.stdout, [
      "It is started with the variables of start.env; `jitterbug idp --print` shows their values.",
      "",
    ]);
  return flags.doctor ? await examine(file, answers.draft.start === null, told) : 0;
}

/** A folder that is named is the one that the file goes into. Throws ERR_USAGE where there is no such folder. */
function targetFile(cwd: string, asked = TARGET_FILE): string {
  const path = pathFrom(cwd, asked);
  const isFolder = statsOf(path)?.isDirectory() === true;
  const file = isFolder ? join(path, TARGET_FILE) : path;
  if (existsSync(dirname(file))) return file;
  throw new JitterbugError("ERR_USAGE", `there is no folder ${dirname(asked)}`, {
    hint: "Make it first, or name a target file in another one.",
  });
}

/** Written, and not yet well. */
const MISCONFIGURED = 3;

/** Null where the person broke off. */
async function ask(
  flags: InitFlags,
  around: Surroundings,
  places: Places,
  { io }: CommandContext,
): Promise<Answers | null> {
  const prompt = io.prompt();
  try {
    return await askAll(new Form(prompt, (line) => print(io.stdout, [line])), flags, around, places);
  } catch (error) {
    if (io.signal.aborted) return null;
    throw error;
  } finally {
    prompt?.close();
  }
}

/** Throws ERR_USAGE where a file is in the way that came meanwhile, or the folder cannot be written. */
async function write(file: string, name: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") throw taken(name);
    const message = messageOf(error);
    throw new JitterbugError("ERR_USAGE", `${name} cannot be written: ${message}`, { cause: error });
  }
}

function taken(name: string): JitterbugError {
  return new JitterbugError("ERR_USAGE", `there is a ${name} already`, {
    hint: "--force writes over it; --target FILE writes another one.",
  });
}

function hints({ secrets }: Answers, { keysWouldBeCommitted }: Surroundings): readonly string[] {
  const variables = Object.keys(secrets);
  return [
    ...(variables.length === 0
      ? []
      : [`The password is not in it: set ${variables.join(", ")} wherever jitterbug runs later.`]),
    ...(keysWouldBeCommitted ? ["Add .jitterbug/ to .gitignore: the identity providers keep their keys there."] : []),
  ];
}

async function printSetups(target: Target, secrets: boolean, { io }: CommandContext): Promise<void> {
  const { startIdpsFor } = await import("../../run/idps-for.ts");
  const running = await startIdpsFor({ target, people: [], stateDir: stateFolder(target, false) });
  await running.close();
  const style = createStyle(io.stdout.colors);
  const options = {
    style,
    secrets,
    certificates: false,
    files: new Map<string, string>(),
    cwd: io.cwd,
  };
  print(io.stdout, [
    "",
    "Enter this at your SP, and restart it:",
    "",
    ...running.setups.flatMap((setup) => setupLines(setup, options)),
  ]);
}

/** An SP that does not start is told as the doctor tells it; the file stands all the same. */
async function examine(file: string, apart: boolean, context: CommandContext): Promise<number> {
  const { io } = context;
  let status: number;
  try {
    status = await doctor({ target: file, signIns: true, apart }, context);
  } catch (error) {
    if (io.signal.aborted) return 0;
    status = tellError(error, io.stderr, Boolean(io.env["JITTERBUG_DEBUG"]));
  }
  if (status !== 0) print(io.stdout, ["Mend that, at the SP or in the file, and try again: jitterbug doctor"]);
  return status;
}
