import type { Finding } from "../observe/finding.ts";
import type { Target } from "../scenario/model/index.ts";
import { diagnose } from "../sp/index.ts";
import type { OpenWorld } from "./open-world.ts";

/** What the doctor finds, and why, where the SP turned away from the IdPs: that explains the rest, so it comes first. */
export async function diagnosed(world: OpenWorld, target: Target): Promise<readonly Finding[]> {
  const findings = await diagnose(world.sp, target, world.addresses, world.agent, world.ledger);
  const trouble = findings.every(({ ok }) => ok) ? null : world.idps.turnedAway(0);
  return trouble === null ? findings : [{ topic: "https", ok: false, ...trouble }, ...findings];
}
