import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scenarioLike } from "../../scenario/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";
import { scenarioOf } from "../select.ts";
import { shippedScenarios } from "../shipped.ts";
import { OWN_SCENARIOS, writeScenario } from "../write-scenario.ts";

interface NewFlags {
  readonly from?: string;
  readonly dir: string;
}

export const registerNew: Register = (program, context) => {
  program
    .command("new")
    .description("begin a scenario of your own")
    .argument("<id>", "its id, which is the file's name, too")
    .option("--from <check>", "as this check of the kit has it (`jitterbug list` shows all)")
    .option("--dir <folder>", "where to write it", OWN_SCENARIOS)
    .action(async (id: string, flags: NewFlags) => begin(context, id, flags));
};

async function begin(context: CommandContext, id: string, { from, dir }: NewFlags): Promise<void> {
  const { io, kit } = context;
  const path = await writeScenario(io, { id, dir }, () =>
    from === undefined ? beginning(id) : `# As ${from} of Jitterbug ${kit.version}.\n${like(context, from, id)}`,
  );
  print(io.stdout, [
    `wrote ${path}`,
    `Next: \`jitterbug run --watch ${path}\` drives it at your SP each time you save it; docs/scenarios.md has every word.`,
  ]);
}

function like({ kit }: CommandContext, from: string, id: string): string {
  const { place } = scenarioOf(shippedScenarios(kit), from);
  return scenarioLike(readFileSync(join(kit.root, place.file), "utf8"), id);
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
