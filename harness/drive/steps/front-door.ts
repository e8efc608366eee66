import type { Browser, Page } from "../../agent/port.ts";
import { doorPage, type DoorObservation } from "../../observe/door.ts";
import type { Action, StepOf } from "../../scenario/model/index.ts";
import { asOffered } from "../as-offered.ts";
import { observeEnd } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { personVariables } from "../variables.ts";
import { isAt, throughIdp } from "../walk.ts";

/**
 * A person types an address at the SP's front door, and signs in at the IdP where it leads to one: whichever of their
 * organization's it is, for an organization may have several, and the SP chooses or asks.
 */
export async function driveFrontDoor(stage: Stage, step: StepOf<"front_door">): Promise<StepResult> {
  const { world } = stage;
  const connection = stage.connection(stage.person(step.person).connection);
  const { key } = stage.admit(step.person, connection.name);
  for (const other of world.target.connections)
    if (other.organization === connection.organization) stage.admit(step.person, other.name);
  const own = personVariables(stage, step.person, connection.name);
  const typed = step.types ?? own["email"] ?? "";
  const variables = { ...own, email: typed, login: typed };
  const browser = stage.browser(step.browser);
  const { seen, door } = await stage.inTurn(async () => {
    const started = world.now();
    const led = await asOffered(stage, browser, "front_door", sends, variables);
    const door = doorOf(stage, browser, led, typed, started);
    const arrival = await throughIdp(stage, browser, led, key, variables);
    const end = { person: step.person, connection, browser, arrival, started, byIdp: false };
    return { seen: stage.answered("front_door", await observeEnd(stage, end)), door };
  });
  return { signIns: [seen], session: seen.session, door, touchesAccounts: true };
}

/** What comes after it (a choice among several IdPs) is there for some addresses only. */
function sends({ kind }: Action): boolean {
  return kind === "press" || kind === "request";
}

function doorOf(
  { world, variant }: Stage,
  browser: Browser,
  page: Page | null,
  typed: string,
  started: number,
): DoorObservation {
  const asked = world.ledger
    .peek(variant.ns)
    .find(
      ({ by, browser: name, at, request }) =>
        by === "browser" && name === browser.name && at >= started && isAt(request, world.idps.origin),
    );
  const idp = asked?.request.url.split(/[?#]/, 1)[0];
  if (idp !== undefined) return { typed, idp };
  return page === null ? { typed } : { typed, told: doorPage(page, typed) };
}
