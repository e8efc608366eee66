import { describe, expect, it } from "vitest";
import { Ground, STACK, type Ended } from "./kit.ts";

/** Each fault with the verdict and the reason that it must get; the rest of the SP is honest. */
const VERDICTS: { readonly [fault: string]: readonly [string, RegExp] } = {
  honest: ["passed", /^$/],
  cookies: ["passed", /^$/],
  "broken-html": ["passed", /^$/],
  "broken-charset": ["passed", /^$/],
  "answers-500": [
    "failed",
    /expected signed_in, got broken: HTTP 500 at .*\/answers-500\/callback "Something went wrong"$/,
  ],
  "answers-429": ["unobservable", /cannot see whether signed_in: the SP takes no more: HTTP 429 at .*in_flight/],
  loops: ["failed", /got broken: too many redirects at .*over 20 redirects/],
  floods: ["failed", /got broken: too large at .*2097152 bytes/],
  cuts: ["failed", /got broken: connection reset at /],
  babbles: ["failed", /got broken: malformed at /],
  "leads-away": ["failed", /got broken: host not allowed at .*--allow-remote sp\.example\.com/],
  "leads-nowhere": ["failed", /got broken: malformed at .*which is no address/],
  "signs-nobody-in": ["failed", /got refused: no session: HTTP 200/],
  "creates-then-500": ["failed", /got broken: HTTP 500/],
  "wrong-person": ["failed", /expected session of new, got bystanders/],
  outsider: ["failed", /got a session on account outsider \(it is somebody else's account/],
  "session-500": ["unobservable", /GET \/api\/me answered HTTP 500/],
  "session-html": ["unobservable", /GET \/api\/me answered HTTP 200 and no JSON/],
  "session-odd": ["unobservable", /shows no account id at \$\.id/],
  "observe-500": [
    "failed",
    /cannot be read any more: .*http 1 \(jitterbug\.yaml:\d+\) answered GET .* with HTTP 500: .*database is busy/,
  ],
  "observe-html": ["misconfigured", /with no JSON: <h1>Please sign in/],
  "observe-denied": ["misconfigured", /HTTP 401.*token or password is missing, wrong or lacks rights/],
  "observe-floods": ["misconfigured", /larger than 16 MiB/],
  "observe-endless": ["misconfigured", /no last page: next was followed 1000 times/],
  "observe-circles": ["misconfigured", /pages in a circle/],
  "observe-disagrees": [
    "misconfigured",
    /two drivers contradict each other .*http 1 shows .* http 2 shows "somebody\.else/,
  ],
};

function expectVerdicts({ report, stdout, stderr }: Ended, faults: readonly string[]): void {
  const got = new Map(report?.checks.map((check) => [check.connection, check]));
  expect([...got.keys()].map(String).toSorted()).toEqual(faults.toSorted());
  for (const fault of faults) {
    const [verdict, reason] = VERDICTS[fault] ?? SLOW[fault] ?? ["", /$^/];
    expect([fault, got.get(fault)?.verdict, got.get(fault)?.reason]).toEqual([
      fault,
      verdict,
      expect.stringMatching(reason),
    ]);
  }
  expect(`${stdout}\n${stderr}\n${JSON.stringify(report)}`).not.toMatch(STACK);
}

/** What takes its ten seconds, each by itself. */
const SLOW: { readonly [fault: string]: readonly [string, RegExp] } = {
  hangs: ["failed", /got broken: timeout at .*no answer in 10000 ms/],
  drips: ["failed", /got broken: timeout at /],
  "observe-hangs": ["misconfigured", /no whole answer within 10 s/],
};

/** Six kits at once, some waiting their ten seconds and more: a bound for a hang, not for a busy machine. */
describe.concurrent("a hostile SP", { timeout: 120_000 }, () => {
  it("gets a verdict for each of its faults, and disturbs no other check beside", async () => {
    using ground = new Ground({ faults: Object.keys(VERDICTS) });
    const ended = await ground.run("--jobs", "4", "--ephemeral-keys");
    expectVerdicts(ended, Object.keys(VERDICTS));
    expect([ended.status, ended.report?.partial]).toEqual([1, false]);
    const created = ended.report?.checks.find(({ connection }) => connection === "creates-then-500");
    // Broken, and the account is there all the same: both are told.
    expect(created?.steps[1]?.judgements.map(({ actual }) => actual)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^broken: HTTP 500/), expect.stringMatching(/^created 1/)]),
    );
  });

  it.each(Object.keys(SLOW))("%s: waits ten seconds and no more", async (fault) => {
    using ground = new Ground({ faults: [fault] });
    const ended = await ground.run("--jobs", "1", "--ephemeral-keys");
    expectVerdicts(ended, [fault]);
    expect(ended.status).toBe(fault === "observe-hangs" ? 3 : 1);
  });

  it("contradicts itself from one reading to the next: told once the target says that it settles", async () => {
    using ground = new Ground({ faults: ["observe-alternates"], settle: 0.5 });
    const { status, report } = await ground.run("--ephemeral-keys");
    expect(report?.checks[0]).toMatchObject({
      verdict: "misconfigured",
      reason: expect.stringMatching(/still changing after \d+(?:\.\d)? s/),
    });
    expect(status).toBe(3);
  });

  it.each([
    [["--allow-unobservable"], 2],
    [["--allow-unobservable", "--allow-nothing"], 0],
  ])("cannot show a session: with %j the exit status is %i", async (flags, expected) => {
    using ground = new Ground({ faults: ["session-500"] });
    const { status, report } = await ground.run("--ephemeral-keys", ...flags);
    expect([report?.checks[0]?.verdict, status]).toEqual(["unobservable", expected]);
  });
});

