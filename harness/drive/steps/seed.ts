import type { SeededAccount, StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** Accounts come into being at the SP by its own hand, one after another: an SP may number them. */
export async function driveSeed(stage: Stage, step: Pick<StepOf<"seed">, "accounts">): Promise<StepResult> {
  const shows: string[] = [];
  for (const account of step.accounts) {
    const id = await seedOne(stage, account);
    stage.names[account.name] = id;
    shows.push(id);
  }
  return { signIns: [], touchesAccounts: step.accounts.length > 0, look: { shows } };
}

/** An identity without an issuer is one at the account's own connection. */
function seedOne(stage: Stage, account: SeededAccount): Promise<string> {
  const context = stage.seedContext(account.at);
  const facts = account.identities === undefined ? null : stage.world.idps.addresses(context.connection);
  const own = facts === null ? undefined : facts.protocol === "oidc" ? facts.issuer : facts.entity_id;
  const complete: SeededAccount =
    account.identities === undefined || own === undefined
      ? account
      : { ...account, identities: account.identities.map((identity) => ({ issuer: own, ...identity })) };
  return stage.world.sp.seed(complete, context);
}
