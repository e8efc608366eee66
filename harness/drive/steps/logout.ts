import { ActionFailed } from "../../sp/index.ts";
import type { Logout } from "../../idp/port.ts";
import type { LogoutObservation, SeenPage } from "../../observe/observation.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { tampered } from "../tampered.ts";
import { isAt } from "../walk.ts";

/**
 * The IdP signs a person out and tells the SP: without a browser, or through one. Whether anybody is out is told by the
 * sessions, whatever the SP answers. Throws ActionFailed where the IdP knows no session of the person.
 */
export async function driveLogout(stage: Stage, step: StepOf<"logout">): Promise<StepResult> {
  const { idps } = stage.world;
  const { key, connection: home } = stage.person(step.person);
  const connection = step.connection ?? home;
  const started = stage.world.now();
  if (step.tamper !== undefined) idps.arm(connection, key, step.tamper);
  const browser = stage.browser(step.browser);
  const out = await idps.logout(connection, key);
  if (out === null) throw new ActionFailed(`the IdP knows no session of ${step.person}`, { passing: true });
  const page = out.url === undefined ? null : seenPage(await browser.open(out.url));
  const told =
    out.url !== undefined && out.told === undefined ? untoldBy(stage, browser.name, started, page) : untold(out);
  const tamper = step.tamper === undefined ? undefined : tampered(step.tamper.name, idps.disarm(connection, key));
  const logout: LogoutObservation = {
    ...(told === null ? {} : { untold: told }),
    ...(tamper === undefined ? {} : { tamper }),
  };
  const session = step.browser === undefined ? undefined : await stage.look(browser);
  return {
    signIns: [],
    logout,
    ...(session === undefined ? {} : { session }),
    ...(page === null ? {} : { page }),
    touchesAccounts: true,
  };
}

/** Why an SP that is told without a browser was not. */
function untold({ told = [] }: Logout): string | null {
  if (told.some(({ answered }) => answered)) return null;
  return told[0]?.problem ?? "the IdP has nobody to tell";
}

/** Why the browser was not sent to the SP with the message. */
function untoldBy({ world, variant }: Stage, browser: string, since: number, page: SeenPage | null): string | null {
  const asked = world.ledger
    .peek(variant.ns)
    .some(
      ({ by, browser: name, at, request, failure }) =>
        by === "browser" &&
        name === browser &&
        at >= since &&
        failure === undefined &&
        !isAt(request, world.idps.origin),
    );
  return asked ? null : `the browser was led to no service of the SP: ${page?.text ?? "nothing was shown"}`;
}
