/**
 * The files of tests that take longest, the longest first: together four fifths of the time of all. Where CI does every
 * fourth of them (JITTERBUG_PART=1/4), they are dealt in this order, so that each part takes as long as the others.
 */
export const LONG: readonly string[] = [
  "test/agent/chromium.test.ts",
  "test/witnesses/saml-messages.test.ts",
  "test/faults/canaries.test.ts",
  "test/run/prepare.test.ts",
  "test/cli/https.test.ts",
  "test/run/workers.test.ts",
  "test/cli/doctor-fix.test.ts",
  "test/lawful/twins.test.ts",
  "test/faults/readers.test.ts",
  "test/run/jit-off.test.ts",
  "test/cli/chromium.test.ts",
  "test/cli/init.test.ts",
  "test/sp-reference/profile-flag.test.ts",
  "test/run/lag.test.ts",
  "test/run/hands.test.ts",
  "test/package/package.test.ts",
  "test/faults/drivers.test.ts",
  "test/lib/vitest.test.ts",
  "test/cli/own-scenario.test.ts",
  "test/cli/judge.test.ts",
  "test/run/roots.test.ts",
  "test/run/sharing.test.ts",
  "test/faults/sign-in.test.ts",
  "test/outcomes/cookies.test.ts",
  "test/run/trials.test.ts",
  "test/cli/baseline.test.ts",
  "test/faults/command-lines.test.ts",
  "test/cli/usage.test.ts",
  "test/idp/saml/tamper-messages.test.ts",
  "test/outcomes/door.test.ts",
  "test/cli/selftest.test.ts",
  "test/run/limits.test.ts",
  "test/faults/yaml.test.ts",
  "test/run/destroyed.test.ts",
  "test/cli/interrupt.test.ts",
  "test/console/page.test.ts",
  "test/outcomes/limits.test.ts",
  "test/run/run-suite.test.ts",
  "test/run/clean-up.test.ts",
  "test/run/by-hand.test.ts",
  "test/faults/doctor.test.ts",
  "test/cli/look.test.ts",
  "test/faults/start.test.ts",
  "test/faults/signals.test.ts",
  "test/sp/drivers/sql.test.ts",
  "test/witnesses/mod-auth-mellon.test.ts",
  "test/sp/drivers/sql-mariadb.test.ts",
  "test/sp-reference/vendors.test.ts",
  "test/cli/watch.test.ts",
  "test/outcomes/session.test.ts",
  "test/cli/told-logout.test.ts",
  "test/run/known.test.ts",
  "test/sp/drivers/sql-postgres.test.ts",
  "test/cli/new.test.ts",
  "test/cli/paths.test.ts",
  "test/witnesses/authlib.test.ts",
  "test/faults/survive.test.ts",
  "test/cli/setup.test.ts",
  "test/idp/saml/encryption.test.ts",
];

/**
 * Those of the long files that are of another part; none where no part is asked for.
 * @param part `1/3`: the first of three
 * @throws {Error} where it is no part
 */
export function leftOut(part: string | undefined): readonly string[] {
  if (part === undefined || part === "") return [];
  const [, at, of] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(part) ?? [];
  const [index, parts] = [Number(at), Number(of)];
  if (!(index <= parts)) throw new Error(`JITTERBUG_PART is ${part}, and must be a part as 1/3`);
  return LONG.filter((_, place) => partOf(place, parts) !== index - 1);
}

/** There and back again, so that who begins a round has not the longest of each. */
function partOf(place: number, parts: number): number {
  const at = place % parts;
  return Math.floor(place / parts) % 2 === 0 ? at : parts - 1 - at;
}
