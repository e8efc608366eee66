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
  try {
    const [signIns, pushes] = await Promise.all([
      Promise.all(
        people.map(({ person, connection, browser }) =>
          signInOnce(stage, { ...ONE, ...step, kind: "sign_in", person }, stage.connection(connection), browser),
        ),
      ),
      Promise.all(
        step.pushes.map((of) =>
          driveScim(stage, { ...step, kind: "scim", does: "create", of, with: {}, group: NO_GROUP }, () =>
            meeting.arrive(),
          ),
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
