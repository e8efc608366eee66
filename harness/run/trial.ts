import { cleanUp } from "../drive/index.ts";
import type { CheckObservation, SignInObservation, StepObservation } from "../observe/observation.ts";
import type { Check, Withheld } from "../plan/index.ts";
import type { Action, Connection, Knob } from "../scenario/model/index.ts";
import { drivePatiently, planAlone } from "./alone.ts";
import type { OpenWorld } from "./open-world.ts";
import { trialOf, type Hand } from "./trial-scenarios.ts";

/**
 * What became of a list of `drive` that was tried in the situation that it is for:
 * - `works`: it did what it is for
 * - `wrong`: it cannot be done as it is written, or never asked the SP for anything
 * - `doubtful`: it was done, and the SP has not done what it is for: either of the two may be at fault
 * - `untried`: that situation did not come about
 */
export interface Tried {
  readonly state: "works" | "wrong" | "doubtful" | "untried";
  readonly message: string;
  readonly hint?: string;
  /** Whether the SP was never asked for anything: what it then shows is no answer. */
  readonly unasked?: true;
}

export interface Trial {
  readonly hand: Hand;
  readonly connection: Connection;
  readonly ns: string;
  readonly withheld: Withheld;
}

/** Once more where it went wrong: a page that was late, or came from a busy SP, is no fault of the list. */
const TRIES = 2;

/** Tries a list with people of its own, who are removed where the target can. */
export async function tryOut(world: OpenWorld, trial: Trial): Promise<Tried> {
  const { hand, connection, withheld } = trial;
  const scenario = trialOf(hand, world.target);
  let tried: Tried = { state: "untried", message: "no connection is of its kind" };
  for (let tries = 0; tries < TRIES; tries++) {
    const ns = tries === 0 ? trial.ns : `${trial.ns.slice(0, -1)}${trial.ns.endsWith("q") ? "z" : "q"}`;
    const check = planAlone(world, { scenario, connection, ns, withheld });
    if (check === undefined) return tried;
    if (check.settled !== undefined) return { state: "untried", message: check.settled.reason };
    tried = asDeclared(await once(world, hand, check, withheld), hand, check);
    if (tried.state !== "wrong" || world.sp.exited !== null || world.signal?.aborted === true) break;
  }
  return tried;
}

/** What a connection says that nobody can do is no trouble of the list by which nobody can. */
function asDeclared(tried: Tried, { name, trial: { shutBy = {} } }: Hand, { declared }: Check): Tried {
  const shut = (Object.keys(shutBy) as Knob[]).find((knob) => shutBy[knob]?.includes(String(declared[knob])));
  if (tried.state !== "doubtful" || shut === undefined) return tried;
  return {
    state: "untried",
    message: `${shut}: ${String(declared[shut])} is declared, and nobody can do ${name} there`,
  };
}

async function once(world: OpenWorld, hand: Hand, check: Check, withheld: Withheld): Promise<Tried> {
  let observation: CheckObservation | null = null;
  try {
    observation = await drivePatiently(check, world);
    return examine(world, hand, check, observation);
  } finally {
    if (withheld.seeding === undefined) await cleanUp(check, observation, world);
  }
}

function examine(world: OpenWorld, hand: Hand, check: Check, { variants }: CheckObservation): Tried {
  const [variant] = variants;
  const count = check.variants[0]?.steps.length ?? 0;
  const before = count > 1 ? variant?.steps[0]?.sign_ins[0] : undefined;
  if (count > 1 && before?.outcome !== hand.trial.after) {
    const wanted = hand.trial.after === "interrupted" ? "was not interrupted" : "did not end in a session";
    const why = before?.why ?? variant?.failure?.message ?? "it could not be driven";
    return { state: "untried", message: `the sign-in that comes before it ${wanted}: ${why}` };
  }
  const step = variant?.steps[count - 1];
  if (step === undefined) {
    const message = variant?.failure?.message ?? "it could not be driven";
    return variant?.failure?.by_hand === true
      ? { state: "wrong", message, hint: `correct drive.${hand.name}` }
      : { state: "untried", message };
  }
  if (hand.trial.mails === true) return ofMail(world, hand, step);
  if (hand.trial.makesKey === true) return ofKey(world, hand, step);
  return hand.trial.tried === undefined ? ofExit(world, hand, step) : ofEntry(world, hand, step, check);
}

