import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { defined } from "../defined.ts";
import { JitterbugError } from "../errors.ts";
import { statsOf } from "../files.ts";
import { homely } from "../paths.ts";
import { suggest } from "../scenario/faults.ts";
import type { AgentChoice, RunResult } from "../run/options.ts";
import { AGENTS } from "../scenario/model/target.ts";
import type { AgentKind, Resolution, Target } from "../scenario/model/target.ts";
import { PROTOCOLS } from "../scenario/model/names.ts";
import type { Protocol } from "../scenario/model/names.ts";
import { parseResolution } from "../scenario/resolve.ts";
import { own } from "../own.ts";
import { KNOB_NAMES, KNOBS } from "../scenario/model/knobs.ts";
import { isIdentityKey } from "../scenario/model/policy.ts";
import type { TupleChoice } from "../plan/index.ts";
import type { PlanSelection } from "../plan/select.ts";

/** Options that more than one command takes, and the reading of their values. A faulty value is a usage error. */

type PolicyFilter = PlanSelection["policies"][number];

export interface AgentFlags {
  readonly agent?: AgentKind;
  readonly headed?: boolean;
}

/** An option that may stand more than once; its value is a list, or left out. */
export function repeatable(flags: string, description: string, read: (text: string) => unknown): Option {
  return new Option(flags, `${description}; repeatable`).argParser(
    (text: string, before: readonly unknown[] | undefined) => [...(before ?? []), read(text)],
  );
}

export function readText(text: string): string {
  return text;
}

export function readProtocol(text: string): Protocol {
  const protocol = PROTOCOLS.find((name) => name === text);
  if (protocol === undefined) throw new InvalidArgumentError(`It is one of: ${PROTOCOLS.join(", ")}.`);
  return protocol;
}

export function readTuples(text: string): TupleChoice {
  if (text !== "rows" && text !== "all") throw new InvalidArgumentError("It is one of: rows, all.");
  return text;
}

export function readCount(text: string): number {
  const number = Number(text);
  if (!/^\d{1,6}$/.test(text) || number < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return number;
}

/** `email_sync=off` */
export function readPolicy(text: string): PolicyFilter {
  const [knob = "", ...rest] = text.split("=");
  const value = rest.join("=");
  if (knob === "identity_key") return { knob, value: readIdentityKey(value) };
  if (knob === "required_attributes" && value !== "") return { knob, value };
  const values: readonly string[] | undefined = own<readonly string[]>(KNOBS, knob);
  if (values === undefined) {
    throw new InvalidArgumentError(`No knob has that name. ${suggest(knob, NAMES, "The knobs are") ?? ""}`);
  }
  if (!values.includes(value)) throw new InvalidArgumentError(`${knob} is one of: ${values.join(", ")}.`);
  return { knob, value };
}

const NAMES: readonly string[] = [...KNOB_NAMES, "identity_key", "required_attributes"];

function readIdentityKey(value: string): string {
  if (isIdentityKey(value)) return value;
  throw new InvalidArgumentError(
    "identity_key is iss_sub, tid_oid, entity_nameid, entity_attr:NAME, claim:NAME or email.",
  );
}

/** `2/4` */
export function readShard(text: string): { readonly index: number; readonly of: number } {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > of)
    throw new InvalidArgumentError("It is written INDEX/COUNT, as in 1/4, 2/4, 3/4 and 4/4.");
  return { index, of };
}

/** `reports/run.jsonl` */
export function readFile(path: string): string {
  if (path === "") throw new InvalidArgumentError("Say where it goes.");
  return fileAt(path, join(path, "run.jsonl"));
}

/** A file that can be written at this path, as far as it can be told. */
export function fileAt(path: string, example: string): string {
  const file = homely(path);
  if (statsOf(file)?.isDirectory() === true)
    throw new InvalidArgumentError(`It is a folder: name a file, as in ${example}.`);
  return file;
}

export const targetOption = (): Option =>
  new Option("--target <file>", "the SP's target file (default: ./jitterbug.yaml)");

export const agentOption = (): Option =>
  new Option("--agent <name>", "what people use to get there (default: as the target says, else http)").choices(AGENTS);

