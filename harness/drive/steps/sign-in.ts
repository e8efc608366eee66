import { defined } from "../../defined.ts";
import { ActionFailed } from "../../sp/index.ts";
import type { Browser, Page } from "../../agent/port.ts";
import type { SignInObservation } from "../../observe/observation.ts";
import type { Connection, StepOf } from "../../scenario/model/index.ts";
import { isOutage } from "../../tampers/index.ts";
import { observeEnd } from "../end.ts";
import { expectsMessage, frontPage } from "../front-page.ts";
import { blameOnboarding } from "../onboarding.ts";
import type { KeptAnswer, Stage, StepResult } from "../stage.ts";
import { personVariables, type ActionVariables } from "../variables.ts";
import { tampered } from "../tampered.ts";
import { throughIdp, type Arrival } from "../walk.ts";

/** A person signs in, once or more often, one after another or at the same moment. */
export async function driveSignIn(stage: Stage, step: StepOf<"sign_in">): Promise<StepResult> {
  const person = stage.person(step.person);
  const connection = stage.connection(step.connection ?? person.connection);
  const { key } = stage.admit(step.person, connection.name);
  const one = () => signInOnce(stage, step, connection, stage.browser(step.browser));
  const signIns: SignInObservation[] = [];
  let last: Browser | null = null;
  let together: number | undefined;
  for (const count of batches(step, stage.world.target.limits.in_flight)) {
    const leave = await stage.world.turn(count);
    const meeting = stage.world.idps.meet(connection.name, [key], count, stage.world.target.limits.meet * 1_000);
    const all = await Promise.all(Array.from({ length: count }, one)).finally(() => {
      meeting.end();
      leave();
    });
    if (count > 1) together = Math.max(together ?? 0, meeting.together);
    if (meeting.together < count && count > 1) stage.cutOff.add("meet");
    signIns.push(...all.map(({ seen }) => seen));
    last = all.at(-1)?.browser ?? null;
  }
  const session = signIns.find((signIn) => signIn.session.state === "signed_in")?.session ?? signIns.at(-1)?.session;
  return {
    signIns,
    ...(session === undefined || last === null ? {} : { session }),
    ...defined({ together }),
    touchesAccounts: true,
  };
}

/** How many sign-ins are made at once, one group after another: no more than the SP can bear. */
function batches({ times, parallel }: StepOf<"sign_in">, inFlight = Infinity): readonly number[] {
  const most = parallel ? Math.min(times, inFlight) : 1;
  return Array.from({ length: Math.ceil(times / most) }, (_, group) => Math.min(most, times - group * most));
}

/** One person signs in once. */
export async function signInOnce(
  stage: Stage,
  step: StepOf<"sign_in">,
  connection: Connection,
  browser: Browser,
): Promise<{ readonly seen: SignInObservation; readonly browser: Browser }> {
  const { world } = stage;
  const { key } = stage.person(step.person);
  const started = world.now();
  if (step.tamper !== undefined) world.idps.arm(connection.name, key, step.tamper);
  if (step.hold !== undefined) world.idps.keep(connection.name, key);
  const variables = { ...personVariables(stage, step.person, connection.name), return_to: step.return_to ?? "" };
  const arrival = await walk(stage, step, connection, browser, variables);
  const kept = step.hold === undefined ? null : keep(stage, step.hold, step.person, connection);
  const outage = step.tamper !== undefined && isOutage(step.tamper.name);
  const attempt = { person: step.person, connection, browser, arrival, started, byIdp: true, outage };
  const ended = await observeEnd(stage, attempt);
  // An answer that was kept is one: the IdP gave it, and the kit has it.
  const end = kept === null ? ended : { ...ended, idp_answered: true };
  blameOnboarding(world.sp, step, arrival, end);
  const told = expectsMessage(step) && (end.outcome === "refused" || end.outcome === "interrupted");
  const front = told ? await frontPage(world.sp, stage.browser(undefined), connection.sign_in, variables) : null;
  const seen = front === null ? end : { ...end, page: { ...end.page, front } };
  if (step.tamper === undefined) return { seen, browser };
  const tamper = tampered(step.tamper.name, world.idps.disarm(connection.name, key));
  return { seen: { ...seen, tamper }, browser };
}

function keep(stage: Stage, name: string, person: string, { name: connection }: Connection): KeptAnswer | null {
  const address = stage.world.idps.kept(connection, stage.person(person).key);
  const kept = address === null ? null : { person, connection, address };
  stage.kept[name] = kept;
  return kept;
}

/** From the SP's front door, or the IdP's portal, over the IdP's login page, to where the person ends. */
async function walk(
  stage: Stage,
  step: StepOf<"sign_in">,
  connection: Connection,
  browser: Browser,
  variables: ActionVariables,
): Promise<Arrival> {
  const { world } = stage;
  const page = step.idp_initiated
    ? await browser.open(withReturnTo(world.idps.portal(connection.name), step.return_to, "RelayState"))
    : await begin(stage, connection, browser, variables);
  return throughIdp(stage, browser, page, stage.person(step.person).key, variables);
}

/**
 * An SP may show its front door to nobody who is signed in: what stands there is then not found, and no sign-in was
 * begun over the session that there is.
 */
async function begin(
  stage: Stage,
  { sign_in }: Connection,
  browser: Browser,
  variables: ActionVariables,
): Promise<Page | null> {
  try {
    return (await stage.world.sp.act(browser, sign_in, variables)).page;
  } catch (error) {
    if (error instanceof ActionFailed && browser.page !== null && stage.knownSession(browser) !== undefined)
      return browser.page;
    throw error;
  }
}

function withReturnTo(url: string, target: string | undefined, parameter: string): string {
  if (target === undefined) return url;
  const full = new URL(url);
  full.searchParams.set(parameter, target);
  return full.href;
}
