import { describe, expect, it } from "vitest";
import { bailAfter } from "../../harness/cli/bail.ts";
import { JitterbugError } from "../../harness/errors.ts";
import { changeOf } from "../../harness/run/known.ts";
import type { KnownFailure } from "../../harness/scenario/model/index.ts";
import { runSmall, type Ran } from "./small/run.ts";
import { SmallSp, type Claims, type Row } from "./small/sp.ts";

/** Makes an account at every sign-in. */
class Forgetful extends SmallSp {
  override admit({ email, sub }: Claims): Row {
    return this.create({ email: String(email), subject: sub });
  }
}

const AGAIN = {
  id: "comes-again",
  given: { people: ["ada"] },
  steps: [
    { sign_in: "ada", expect: { outcome: "signed_in", remember: "adas" } },
    { sign_in: "ada", expect: { session: { account: "adas" }, accounts: { created: 0 } } },
  ],
};
const ONCE = {
  id: "comes-once",
  given: { people: ["ada"] },
  steps: [{ sign_in: "ada", expect: { outcome: "signed_in", accounts: { created: 1 } } }],
};
/** What it looks at, the target file does not show. */
const BLIND = {
  id: "comes-unseen",
  given: { people: ["ada"] },
  steps: [
    { sign_in: "ada", browser: "hers", expect: { outcome: "signed_in", remember: "adas" } },
    { look: "hers", expect: { account: { of: "adas", roles: { has: ["member"] } } } },
  ],
};

const ENTRY: KnownFailure = {
  id: "comes-again",
  policy: {},
  verdict: "failed",
  fails: ["step 2: session", "step 2: accounts"],
  harm: "second_account",
  reason: "the next release mends it",
  link: "https://tracker.example/7",
  expires: "2027-02-28",
  place: { file: "jitterbug.baseline.yaml", line: 2, column: 5 },
};

function run(sp: SmallSp, known: readonly KnownFailure[], more: object = {}): Promise<Ran> {
  return runSmall(sp, { scenarios: [AGAIN, ONCE], options: { known, ...more } });
}

const warnings = ({ events }: Ran): readonly string[] =>
  events.flatMap((event) => (event.type === "warning" ? [event.text] : []));

