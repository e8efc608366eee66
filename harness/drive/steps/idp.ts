import { setTimeout as pause } from "node:timers/promises";
import type { SharedEndpoint } from "../../idp/port.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";
import type { Wait } from "../world.ts";

/** What an SP that asks for something by itself is answered while that fails. */
const UNAVAILABLE = 503;

/** The IdP is otherwise from here on. Nothing reaches the SP before the next sign-in. */
export async function driveIdp(stage: Stage, { does, endpoint = "jwks" }: StepOf<"idp">): Promise<StepResult> {
  const connection = stage.check.connection;
  const people = Object.values(stage.variant.people).map(({ key }) => key);
  if (does === "rotate_keys") await cooled(stage, "jwks", "rotated");
  if (does === "heal") {
    await stage.restore(endpoint);
    for (const connection of stage.declined) await stage.world.sp.map(connection);
    stage.declined.clear();
    if (endpoint !== "logout") await cooled(stage, endpoint, "healed");
  } else if (does === "fail") {
    const undo = await stage.world.idps.alter(connection, { does, endpoint, status: UNAVAILABLE });
    stage.altered({ fails: endpoint, undo });
  } else {
    stage.altered({ undo: await stage.world.idps.alter(connection, { does, people }) });
  }
  return { signIns: [], touchesAccounts: false };
}

/** An SP may leave some time between two looks at what an issuer tells, so that strangers' key ids are no flood. */
async function cooled({ world, check, restarted }: Stage, endpoint: SharedEndpoint, wait: Wait): Promise<void> {
  const asked = world.idps.lastAsked(check.connection, endpoint);
  // What an SP asked before it was started again it knows nothing of.
  if (asked === null || asked < restarted) return;
  const left = asked + world.target.limits.jwks_cooldown * 1_000 + MARGIN_MS - world.now();
  if (left > TOLD_FROM_MS && world.skips?.(wait) === true) return;
  if (left > TOLD_FROM_MS) world.tell?.(waiting(check.name, left, world.target.limits.jwks_cooldown));
  if (left > 0) await pause(left, undefined, world.signal === undefined ? {} : { signal: world.signal });
}

/** What is over before anybody wonders is not told. */
const TOLD_FROM_MS = 5_000;

function waiting(check: string, ms: number, cooldown: number): string {
  return (
    `${check}: waiting ${Math.ceil(ms / 1_000)} s until the SP may ask the IdP again (limits: { jwks_cooldown: ${cooldown} }; ` +
    "an SP that may sooner, after 10 s for example, says so in its target file)"
  );
}

/** Clocks that count in seconds. */
const MARGIN_MS = 1_500;
