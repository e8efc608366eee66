import { createStyle, findingLines } from "../../report/index.ts";
import type { Style } from "../../report/index.ts";
import type { Examination } from "../../run/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";
import { findTarget, loadStartable, stateFolder } from "../load.ts";
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
    .option("--no-sign-ins", "sign nobody in (else: one stranger at each connection)")
    .option("--setup", "print what to enter at the SP for every connection (else: where it does not fit)")
    .option("--json", "print the findings, and what to enter where, as one JSON document")
    .addOption(showSecretsOption("else: hidden"))
    .addOption(resolveOption())
    .addOption(allowRemoteOption())
    .addOption(allowRemoteChangesOption())
    .addOption(ephemeralKeysOption())
    .action(async (flags: DoctorFlags) => context.end(await doctor(flags, context)));
};

/** Resolves to the exit status. */
export async function doctor(flags: DoctorFlags, context: CommandContext): Promise<number> {
  const { io } = context;
  const target = withResolved(loadStartable(context, findTarget(context, flags.target)), flags);
  refuseUnseen(flags, target.agent);
  const { examine } = await import("../../run/index.ts");
  const examination = await examine({
    target,
    environment: io.env,
    agent: agentChoice(flags, io.env),
    signIns: flags.signIns,
    ...remoteLeave(flags),
    vault: io.vault,
    stateDir: stateFolder(target, flags.ephemeralKeys),
    signal: io.signal,
  });
  if (flags.showSecrets === true) io.vault.reveal(clientSecrets(examination.setups));
  const bad = examination.findings.filter(({ ok }) => !ok).length;
  if (flags.json === true) {
    const { findings, setups } = examination;
    const document = {
      target: target.name,
      ok: bad === 0,
      findings,
      ...setupDocument(setups, flags.showSecrets === true),
    };
    print(io.stdout, [JSON.stringify(document, null, 2)]);
  } else {
    const style = createStyle(io.stdout.colors);
    print(io.stdout, [
      style("bold", target.name),
      ...examination.findings.flatMap((finding) => findingLines(finding, style)),
      ...toEnter(examination, flags, style, io.cwd),
      "",
      bad === 0
        ? "All is well: `jitterbug run` can judge this SP."
        : `${bad} of ${examination.findings.length} need a hand.`,
    ]);
  }
  return bad === 0 ? 0 : MISCONFIGURED;
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
