import { messageOf } from "../errors.ts";
import { cleanUp } from "../drive/index.ts";
import type { Finding } from "../observe/finding.ts";
import type { Connection } from "../scenario/model/index.ts";
import { examineLimits, examineVisit } from "../sp/index.ts";
import { drivePatiently, planAlone } from "./alone.ts";
import { inParallel } from "./lanes.ts";
import { namespaces, randomSeed } from "./namespaces.ts";
import type { OpenWorld } from "./open-world.ts";
import { strangerAt } from "./stranger.ts";

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

interface Visited {
  readonly finding: Finding;
  /** What the SP tells of its limit on requests. */
  readonly limit: Finding | null;
}

async function visit(world: OpenWorld, connection: Connection, ns: string): Promise<Visited> {
  const topic = `sign-in ${connection.name}`;
  const told = (finding: Omit<Finding, "topic">): Visited => ({ finding: { topic, ...finding }, limit: null });
  // Here the target file is on trial.
  const check = planAlone(world, { scenario: strangerAt(world.target.place, "doctor", 2), connection, ns });
  if (check === undefined || check.settled !== undefined)
    return told({ ok: true, message: `${NOT_TRIED}: ${check?.settled?.reason ?? "no connection offers one"}` });
  const observation = await drivePatiently(check, world);
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
