import { ActionFailed } from "../../sp/index.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";

/** Opens an address of the SP. Nothing else is visited: a scenario is no reason to go elsewhere. */
export async function driveVisit(stage: Stage, { target, browser: name, place }: StepOf<"visit">): Promise<StepResult> {
  const { sp } = stage.world;
  const url = URL.parse(target, `${sp.base_url}/`);
  if (url === null || url.origin !== new URL(sp.base_url).origin) {
    throw new ActionFailed(`${place.file}:${place.line}:${place.column}: ${target} is no address of the SP`);
  }
  const browser = stage.browser(name);
  const page = await browser.open(url.href);
  const session = await stage.look(browser);
  return { signIns: [], session, page: seenPage(page), touchesAccounts: true };
}
