import { Option } from "commander";
import { JitterbugError } from "../../errors.ts";
import type { PushedByHand, PushObservation } from "../../run/push.ts";
import { SCIM_DIALECT_NAMES, type ScimDialectName } from "../../scenario/model/names.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";
import { findTarget, loadPeopleFile, loadTargetFile } from "../load.ts";
import {
  allowRemoteChangesOption,
  allowRemoteOption,
  remoteLeave,
  resolveOption,
  targetOption,
  withResolved,
  type RemoteFlags,
  type ResolveFlags,
} from "../options.ts";
import { knownName } from "../select.ts";

interface PushFlags extends RemoteFlags, ResolveFlags {
  readonly target?: string;
  readonly people?: string;
  readonly connection?: string;
  readonly baseUrl?: string;
  readonly do: PushedByHand;
  readonly dialect?: ScimDialectName;
  readonly json?: boolean;
}

const DOES: readonly PushedByHand[] = ["create", "replace", "patch", "deactivate", "restore", "delete"];

export const registerScim: Register = (program, context) => {
  const scim = program.command("scim").description("provision as an identity provider does, by SCIM 2.0");
  scim
    .command("push")
    .description("push a person to an SP that runs, and print what was sent and answered")
    .argument("<person>", "a person of the people file")
    .addOption(targetOption())
    .option("--people <file>", "people, as `idp` takes them")
    .option("--connection <name>", "whose IdP pushes (default: the first one whose organization has `scim`)")
    .option("--base-url <url>", "where the SP runs, instead of what the target file says")
    .addOption(new Option("--do <what>", "what is pushed").choices(DOES).default("create"))
    .addOption(
      new Option("--dialect <name>", "in whose manner (default: the target file's)").choices(SCIM_DIALECT_NAMES),
    )
    .option("--json", "print JSON")
    .addOption(resolveOption())
    .addOption(allowRemoteOption())
    .addOption(allowRemoteChangesOption())
    .action(async (person: string, flags: PushFlags) => context.end(await push(person, flags, context)));
};

async function push(name: string, flags: PushFlags, context: CommandContext): Promise<number> {
  const { io } = context;
  const loaded = withResolved(loadTargetFile(context, findTarget(context, flags.target)), flags);
  const target = flags.baseUrl === undefined ? loaded : { ...loaded, base_url: flags.baseUrl.replace(/\/+$/, "") };
  if (!URL.canParse(target.base_url))
    throw new JitterbugError("ERR_USAGE", `${target.base_url} is no address at which an SP runs`, {
      hint: "Start it, and say where it is: --base-url http://localhost:3000",
    });
  const pushable = new Set(target.organizations.flatMap((one) => (one.scim === undefined ? [] : [one.name])));
  if (flags.connection !== undefined)
    knownName(
      "connection is called",
      flags.connection,
      target.connections.map((one) => one.name),
    );
  const connection = target.connections.find((one) =>
    flags.connection === undefined ? pushable.has(one.organization) : one.name === flags.connection,
  );
  if (connection === undefined)
    throw new JitterbugError("ERR_USAGE", "the target file says of no SCIM server", {
      hint: "Say `scim: { base, auth }` there; docs/target-file.md shows how.",
    });
  const people = loadPeopleFile(context, flags.people, target);
  knownName(
    "person is called",
    name,
    people.map((one) => one.name),
  );
  const person = people.find((one) => one.name === name);
  if (person === undefined) throw new Error("a person that is known is there");
  const { pushByHand } = await import("../../run/push.ts");
  const { dialect } = flags;
  const pushed = await pushByHand({
    target,
    connection,
    person,
    does: flags.do,
    ...(dialect === undefined ? {} : { dialect }),
    ...remoteLeave(flags),
  });
  print(io.stdout, flags.json === true ? [JSON.stringify(pushed, null, 2)] : lines(pushed));
  return pushed.outcome === "done" ? 0 : 1;
}

/** What was sent and answered, a line each, and what it came to. */
function lines({ requests, outcome, why }: PushObservation): readonly string[] {
  const rows = requests.map(({ method, path, status, told }) => {
    const answer = status === null ? "no answer" : `HTTP ${status}`;
    return `${method.padEnd(6)} ${decodeURIComponent(path)}  →  ${answer}${told === "" ? "" : `  ${told}`}`;
  });
  return [...rows, `${outcome}: ${why}`];
}
