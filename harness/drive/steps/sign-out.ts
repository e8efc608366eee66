import { ActionFailed } from "../../sp/index.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { placeVariables } from "../variables.ts";
import { isStuck } from "../walk.ts";

/**
 * Whoever is signed in in the browser signs out; whether they are out, the session driver tells. What a sign-in left
 * beside cookies is thrown away then, as a page's script does. A sign-out that the SP itself refused, and that left them
 * in, says nothing of it: it was not asked as its own pages ask it. Throws ActionFailed.
 */
export async function driveSignOut(stage: Stage, step: StepOf<"sign_out">): Promise<StepResult> {
  const { sp } = stage.world;
  const browser = stage.browser(step.browser);
  const variables = placeVariables(stage, stage.check.connection);
  const { page, refused } = await sp.act(browser, stage.byHand("sign_out"), variables);
  const bySp = page === null || URL.parse(page.url)?.origin !== stage.world.idps.origin;
  const before = refused === null || !bySp ? null : await stage.look(browser);
  if (before?.state === "signed_in") {
    const message = `${refused}, and the person is still signed in: ${CURE}`;
    throw new ActionFailed(message, { passing: page === null || isStuck(page) });
  }
  sp.forget(browser);
  const session = await stage.look(browser);
  return { signIns: [], session, page: seenPage(page), touchesAccounts: true };
}

const CURE =
  'sign_out must send what the SP\'s own page does: a press on its button, or `headers` such as `{ authorization: "Bearer {{kept.token}}" }`';