export const headedOption = (): Option => new Option("--headed", "show the browser (with --agent chromium)");

/** What judged nothing must not look like a success. */
export function refuseNothing({ exitStatus, nothing }: Pick<RunResult, "exitStatus" | "nothing">): void {
  if (exitStatus !== 2 || nothing === null) return;
  throw new JitterbugError("ERR_USAGE", `nothing was judged: ${nothing}`, {
    hint: "Give the target what is missing, or loosen the selection; --allow-nothing lets a run pass that judges nothing.",
  });
}

/** An agent without a window has nothing to show. */
export function refuseUnseen(
  { agent, headed, screenshots }: AgentFlags & { readonly screenshots?: string },
  declared: AgentKind = "http",
): void {
  if ((agent ?? declared) === "chromium" || (headed === undefined && screenshots === undefined)) return;
  const flag = headed === undefined ? "--screenshots" : "--headed";
  throw new JitterbugError("ERR_USAGE", `${flag} shows a browser, and the http agent has none`, {
    hint: "Add --agent chromium, or declare `agent: chromium` in the target file.",
  });
}

/** The browser that the environment names. */
function browserOf(env: { readonly [name: string]: string | undefined }): Pick<AgentChoice, "executable"> {
  const executable = env["JITTERBUG_CHROMIUM"];
  return executable === undefined || executable === "" ? {} : { executable };
}

/** How a command's flags choose the user agent. */
export function agentChoice(
  { agent, headed }: AgentFlags,
  env: { readonly [name: string]: string | undefined },
): AgentChoice {
  return {
    ...defined({ kind: agent, headed }),
    ...browserOf(env),
  };
}

export interface ResolveFlags {
  readonly resolve?: readonly Resolution[];
}

export const resolveOption = (): Option =>
  repeatable("--resolve <host:port:address>", "find a host at this address, as curl does", readResolution);

/** `sp.test:8443:127.0.0.1` */
function readResolution(text: string): Resolution {
  const read = parseResolution(text);
  if ("name" in read) return read;
  throw new InvalidArgumentError(`It ${read.message.replace("%", text)}. ${read.hint}`);
}

/** The target with the names that the command line gives addresses to, which outrank its own. */
export function withResolved(target: Target, { resolve = [] }: ResolveFlags): Target {
  return resolve.length === 0 ? target : { ...target, resolve: [...(target.resolve ?? []), ...resolve] };
}

export const allowRemoteOption = (): Option =>
  repeatable("--allow-remote <host>", "let the kit talk to this host, too", readHost);

export const showSecretsOption = (otherwise: string): Option =>
  new Option("--show-secrets", `print client secrets (${otherwise})`);

export const allowRemoteChangesOption = (): Option =>
  repeatable("--allow-remote-changes <host>", "let it seed, remove and tamper there, too", readHost);

/** As addresses write it, without the brackets of IPv6; a whole address, or a port, would match nothing. */
function readHost(text: string): string {
  const bare = text.replace(/^\[|\]$/g, "");
  const host = URL.parse(`http://${bare.includes(":") ? `[${bare}]` : bare}`);
  if (host !== null && host.origin + "/" === host.href) return host.hostname.replace(/^\[|\]$/g, "");
  throw new InvalidArgumentError("It is a host alone, as in sp.example.com: no scheme, no port and no path.");
}

export interface RemoteFlags {
  readonly allowRemote?: readonly string[];
  readonly allowRemoteChanges?: readonly string[];
}

/** What may be done at other machines. Throws ERR_USAGE for changes at a host that may not even be talked to. */
export function remoteLeave({ allowRemote = [], allowRemoteChanges = [] }: RemoteFlags): Required<RemoteFlags> {
  const unheard = allowRemoteChanges.find((host) => !allowRemote.includes(host));
  if (unheard === undefined) return { allowRemote, allowRemoteChanges };
  throw new JitterbugError("ERR_USAGE", `--allow-remote-changes ${unheard} needs --allow-remote ${unheard}, too`, {
    hint: "The first lets the kit talk to the host, the second lets it change something there.",
  });
}

export const ephemeralKeysOption = (): Option =>
  new Option("--ephemeral-keys", "keep no keys and secrets of the IdPs (else: .jitterbug/)");
