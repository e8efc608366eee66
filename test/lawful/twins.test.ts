import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runSuite } from "../../harness/run/run-suite.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";

const HERE = import.meta.dirname;
const OWN = join(HERE, "faulty");
const KIT = join(HERE, "../../scenarios");

interface Twin {
  readonly sp: string;
  /** What FAULT switches on in its process. */
  readonly fault: string;
  /** The check that must fail for it; `own`: a scenario of faulty/, where the kit's have none that is as plain. */
  readonly check: string;
  readonly own?: true;
  readonly says: RegExp;
}

/** What makes an SP unusual excuses no fault: each trait beside the danger that it might hide. */
const TWINS: readonly Twin[] = [
  { sp: "helpdesk", fault: "counts-ids", check: "freed-id", own: true, says: /stranger/ },
  { sp: "survey", fault: "key-without-issuer", check: "key-entity-nameid", says: /adas/ },
  { sp: "metrics", fault: "waits-before-write", check: "conc-first", says: /created/ },
  { sp: "intranet", fault: "creates-and-bounces", check: "miss-email", says: /refused, and yet created/ },
  { sp: "mailroom", fault: "links-anybody", check: "link-unverified", says: /local/ },
  { sp: "archive", fault: "believes-names", check: "link-username", says: /local/ },
  { sp: "directory", fault: "reactivates", check: "deactivated", own: true, says: /expected refused, got signed_in/ },
  { sp: "club", fault: "forgets-bans", check: "deactivated", own: true, says: /expected refused, got signed_in/ },
  { sp: "kanban", fault: "keeps-token", check: "sess-signed-out-copy", says: /look: thief/ },
  { sp: "garage", fault: "believes-userinfo", check: "mal-userinfo-sub", says: /got email "other/ },
  { sp: "garage", fault: "crashes-when-late", check: "fault-slow", says: /broken: HTTP 500/ },
  { sp: "payroll", fault: "names-of-nothing", check: "miss-names", says: /nothing was sent, got .*"undefined"/ },
  { sp: "events", fault: "takes-any-invitation", check: "inv-wrong-email", says: /bob|accept_invite/ },
];

async function reasons({ sp, fault, check, own }: Twin, faulty: boolean): Promise<readonly string[]> {
  const { checks } = await runSuite({
    target: loadTarget(join(HERE, sp, "jitterbug.yaml"), { env: {} }),
    scenarios: loadScenarios([own === true ? OWN : KIT], { root: HERE }),
    select: { protocols: [], profiles: [], ids: [check], tags: [], policies: [] },
    environment: process.env,
    env: faulty ? { FAULT: fault } : {},
    jobs: 2,
    reporters: [],
    allowRemote: [],
    allowUnobservable: false,
    strictPolicy: false,
    stateDir: null,
  });
  return checks
    .filter(({ verdict: { verdict } }) => verdict !== "not_applicable")
    .map(({ verdict: { verdict, reason } }) => `${verdict} ${reason}`.trim());
}

describe.each(TWINS)("$sp, and its twin that $fault", (twin) => {
  test(`${twin.check} fails for the twin, and for what is wrong with it`, async () => {
    const told = await reasons(twin, true);
    expect(told.find((line) => /^(?:failed|warned) /.test(line))).toMatch(twin.says);
  }, 120_000);

  test(`${twin.check} has nothing to say of the lawful one`, async () => {
    const told = await reasons(twin, false);
    expect(told).not.toEqual([]);
    expect(told.filter((line) => line !== "passed")).toEqual([]);
  }, 120_000);
});
