import type { StepOf } from "../../scenario/model/index.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { personVariables } from "../variables.ts";

/** A key is made, as the target file says how; whose it is, the SP says to whoever shows it. */
export async function driveApiKey(stage: Stage, { person, browser: name, to }: StepOf<"api_key">): Promise<StepResult> {
  const { sp } = stage.world;
  const { connection } = stage.person(person);
  const [browser, holder] = [stage.browser(name), stage.browser(to)];
  const { page } = await sp.makeKey(
    browser,
    holder,
    stage.byHand("api_key"),
    personVariables(stage, person, connection),
  );
  return { signIns: [], session: await stage.look(holder), page: seenPage(page), touchesAccounts: true };
}
