import type { SeededAccount, StepBase } from "../model/step.ts";
import { accountsSchema, buildAccounts } from "../schema/account.ts";
import { accountInWords } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Creates accounts at the SP in the middle of a scenario. */
export interface SeedStep extends StepBase {
  readonly kind: "seed";
  readonly accounts: readonly SeededAccount[];
}

export const seed: StepRow<SeedStep> = defineStep({
  kind: "seed",
  schema: stepSchema({ seed: accountsSchema }).describe("Creates accounts at the SP."),
  ability: "seed",
  build: (written, at) => ({ accounts: buildAccounts(written.seed, at.in("seed")) }),
  title: ({ accounts }) => accounts.map(({ name }) => name).join(", "),
  words: ({ accounts }) => `the SP is given ${accounts.map(accountInWords).join("; ")}`,
  render: ({ accounts }, to) => ({ accounts: accounts.map((account) => to.account(account)) }),
  seeds: ({ accounts }) => accounts,
});

/** What the account is called that the kit makes for a person: no scenario can call one so. */
export function accountFor(person: string): string {
  return `${person}'s account`;
}

/** The step that makes an account, written where that is asked for. */
export function seeding(account: SeededAccount): SeedStep {
  return { kind: "seed", accounts: [account], control: false, applies: false, place: account.place };
}
