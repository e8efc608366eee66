import { createStyle, findingLines } from "../../report/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";
import { findTarget, loadStartable, stateFolder } from "../load.ts";
import { allowRemoteOption, ephemeralKeysOption, targetOption } from "../options.ts";

interface DoctorFlags {
  readonly target?: string;
  readonly allowRemote?: readonly string[];
  readonly ephemeralKeys?: boolean;
}

/** The SP is not set up as its file says. */
const MISCONFIGURED = 3;

export const registerDoctor: Register = (program, context) => {
  program
    .command("doctor")
    .description("start the SP, and say what to change where so that it can be judged")
    .addOption(targetOption())
    .addOption(allowRemoteOption())
    .addOption(ephemeralKeysOption())
    .action(async (flags: DoctorFlags) => context.end(await doctor(flags, context)));
};

async function doctor(flags: DoctorFlags, context: CommandContext): Promise<number> {
  const { io } = context;
  const target = loadStartable(context, findTarget(context, flags.target));
  const { examine } = await import("../../run/index.ts");
  const findings = await examine({
    target,
    environment: io.env,
    allowRemote: flags.allowRemote ?? [],
    stateDir: stateFolder(target, flags.ephemeralKeys),
    signal: io.signal,
  });
  const style = createStyle(io.stdout.colors);
  const bad = findings.filter(({ ok }) => !ok).length;
  print(io.stdout, [
    style("bold", target.name),
    ...findings.flatMap((finding) => findingLines(finding, style)),
    "",
    bad === 0 ? "All is well: `jitterbug run` can judge this SP." : `${bad} of ${findings.length} need a hand.`,
  ]);
  return bad === 0 ? 0 : MISCONFIGURED;
}
