import { CANCEL_FORM, PICK_FIELD, PICK_FORM } from "../../idp/port.ts";
import { performActions } from "../../target/index.ts";
import type { Browser, Page } from "../../agent/port.ts";
import type { SignInObservation, TamperObservation } from "../../observe/observation.ts";
import type { Connection, SignInStep } from "../../scenario/model/index.ts";
import { passedError } from "../ending.ts";
import { idpRefusal } from "../idp-refusal.ts";
import { decideOutcome } from "../outcome.ts";
import type { Stage, StepResult } from "../stage.ts";

/** An SP that sends the person round again must not be followed for ever. */
const MAX_PICKS = 3;
/** How long parallel sign-ins wait for each other at the IdP; longer than any SP takes to get there. */
const MEET_TIMEOUT_MS = 5000;

/** A person signs in, once or more often, one after another or at the same moment. */
export async function driveSignIn(stage: Stage, step: SignInStep): Promise<StepResult> {
  const person = stage.person(step.person);
  const connection = stage.connection(step.connection ?? person.connection);
  const { key } = stage.admit(step.person, connection.name);
  const one = () => signInOnce(stage, step, connection, stage.browser(step.browser));
  const signIns: SignInObservation[] = [];
  let last: Browser | null = null;
  if (step.parallel && step.times > 1) {
    stage.world.idps.meet(connection.name, [key], step.times, MEET_TIMEOUT_MS);
    const all = await Promise.all(Array.from({ length: step.times }, one));
    signIns.push(...all.map(({ seen }) => seen));
    last = all.at(-1)?.browser ?? null;
  } else {
    for (let time = 0; time < step.times; time++) {
      const { seen, browser } = await one();
      signIns.push(seen);
      last = browser;
    }
  }
  const session = signIns.find((signIn) => signIn.session.state === "signed_in")?.session ?? signIns.at(-1)?.session;
  return { signIns, ...(session === undefined || last === null ? {} : { session }), touchesAccounts: true };
}

async function signInOnce(
  stage: Stage,
  step: SignInStep,
  connection: Connection,
  browser: Browser,
): Promise<{ readonly seen: SignInObservation; readonly browser: Browser }> {
  const { world } = stage;
  const { key } = stage.person(step.person);
  await world.turn();
  const started = world.now();
  if (step.tamper !== undefined) world.idps.arm(connection.name, key, step.tamper);
  const page = await walk(stage, step, connection, browser);
  const session = await world.sp.session(browser);
  const tamper = step.tamper === undefined ? null : world.idps.disarm(connection.name, key);
  const { outcome, why } = decideOutcome(page, session, connection.interrupted);
  const seenSoFar = world.recorder.peek(stage.variant.ns);
  const further =
    outcome === "signed_in"
      ? ""
      : passedError(seenSoFar, browser.name, started, page?.url ?? "") + idpRefusal(seenSoFar, started);
  const seen: SignInObservation = {
    person: step.person,
    connection: connection.name,
    browser: browser.name,
    outcome,
    why: why + further,
    session,
    page: {
      url: page?.url ?? "",
      status: page?.status ?? null,
      title: page?.title ?? "",
      text: (page?.text ?? "").slice(0, 2000),
    },
    ...(step.tamper === undefined ? {} : { tamper: tampered(step.tamper.name, tamper) }),
    duration_ms: world.now() - started,
  };
  return { seen, browser };
}

function tampered(
  name: string,
  told: { readonly delivered: boolean; readonly not_applicable?: string } | null,
): TamperObservation {
  return {
    name,
    delivered: told?.delivered ?? false,
    ...(told?.not_applicable === undefined ? {} : { not_applicable: told.not_applicable }),
  };
}

/** From the SP's front door, or the IdP's portal, over the IdP's login page, to where the person ends. */
async function walk(stage: Stage, step: SignInStep, connection: Connection, browser: Browser): Promise<Page | null> {
  const { world } = stage;
  const { key, claims } = stage.person(step.person);
  const scope = { base_url: world.sp.base_url, variables: actionVariables(stage, step, connection.name, key, claims) };
  let page = step.idp_initiated
    ? await browser.open(withReturnTo(world.idps.portal(connection.name), step.return_to, "RelayState"))
    : await performActions(browser, connection.sign_in, scope);
  for (let picks = 0; picks < MAX_PICKS && page !== null && atLoginPage(page, world.idps.origin); picks++) {
    page = await browser.submit(PICK_FORM, { [PICK_FIELD]: key });
  }
  if (world.target.after_sign_in.length > 0 && page !== null && page.failure === undefined) {
    page = (await performActions(browser, world.target.after_sign_in, scope)) ?? page;
  }
  return page;
}

function atLoginPage(page: Page, origin: string): boolean {
  return page.url.startsWith(`${origin}/`) && (page.has(PICK_FORM) || page.has(CANCEL_FORM));
}

function actionVariables(
  stage: Stage,
  step: SignInStep,
  connection: string,
  key: string,
  claims: { readonly [claim: string]: unknown },
): { readonly [path: string]: string } {
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    ns: stage.variant.ns,
    person: key,
    connection,
    organization: stage.connection(connection).organization,
    email: text(claims["email"]),
    subject: text(claims["subject"]),
    return_to: step.return_to ?? "",
  };
}

function withReturnTo(url: string, target: string | undefined, parameter: string): string {
  if (target === undefined) return url;
  const full = new URL(url);
  full.searchParams.set(parameter, target);
  return full.href;
}