function ofMail(world: OpenWorld, hand: Hand, { mail }: StepObservation): Tried {
  if (mail?.came === true) return { state: "works", message: hand.trial.done };
  return {
    state: "doubtful",
    message: `no mail with a link of the SP came to an account with a password in ${((mail?.ms ?? 0) / 1_000).toFixed(1)} s`,
    hint: `tell the SP where its mail goes ({{mail.url}}), or correct mail or drive.${hand.name} (${placeOf(world, hand)}); where it sends none, write \`${hand.name}: none\``,
  };
}

function ofKey(world: OpenWorld, hand: Hand, { session }: StepObservation): Tried {
  if (session?.state === "signed_in") return { state: "works", message: hand.trial.done };
  const said = session?.state === "unknown" ? session.reason : "whoever shows the key is nobody";
  return {
    state: "doubtful",
    message: `a key is made, and ${said}`,
    hint: `correct how observe.api_key shows it, or what drive.${hand.name} (${placeOf(world, hand)}) makes`,
  };
}

function ofExit(world: OpenWorld, hand: Hand, { session }: StepObservation): Tried {
  if (session?.state === "signed_out") return { state: "works", message: hand.trial.done };
  return {
    state: "doubtful",
    message: "the person is still signed in after it",
    hint: `where the SP is sound, drive.${hand.name} (${placeOf(world, hand)}) does not do what its pages do: it must press the button, or send the request, that ends the session`,
  };
}

function ofEntry(world: OpenWorld, hand: Hand, step: StepObservation, check: Check): Tried {
  const [signIn] = step.sign_ins;
  if (signIn === undefined) return { state: "untried", message: "it could not be driven" };
  if (signIn.outcome === "signed_in") return { state: "works", message: hand.trial.done };
  if (signIn.rate_limited !== undefined || signIn.outcome === "broken")
    return { state: "untried", message: signIn.why };
  const at = placeOf(world, hand);
  if (isUnasked(world, hand, step, signIn, check)) {
    return {
      state: "wrong",
      unasked: true,
      message: `drive.${hand.name} (${at}) sends the SP no password and no form: ${signIn.why}`,
      hint: `correct drive.${hand.name}: it must press the button of the form that it fills in, or send the request that the page sends`,
    };
  }
  return {
    state: "doubtful",
    message: `${hand.trial.tried ?? "somebody"} is not let in: ${signIn.why}`,
    hint: `where the SP would let them in, correct drive.${hand.name} (${at}); where it never does, write \`${hand.name}: none\``,
  };
}

/** Whether a list that holds a password has sent the SP nothing that could be a wish to come in. */
function isUnasked(
  world: OpenWorld,
  hand: Hand,
  step: StepObservation,
  signIn: SignInObservation,
  check: Check,
): boolean {
  // An invitation may be accepted at the IdP, and its password be asked for at times only.
  if (hand.trial.invited !== undefined || !JSON.stringify(actionsOf(world, hand)).includes("{{password}}"))
    return false;
  if ((signIn.page.status ?? 500) >= 400 || signIn.page.url.startsWith(`${world.idps.origin}/`)) return false;
  const [account] = check.variants[0]?.accounts ?? [];
  const told = [account?.password, account?.email, account?.username].filter((text) => typeof text === "string");
  return !step.exchanges.some(({ by, request }) => {
    if (by !== "browser" || request.url.startsWith(`${world.idps.origin}/`)) return false;
    const sent = `${decoded(request.url)} ${request.body ?? ""} ${JSON.stringify(request.headers)}`;
    return request.method !== "GET" || told.some((text) => sent.includes(text));
  });
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function placeOf(world: OpenWorld, hand: Hand): string {
  const [first] = actionsOf(world, hand);
  const { file, line } = first?.place ?? world.target.place;
  return `${file}:${line}`;
}

function actionsOf({ target }: OpenWorld, hand: Hand): readonly Action[] {
  const actions = target.drive[hand.name];
  return actions === undefined || actions === "none" ? [] : actions;
}
