import type { Finding } from "../observe/finding.ts";
import type { Target } from "../scenario/model/index.ts";
import { diagnose } from "../sp/index.ts";
import type { OpenWorld } from "./open-world.ts";

/** What the doctor finds, and why, where the SP turned away from the IdPs: that explains the rest, so it comes first. */
export async function diagnosed(world: OpenWorld, target: Target): Promise<readonly Finding[]> {
  const found = await diagnose(world.sp, target, world.addresses, world.agent, world.ledger);
  const findings = [...found, ...(await unsigned(world, target))];
  const trouble = findings.every(({ ok }) => ok) ? null : world.idps.turnedAway(0);
  return trouble === null ? findings : [{ topic: "https", ok: false, ...trouble }, ...findings];
}

/** What an SP's own metadata says that it would refuse; not every SP means it, so it is a hint and no fault. */
async function unsigned({ idps }: OpenWorld, target: Target): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name, protocol, place } of target.connections) {
    if (protocol !== "saml") continue;
    // What cannot be read of it, the sign-in has told.
    const sp = await idps.knownSp(name).catch(() => null);
    if (sp?.unsigned_assertion !== true) continue;
    findings.push({
      topic: `connection ${name}`,
      ok: true,
      message: "signs the Response alone",
      hint:
        "the SP's metadata wants assertions signed (WantAssertionsSigned): an SP that means it refuses everybody; " +
        `write sign: both (${place.file}:${place.line})`,
    });
  }
  return findings;
}
