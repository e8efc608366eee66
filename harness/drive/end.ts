import type { Browser, Page } from "../agent/port.ts";
import type { SeenPage, SignInObservation } from "../observe/observation.ts";
import type { Connection } from "../scenario/model/index.ts";
import { passedError } from "./ending.ts";
import { idpRefusal } from "./idp-refusal.ts";
import { decideOutcome } from "./outcome.ts";
import type { Stage } from "./stage.ts";

interface Attempt {
  /** The person, or the seeded account. */
  readonly person: string;
  readonly connection: Connection;
  readonly browser: Browser;
  /** Where it led. */
  readonly page: Page | null;
  /** When it began. */
  readonly started: number;
}

/** How an attempt to sign in ended, by the SP's own word on who the browser is. */
export async function observeEnd(stage: Stage, attempt: Attempt): Promise<SignInObservation> {
  const { world } = stage;
  const { person, connection, browser, page, started } = attempt;
  const session = await world.sp.session(browser);
  const { outcome, why } = decideOutcome(page, session, connection.interrupted);
  const exchanges = world.recorder.peek(stage.variant.ns);
  const further =
    outcome === "signed_in"
      ? ""
      : passedError(exchanges, browser.name, started, page?.url ?? "") +
        idpRefusal(exchanges, started) +
        turnedAway(world.idps, started);
  return {
    person,
    connection: connection.name,
    browser: browser.name,
    outcome,
    why: why + further,
    session,
    page: seenPage(page),
    duration_ms: world.now() - started,
  };
}

/** An SP that cannot speak with the IdPs shows that to nobody else. */
function turnedAway(idps: Stage["world"]["idps"], since: number): string {
  const trouble = idps.turnedAway(since);
  return trouble === null ? "" : `; ${trouble.message}`;
}

export function seenPage(page: Page | null): SeenPage {
  return {
    url: page?.url ?? "",
    status: page?.status ?? null,
    title: page?.title ?? "",
    text: (page?.text ?? "").slice(0, 2000),
  };
}