describe("a failure that is known", () => {
  it("is red without it, and green with it, and stays failed in the report", async () => {
    expect((await run(new Forgetful(), [])).result.exitStatus).toBe(1);
    const seen = await run(new Forgetful(), [ENTRY]);
    expect(seen.result.exitStatus).toBe(0);
    expect(seen.verdicts.get("comes-again")).toMatchObject({
      verdict: "failed",
      known: { reason: ENTRY.reason, link: ENTRY.link, expires: "2027-02-28", place: "jitterbug.baseline.yaml:2:5" },
    });
    expect(seen.result.known).toEqual([{ entry: ENTRY, state: "holds", checks: ["comes-again [oidc]"] }]);
    expect(warnings(seen)).toEqual([]);
  });

  it.each([
    ["a harm that it does not name", { harm: undefined }, "it does harm: second_account"],
    ["another harm than it names", { harm: "foreign_account" as const }, "it does harm: second_account"],
    ["a step that it does not name", { fails: ["step 2: session"] }, "step 2: accounts"],
  ])("is news with %s", async (_, change, news) => {
    const { harm, ...rest } = { ...ENTRY, ...change };
    const seen = await run(new Forgetful(), [{ ...rest, ...(harm === undefined ? {} : { harm }) }]);
    expect(seen.result.exitStatus).toBe(1);
    expect(seen.verdicts.get("comes-again")?.known).toBeUndefined();
    expect(warnings(seen)).toEqual([
      `jitterbug.baseline.yaml:2:5: comes-again [oidc] did not fail as the entry says: ${news}`,
    ]);
  });

  it.each([
    ["another protocol", { protocol: "saml" as const }],
    ["another vendor", { profile: "okta" }],
    ["another connection", { connection: "globex" }],
    ["another policy", { policy: { jit: "off" } }],
    ["another check", { id: "comes-once" }],
  ])("is none where it speaks of %s", async (_, change) => {
    const seen = await run(new Forgetful(), [{ ...ENTRY, ...change }]);
    expect(seen.verdicts.get("comes-again")).toMatchObject({ verdict: "failed" });
    expect(seen.verdicts.get("comes-again")?.known).toBeUndefined();
    expect(seen.result.exitStatus).toBe(1);
  });

  it("is red once it fails no more", async () => {
    const seen = await run(new SmallSp(), [ENTRY]);
    expect(seen.result.exitStatus).toBe(1);
    expect(seen.result.known).toMatchObject([{ state: "mended", checks: ["comes-again [oidc]"] }]);
    expect(warnings(seen)).toEqual([
      "jitterbug.baseline.yaml:2:5: comes-again [oidc] fails no more: take the entry out, or narrow it",
    ]);
  });

  it("does not end a run that is to end with what goes wrong", async () => {
    const driven = async (known: readonly KnownFailure[]): Promise<number> => {
      const sparing = bailAfter(1);
      return (await run(new Forgetful(), known, { sparing })).verdicts.size;
    };
    expect(await driven([])).toBe(1);
    expect(await driven([ENTRY])).toBe(2);
  });

  it("says nothing of what was not wanted", async () => {
    const select = { protocols: [], profiles: [], ids: ["comes-once"], tags: [], policies: [] };
    const seen = await run(new SmallSp(), [ENTRY], { select });
    expect(seen.result).toMatchObject({ exitStatus: 0, known: [{ state: "unseen", checks: [] }] });
  });

  it.each([
    ["comes-often", "no check of this target is the one that is meant"],
    ["comes-by-saml", "it is not asked: the target has no saml connection"],
  ])("is refused before anything is run where the whole plan has none of it: %s", async (id, message) => {
    const scenarios = [AGAIN, { ...AGAIN, id: "comes-by-saml", protocols: ["saml"] }];
    const known = [{ ...ENTRY, id }];
    const failed = await runSmall(new SmallSp(), { scenarios, options: { known, whole: true } }).catch(
      (error) => error,
    );
    expect(failed).toBeInstanceOf(JitterbugError);
    expect(failed).toMatchObject({ code: "ERR_YAML", faults: [{ place: ENTRY.place, message }] });
  });

  it("is of what could not be seen only where it says so", async () => {
    const { fails: _, harm: __, ...rest } = ENTRY;
    const entry: KnownFailure = { ...rest, id: "comes-unseen", verdict: "unobservable" };
    const of = async (known: readonly KnownFailure[]): Promise<number> =>
      (await runSmall(new SmallSp(), { scenarios: [ONCE, BLIND], options: { known } })).result.exitStatus;
    expect(await of([])).toBe(1);
    expect(await of([{ ...entry, verdict: "failed" }])).toBe(1);
    expect(await of([entry])).toBe(0);
  });
});

describe("what a run changes in a baseline", () => {
  const words = { today: "2026-12-01", expires: "2027-03-01" };

  it("is what fails and is not known, as narrow as it was seen", async () => {
    const { result } = await run(new Forgetful(), []);
    expect(changeOf([], result, { ...words, whole: true })).toEqual({
      gone: [],
      news: [
        {
          id: "comes-again",
          policy: {},
          verdict: "failed",
          fails: ["step 2: session", "step 2: accounts"],
          harm: "second_account",
          reason: "",
          expires: "2027-03-01",
        },
      ],
      beyond: 0,
    });
  });

  it("is nothing where all that fails is known", async () => {
    const { result } = await run(new Forgetful(), [ENTRY]);
    expect(changeOf([ENTRY], result, { ...words, whole: true })).toEqual({ gone: [], news: [], beyond: 0 });
  });

  it.each([
    ["fails no more", new SmallSp(), ENTRY, words.today],
    ["fails otherwise", new Forgetful(), { ...ENTRY, fails: ["step 1: outcome"] }, words.today],
    ["has expired", new Forgetful(), ENTRY, "2027-03-01"],
    ["is stale", new SmallSp(), { ...ENTRY, id: "comes-often" }, words.today],
  ])("takes out what %s", async (_, sp, entry, today) => {
    const { result } = await run(sp, [entry], { knownIsOld: true });
    expect(changeOf([entry], result, { ...words, today, whole: true }).gone).toEqual([0]);
  });
});
