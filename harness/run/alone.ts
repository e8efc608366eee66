import { driveCheck, LONGEST_WAIT_MS } from "../drive/index.ts";
import type { CheckObservation } from "../observe/observation.ts";
import { makePlan, type Check, type Withheld } from "../plan/index.ts";
import type { Connection, Scenario } from "../scenario/model/index.ts";
import type { OpenWorld } from "./open-world.ts";

export interface Alone {
  readonly scenario: Scenario;
  readonly connection: Connection;
  readonly ns: string;
  readonly withheld?: Withheld;
}

/** A scenario of the kit's own, planned at one connection and nowhere else; undefined: it is none of its protocols. */
export function planAlone(
  { target }: Pick<OpenWorld, "target">,
  { scenario, connection, ns, withheld = {} }: Alone,
): Check | undefined {
  const select = { protocols: [connection.protocol], profiles: [], ids: [], tags: [], policies: [] };
  const one = { ...target, connections: [connection] };
  return makePlan({ scenarios: [scenario], target: one, select, mint: () => ns, withheld }).checks.find(
    ({ id }) => id === scenario.id,
  );
}

const TRIES = 3;

/** Drives it; once more where the SP took no more and may do so soon: sign-ins are held back until then. */
export async function drivePatiently(check: Check, world: OpenWorld): Promise<CheckObservation> {
  let observation = await driveCheck(check, world);
  for (let tries = 1; tries < TRIES && isPutOff(observation); tries++) observation = await driveCheck(check, world);
  return observation;
}

function isPutOff({ variants }: CheckObservation): boolean {
  const limits = variants.flatMap(({ steps }) =>
    steps.flatMap(({ sign_ins }) => sign_ins.map((one) => one.rate_limited)),
  );
  return limits.some((limit) => limit !== undefined && (limit.wait_ms ?? 0) <= LONGEST_WAIT_MS);
}
