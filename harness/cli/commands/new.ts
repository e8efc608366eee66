import { JitterbugError } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";
import { beginFrom } from "../new-from.ts";
import { ownScenarios, writeScenario } from "../write-scenario.ts";

interface NewFlags {
  readonly from?: string;
  readonly check?: string;
  readonly dir?: string;
}

export const registerNew: Register = (program, context) => {
  program
    .command("new")
    .description("begin a scenario of your own")
    .argument("<id>", "its id, which is the file's name, too")
    .option(
      "--from <what>",
      "as a check of the kit (its id), a scenario or recording (FILE.yaml), or what failed in a run (REPORT.json)",
    )
    .option("--check <name>", "of a report: which check, where several failed")
    .option("--dir <folder>", "where to write it (default: scenarios)")
    .action(async (id: string, flags: NewFlags) => begin(context, id, flags));
};

async function begin(context: CommandContext, id: string, { from, check, ...flags }: NewFlags): Promise<void> {
  const { io } = context;
  const dir = flags.dir ?? ownScenarios(context);
  const to = pathFrom(io.cwd, dir);
  if (from === undefined && check !== undefined)
    throw new JitterbugError("ERR_USAGE", "--check needs --from with a run's JSON report");
  const path = await writeScenario(io, { id, dir }, () =>
    from === undefined ? beginning(id) : beginFrom(context, { id, to, from, check }),
  );
  print(io.stdout, [
    `wrote ${path}`,
    `Next: \`jitterbug run --watch ${path}\` drives it at your SP each time you save it; docs/scenarios.md has every word.`,
  ]);
}

function beginning(id: string): string {
  return `id: ${id}
title: Somebody whose family name changes keeps the account
# How bad it is where it fails: MUST, SHOULD or MAY; and by which protocols it is asked.
severity: SHOULD
protocols: [oidc, saml]
# What it rests on: a clause, or the address of a ticket of yours.
references: []
# Each is complete: a subject, a verified address, names. \`ada: { without: [email], title: Engineer }\` changes that.
given: { people: [ada] }
steps:
  # A control: where this does not hold, the check proves nothing.
  - sign_in: ada
    control: true
    expect: { outcome: signed_in, accounts: { created: 1 }, remember: hers }
  # What the identity provider says of people from here on; {{ns}} keeps the people of every check apart.
  - change: { ada: { family_name: "King-{{ns}}" } }
  - sign_in: ada
    expect:
      outcome: signed_in
      session: { account: hers }
      accounts: { created: 0, deleted: 0 }
explain:
  cause: "The account is found by something that changes with the name."
  fix: "Find it by issuer and subject."
`;
}
