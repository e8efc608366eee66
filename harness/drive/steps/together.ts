import { setTimeout } from "node:timers/promises";
import { defined } from "../../defined.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";
import { driveScim } from "./scim.ts";
import { signInOnce } from "./sign-in.ts";

/**
 * People sign in, and others are pushed, at the same moment: the barrier is at the IdPs, whose answers leave together with
 * the pushes. Where the SP asks for UserInfo, that is the last that it waits for before it decides.
 */
export async function driveTogether(stage: Stage, step: StepOf<"together">): Promise<StepResult> {
  const { world } = stage;
  const { idps, target } = world;
  const people = step.signIns.map(({ person, browser }) => {
    const { connection } = stage.person(person);
    const { key } = stage.admit(person, connection);
    return { person, key, connection, browser: stage.browser(browser) };
  });
  const asks = people.every(({ connection }) => asksUserInfo(stage, connection));
  const leave = await world.turn(people.length);
  const count = people.length + step.pushes.length;
  const point = step.pushes.length > 0 && asks ? "userinfo" : "sign_in";
  const meeting = idps.encounter(people, step.pushes.length, point, target.limits.meet * 1_000);
  const pace = paceAt(stage, people.map(({ connection }) => connection).join(" "));
  const lead = point === "sign_in" ? pace.lead() : 0;
  try {
    const [signIns, pushes] = await Promise.all([
      Promise.all(
        people.map(({ person, connection, browser }) =>
          signInOnce(stage, { ...ONE, ...step, kind: "sign_in", person }, stage.connection(connection), browser),
        ),
      ).finally(() => {
        pace.arrived();
      }),
      Promise.all(
        step.pushes.map((of) =>
          driveScim(stage, { ...step, kind: "scim", does: "create", of, with: {}, group: NO_GROUP }, async () => {
            await meeting.arrive();
            pace.left();
            await setTimeout(lead);
          }),
        ),
      ),
    ]);
    if (meeting.together < count) stage.cutOff.add("meet");
    const [session] = signIns.map(({ seen }) => seen.session).toSorted(byEntry);
    return {
      signIns: signIns.map(({ seen }) => seen),
      ...defined({ session, push: pushes[0]?.push }),
      together: meeting.together,
      touchesAccounts: true,
    };
  } finally {
    meeting.end();
    leave();
  }
}

/**
 * An SP may decide long after the IdP's answer has come: it verifies a Response, and sends the browser on to itself. When,
 * is nothing that it tells. A push that leaves with the answer is then there too soon, so that of several tries at a
 * connection each leaves at another part of the time that the fastest one took.
 */
class Pace {
  #tries = 0;
  #left: number | null = null;
  #took = 0;

  /** Milliseconds. */
  lead(): number {
    return this.#took * (PARTS[this.#tries++ % PARTS.length] ?? 0);
  }

  left(): void {
    this.#left = performance.now();
  }

  arrived(): void {
    if (this.#left !== null) this.#took = Math.min(performance.now() - this.#left, this.#took || LONGEST_MS);
    this.#left = null;
  }
}

const PARTS = [0, 1 / 2, 3 / 5, 1 / 3, 2 / 5];
const LONGEST_MS = 1_000;
const PACES = new WeakMap<Stage["world"], Map<string, Pace>>();

function paceAt({ world }: Stage, connection: string): Pace {
  const paces = PACES.get(world) ?? new Map<string, Pace>();
  PACES.set(world, paces);
  const pace = paces.get(connection) ?? new Pace();
  paces.set(connection, pace);
  return pace;
}

const ONE = { times: 1, parallel: false, idp_initiated: false } as const;
const NO_GROUP = { add: [], remove: [], delete: false } as const;

/** Whoever is signed in first. */
function byEntry({ state: a }: { readonly state: string }, { state: b }: { readonly state: string }): number {
  return Number(b === "signed_in") - Number(a === "signed_in");
}

/** An SP that has asked once asks at each sign-in. */
function asksUserInfo(stage: Stage, name: string): boolean {
  return stage.connection(name).protocol === "oidc" && stage.world.idps.lastAsked(name, "userinfo") !== null;
}
