import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/**
 * Has the account's sessions be older bit by bit, and the browser used after each: an SP that renews a session by every
 * use would else be taken for one that ends it. Whoever is out is so from then on.
 */
export async function driveAge(
  stage: Stage,
  { account, browser: name, by, every }: StepOf<"age">,
): Promise<StepResult> {
  const id = stage.account(account);
  const browser = stage.browser(name);
  let session = await stage.look(browser);
  for (let left = by; left > 0 && session.state === "signed_in"; left -= every) {
    await stage.world.sp.age(id, Math.min(every, left), stage.seedContext());
    session = await stage.look(browser);
  }
  return { signIns: [], session, touchesAccounts: true };
}
