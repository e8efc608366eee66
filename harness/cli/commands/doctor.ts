import { JitterbugError } from "../../errors.ts";
import { createStyle, findingLines } from "../../report/index.ts";
import type { Style } from "../../report/index.ts";
import type { Examination } from "../../run/index.ts";
import type { Target } from "../../scenario/model/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { foresightLines } from "../foresight-lines.ts";
import { print } from "../io.ts";
import { mend, type Reason } from "../mend.ts";
import { findTarget, loadScenarioFiles, loadStartable, loadTargetFile, stateFolder } from "../load.ts";
import {
  agentChoice,
  agentOption,
  allowRemoteChangesOption,
  allowRemoteOption,
  ephemeralKeysOption,
  headedOption,
  refuseUnseen,
  remoteLeave,
  resolveOption,
  showSecretsOption,
  targetOption,
  withResolved,
} from "../options.ts";
import type { AgentFlags, RemoteFlags, ResolveFlags } from "../options.ts";
import { clientSecrets, setupDocument, setupLines } from "../setup-lines.ts";

interface DoctorFlags extends AgentFlags, RemoteFlags, ResolveFlags {
  readonly target?: string;
  readonly signIns: boolean;
  readonly setup?: boolean;
  /** What to enter at the SP is printed by the caller. */
  readonly apart?: boolean;
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly showSecrets?: boolean;
  readonly ephemeralKeys?: boolean;
}

/** The SP is not set up as its file says. */
const MISCONFIGURED = 3;

export const registerDoctor: Register = (program, context) => {
  program
    .command("doctor")
    .description("start the SP, and say what to change where so that it can be judged")
    .addOption(targetOption())
    .addOption(agentOption())
    .addOption(headedOption())
    .option("--no-sign-ins", "sign nobody in (else: one stranger at each connection, twice)")
    .option("--fix", "change in the target file what is known for sure, and show the difference")
    .option("--setup", "print what to enter at the SP for every connection (else: where it does not fit)")
    .option("--json", "print the findings, and what to enter where, as one JSON document")
    .addOption(showSecretsOption("else: hidden"))
    .addOption(resolveOption())
    .addOption(allowRemoteOption())
    .addOption(allowRemoteChangesOption())
    .addOption(ephemeralKeysOption())
    .action(async (flags: DoctorFlags) => context.end(await doctor(flags, context)));
};

/** One change may let the doctor see the next thing; more often than this it is of no use. */
const MOST_ROUNDS = 6;

/** Resolves to the exit status. */
export async function doctor(flags: DoctorFlags, context: CommandContext): Promise<number> {
  for (let round = 1; flags.fix === true && round < MOST_ROUNDS; round++) {
    const seen = await tried(flags, context);
    const reasons = "error" in seen ? reasonsOf(seen.error) : seen.examination.findings.flatMap(reasonOf);
    const { io } = context;
    const file = findTarget(context, flags.target);
    const told = mend(file, io.cwd, reasons, () => loadTargetFile(context, file), createStyle(io.stdout.colors));
    if (told.length === 0) return "error" in seen ? raise(seen.error) : tell(seen, flags, context);
    print(flags.json === true ? io.stderr : io.stdout, told);
  }
  return tell(await examined(flags, context), flags, context);
}

type Seen = { readonly target: Target; readonly examination: Examination };

async function tried(flags: DoctorFlags, context: CommandContext): Promise<Seen | { readonly error: unknown }> {
  try {
    return await examined(flags, context);
  } catch (error) {
    return { error };
  }
}

function raise(error: unknown): never {
  throw error;
}

function reasonsOf(error: unknown): readonly Reason[] {
  return error instanceof JitterbugError && error.fix !== undefined ? [{ because: error.message, fix: error.fix }] : [];
}

function reasonOf({ message, fix }: Examination["findings"][number]): readonly Reason[] {
  return fix === undefined ? [] : [{ because: message, fix }];
}

async function examined(flags: DoctorFlags, context: CommandContext): Promise<Seen> {
  const { io } = context;
  const target = withResolved(loadStartable(context, findTarget(context, flags.target)), flags);
  refuseUnseen(flags, target.agent);
  const { examine } = await import("../../run/index.ts");
  const examination = await examine({
    target,
    scenarios: loadScenarioFiles(context, []),
    environment: io.env,
    agent: agentChoice(flags, io.env),
    signIns: flags.signIns,
    ...remoteLeave(flags),
    vault: io.vault,
    stateDir: stateFolder(target, flags.ephemeralKeys),
    signal: io.signal,
  });
  if (flags.showSecrets === true) io.vault.reveal(clientSecrets(examination.setups));
  return { target, examination };
}

function tell({ target, examination }: Seen, flags: DoctorFlags, { io }: CommandContext): number {
  const bad = examination.findings.filter(({ ok }) => !ok).length;
  if (flags.json === true) {
    const { findings, foresight, setups } = examination;
    const document = {
      target: target.name,
      ok: bad === 0,
      findings,
      foresight,
      ...setupDocument(setups, flags.showSecrets === true),
    };
    print(io.stdout, [JSON.stringify(document, null, 2)]);
  } else {
    const style = createStyle(io.stdout.colors);
    print(io.stdout, [
      style("bold", target.name),
      ...examination.findings.flatMap((finding) => findingLines(finding, style)),
      ...foresightLines(examination.foresight, style),
      ...toEnter(examination, flags, style, io.cwd),
      "",
      bad === 0
        ? goodNews(examination)
        : `${bad} of ${examination.findings.length} need a hand.${fixable(examination, flags)}`,
    ]);
  }
  return bad === 0 ? 0 : MISCONFIGURED;
}

/** Where nobody could be signed in, nothing is known of what every check begins with. */
function goodNews({ findings }: Examination): string {
  const signIns = findings.filter(({ topic }) => /^sign-in(?:s| )/.test(topic));
  const isUntried = signIns.length > 0 && signIns.every(({ message }) => message.startsWith("not tried"));
  return isUntried
    ? "What was tried is well, but nobody was signed in, for the reasons above: `jitterbug run` will show whether that works."
    : "All is well: `jitterbug run` can judge this SP.";
}

function fixable({ findings }: Examination, { fix }: DoctorFlags): string {
  const known = findings.filter((finding) => !finding.ok && finding.fix !== undefined).length;
  return known === 0 || fix === true ? "" : ` \`jitterbug doctor --fix\` mends ${known} of them in the file.`;
}

/** Two sides that do not fit are set side by side. */
function toEnter(
  { findings, setups }: Examination,
  { setup, showSecrets = false, apart = false }: DoctorFlags,
  style: Style,
  cwd: string,
): readonly string[] {
  const unfit = new Set(findings.flatMap(({ ok, topic }) => (ok ? [] : [/^connection (.+)$/.exec(topic)?.[1]])));
  const wanted = apart ? [] : setups.filter(({ name }) => setup === true || unfit.has(name));
  const options = { style, secrets: showSecrets, certificates: setup === true, files: new Map<string, string>(), cwd };
  return wanted.length === 0 ? [] : ["", ...wanted.flatMap((one) => setupLines(one, options)).slice(0, -1)];
}