describe.concurrent("an SP that dies in the middle of a run", () => {
  it("fails the check whose sign-in it died of; the rest is not judged, and the end is told with its last words", async () => {
    using ground = new Ground({ faults: ["honest", "loops", "cuts"], env: { DIES_AT: "3" } });
    const { status, report, stderr } = await ground.run("--jobs", "1", "--ephemeral-keys");
    expect(report?.checks.map(({ verdict }) => verdict)).toEqual(["failed"]);
    expect(report?.checks[0]?.reason).toMatch(
      /expected signed_in, got broken: connection .*; then the SP's process ended \(exit status 9\)/,
    );
    expect(report?.checks[0]?.steps[1]?.sign_ins[0]?.outcome).toBe("broken");
    expect(report).toMatchObject({
      partial: true,
      warnings: [expect.stringContaining("ended in the middle of the run (exit status 9)")],
    });
    expect(stderr).toMatch(/^ERR_SP_EXITED .*\n\n {2}\| out of memory, or so it seems\n/);
    expect(stderr).not.toMatch(STACK);
    expect(status).toBe(1);
  });

  it("of the first person of all: one check tells of it", async () => {
    using ground = new Ground({ faults: ["honest", "loops"], env: { DIES_AT: "1" } });
    const { status, report, stderr } = await ground.run("--jobs", "4", "--ephemeral-keys");
    expect(report?.checks.map(({ verdict }) => verdict)).toEqual(["misconfigured"]);
    expect(report?.checks[0]?.reason).toContain("the SP's process ended (exit status 9)");
    expect(stderr).toMatch(/^ERR_SP_EXITED .*\n\n {2}\| out of memory, or so it seems\n/);
    expect(status).toBe(3);
  });

  it("in a control has failed nothing: misconfigured", async () => {
    using ground = new Ground({ faults: ["honest"], env: { DIES_AT: "2" } });
    const died = await ground.run("--jobs", "1", "--ephemeral-keys");
    expect(died.report?.checks[0]).toMatchObject({
      verdict: "misconfigured",
      reason: expect.stringContaining("then the SP's process ended (exit status 9)"),
    });
    expect(died.status).toBe(3);
  });
});
