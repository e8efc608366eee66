import { messageOf } from "../errors.ts";
import type { Place } from "../errors.ts";
import { cleanUp, driveCheck } from "../drive/index.ts";
import type { Finding } from "../observe/finding.ts";
import { bareScenario, makePlan, type Check } from "../plan/index.ts";
import type { Connection, Scenario } from "../scenario/model/index.ts";
import { examineVisit } from "../target/index.ts";
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
  const entries = world.target.connections.map((connection, at) => ({ at, connection, ns: mint(at) }));
  await inParallel(
    entries,
    world.target.limits.jobs ?? CONNECTIONS_AT_ONCE,
    () => world.signal?.aborted === true || world.sp.exited !== null,
    async ({ at, connection, ns }) => {
      findings[at] = await visit(world, connection, ns);
    },
  );
  return gathered(findings.filter((finding) => finding !== undefined));
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

async function visit(world: OpenWorld, connection: Connection, ns: string): Promise<Finding> {
  const topic = `sign-in ${connection.name}`;
  const check = checkOf(world, connection, ns);
  if (check === undefined || check.settled !== undefined)
    return { topic, ok: true, message: `${NOT_TRIED}: ${check?.settled?.reason ?? "no connection offers one"}` };
  const observation = await driveCheck(check, world);
  const [variant] = observation.variants;
  const [step] = variant?.steps ?? [];
  const [signIn] = step?.sign_ins ?? [];
  try {
    if (variant === undefined || step === undefined || signIn === undefined)
      return { topic, ok: false, message: variant?.failure?.message ?? "it could not be driven" };
    const overview = await world.sp.overview(variant.ns);
    const { exchanges, after } = step;
    return examineVisit({ target: world.target, connection, signIn, exchanges, accounts: after.accounts, overview });
  } catch (error) {
    return { topic, ok: false, message: messageOf(error) };
  } finally {
    await cleanUp(check, observation, world);
  }
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
const NOT_TRIED = "not tried";

/** One person whom the SP does not know signs in; nothing is expected of it, since here the target file is on trial. */
function strangerAt(place: Place): Scenario {
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
    steps: [
      {
        kind: "sign_in",
        person: "doctor",
        times: 1,
        parallel: false,
        idp_initiated: false,
        control: false,
        applies: false,
        place,
      },
    ],
  });
}
