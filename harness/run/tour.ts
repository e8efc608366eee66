import { messageOf } from "../errors.ts";
import type { Place } from "../errors.ts";
import { cleanUp, driveCheck, LONGEST_WAIT_MS } from "../drive/index.ts";
import type { Finding } from "../observe/finding.ts";
import type { CheckObservation } from "../observe/observation.ts";
import { bareScenario, makePlan, type Check } from "../plan/index.ts";
import type { Connection, Scenario } from "../scenario/model/index.ts";
import { examineLimits, examineVisit } from "../target/index.ts";
import { inParallel } from "./lanes.ts";
import { namespaces, randomSeed } from "./namespaces.ts";
import type { OpenWorld } from "./open-world.ts";

const CONNECTIONS_AT_ONCE = 4;

/**
 * Sends a stranger through the sign-in of every connection that lets strangers in, and tells what the session and the
 * accounts show of it: what a target file maps wrongly is only seen once somebody is there. One finding for all that is
 * well, and one for each that is not. What came of it is removed where the target can.
 */
export async function tour(world: OpenWorld): Promise<readonly Finding[]> {
  const mint = namespaces(randomSeed());
  const findings: Finding[] = [];
  const limits: (Finding | null)[] = [];
  const entries = world.target.connections.map((connection, at) => ({ at, connection, ns: mint(at) }));
  await inParallel(
    entries,
    world.target.limits.jobs ?? CONNECTIONS_AT_ONCE,
    () => world.signal?.aborted === true || world.sp.exited !== null,
    async ({ at, connection, ns }) => {
      const { finding, limit } = await visit(world, connection, ns);
      findings[at] = finding;
      limits[at] = limit;
    },
  );
  // All connections are of one SP: its limit is told once.
  const limit = limits.filter((one) => one !== null).at(0);
  return [...gathered(findings.filter((finding) => finding !== undefined)), ...(limit === undefined ? [] : [limit])];
}

function checkOf({ target }: OpenWorld, connection: Connection, ns: string): Check | undefined {
  const select = { protocols: [connection.protocol], profiles: [], ids: [], tags: [], policies: [] };
  return makePlan({
    scenarios: [strangerAt(target.place)],
    target: { ...target, connections: [connection] },
    select,
    mint: () => ns,
  }).checks[0];
}

interface Visited {
  readonly finding: Finding;
  /** What the SP tells of its limit on requests. */
  readonly limit: Finding | null;
}

async function visit(world: OpenWorld, connection: Connection, ns: string): Promise<Visited> {
  const topic = `sign-in ${connection.name}`;
  const told = (finding: Omit<Finding, "topic">): Visited => ({ finding: { topic, ...finding }, limit: null });
  const check = checkOf(world, connection, ns);
  if (check === undefined || check.settled !== undefined)
    return told({ ok: true, message: `${NOT_TRIED}: ${check?.settled?.reason ?? "no connection offers one"}` });
  let observation = await driveCheck(check, world);
  for (let tries = 1; tries < TRIES && isPutOff(observation); tries++) observation = await driveCheck(check, world);
  const [variant] = observation.variants;
  const [step, second] = variant?.steps ?? [];
  const [signIn] = step?.sign_ins ?? [];
  try {
    if (variant === undefined || step === undefined || signIn === undefined)
      return told({ ok: false, message: variant?.failure?.message ?? "it could not be driven" });
    const overview = await world.sp.overview(variant.ns);
    const { exchanges } = step;
    const { target } = world;
    const { accounts } = (second ?? step).after;
    const again = second?.sign_ins[0];
    const finding = examineVisit({ target, connection, signIn, again, exchanges, accounts, overview });
    return { finding, limit: examineLimits(exchanges, target.limits) };
  } catch (error) {
    return told({ ok: false, message: messageOf(error) });
  } finally {
    await cleanUp(check, observation, world);
  }
}

/** The SP took no more when the stranger came, and may do so soon: sign-ins are held back until then. */
function isPutOff({ variants }: CheckObservation): boolean {
  const limits = variants.flatMap(({ steps }) =>
    steps.flatMap(({ sign_ins }) => sign_ins.map((one) => one.rate_limited)),
  );
  return limits.some((limit) => limit !== undefined && (limit.wait_ms ?? 0) <= LONGEST_WAIT_MS);
}

/** Where nothing is to be done, one line is enough for many connections. */
function gathered(findings: readonly Finding[]): readonly Finding[] {
  const quiet = findings.filter(({ ok, message, hint }) => ok && hint === undefined && !message.startsWith(NOT_TRIED));
  const [first] = quiet;
  if (first === undefined || quiet.length <= FEW) return findings;
  const rest = `${first.message} (${first.topic}; ${quiet.length - 1} more likewise)`;
  return [{ topic: "sign-ins", ok: true, message: rest }, ...findings.filter((finding) => !quiet.includes(finding))];
}

const FEW = 6;
const TRIES = 3;
const NOT_TRIED = "not tried";

/** One person whom the SP does not know signs in, twice; nothing is expected of it: here the target file is on trial. */
function strangerAt(place: Place): Scenario {
  const signIn = {
    kind: "sign_in",
    person: "doctor",
    times: 1,
    parallel: false,
    idp_initiated: false,
    control: false,
    applies: false,
    place,
  } as const;
  return bareScenario("doctor", "A stranger signs in", place, {
    require: {
      policy: { jit: ["on"] },
      not: {},
      identity_key: [],
      can: [],
      seeds: [],
      roles: 0,
      default_role: false,
      required_attributes: [],
    },
    given: {
      people: [{ name: "doctor", claims: {}, without: [], place }],
      accounts: [],
      invitations: [],
      connections: [],
    },
    steps: [signIn, signIn],
  });
}
