import { execPath } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { JitterbugError } from "../../errors.ts";
import type { Environment } from "../launch/child.ts";
import { guard, type Guard } from "../launch/guard.ts";
import { connectEngine, refusalOf, type Engine } from "./engine.ts";

/** On all that a run makes; its value is the run's own. */
export const RUN_LABEL = "jitterbug.run";
/** Beside it, for people: the target file. */
export const TARGET_LABEL = "jitterbug.target";

/** The name of a run's network and compose project, and what its containers' names begin with. */
export function nameOf(run: string): string {
  return `jitterbug-${run}`;
}

const DEADLINE_MS = 20_000;
const PAUSE_MS = 250;
/** An engine may take so long to make what a kit that died had asked for. */
const MAKING_MS = 5 * 60_000;
const QUIET_ROUNDS = 3;

/** Removes what is left of a run: containers, their networks and volumes. Throws ERR_CONTAINER where something stays. */
export async function reap(engine: Engine, run: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let left = await round(engine, run); left.length > 0; left = await round(engine, run)) {
    if (Date.now() > deadline) {
      throw new JitterbugError("ERR_CONTAINER", `these could not be removed: ${left.join(", ")}`, {
        hint: `remove them by hand: \`docker ps -a --filter label=${RUN_LABEL}=${run}\` lists the containers`,
      });
    }
    await pause(PAUSE_MS);
  }
}

/** Watches over a run from now on, and reaps it when the kit is gone. */
export function guardRun(run: string, environment: Environment): Guard {
  const program = `const { reapAfterDeath } = await import(${JSON.stringify(import.meta.url)}); await reapAfterDeath(...process.argv.slice(1))`;
  const words = [execPath, "--input-type=module", "--eval", program, run];
  return guard('exec "$@" "$making"', words, environment);
}

/**
 * For the process that outlives the kit. `making`: what was asked for and may not be there yet, by its name.
 * @public The guard's own program names it.
 */
export async function reapAfterDeath(run: string, making: string): Promise<void> {
  const engine = await connectEngine();
  const deadline = Date.now() + MAKING_MS;
  let awaited = making !== "";
  for (let quiet = 0; quiet < QUIET_ROUNDS || (awaited && Date.now() < deadline); quiet++) {
    const found = await round(engine, run);
    if (found.length > 0) quiet = 0;
    if (found.includes(making)) awaited = false;
    await pause(PAUSE_MS);
  }
}

/** Asks for everything to be removed once, and tells what was there. */
async function round({ container: { dockerode } }: Engine, run: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const label of [`${RUN_LABEL}=${run}`, `com.docker.compose.project=${nameOf(run)}`]) {
    const filters = JSON.stringify({ label: [label] });
    const containers = await dockerode.listContainers({ all: true, filters });
    found.push(...containers.map(({ Names, Id }) => Names[0]?.replace(/^\//, "") ?? Id));
    await Promise.all(containers.map(({ Id }) => tried(dockerode.getContainer(Id).remove({ force: true, v: true }))));
    const networks = await dockerode.listNetworks({ filters });
    found.push(...networks.map(({ Name }) => Name));
    await Promise.all(networks.map(({ Id }) => tried(dockerode.getNetwork(Id).remove())));
    const { Volumes } = await dockerode.listVolumes({ filters });
    found.push(...Volumes.map(({ Name }) => Name));
    await Promise.all(Volumes.map(({ Name }) => tried(dockerode.getVolume(Name).remove())));
  }
  return found;
}

/** Gone already, or still in use by what is being removed: the next round sees. */
async function tried(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (refusalOf(error) === null) throw error;
  }
}
