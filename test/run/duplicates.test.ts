import { expect, it } from "vitest";
import { runSmall } from "./small/run.ts";
import { SmallSp, pause, type Claims, type Row } from "./small/sp.ts";

/** Counts, looks away, and writes: whoever comes at the same moment gets the same number. */
class Counting extends SmallSp {
  override async admit(claims: Claims): Promise<Row | null> {
    const known = this.rows.find(({ subject }) => subject === claims.sub);
    if (known !== undefined) return known;
    const id = this.rows.length + 1;
    await pause(20);
    const row = { id, email: String(claims.email), subject: claims.sub, active: true };
    this.store(row);
    return row;
  }
}

const atOnce = {
  id: "at-once",
  given: { people: ["ada", "bob"] },
  steps: [
    { sign_in: "bob", control: true, expect: { outcome: "signed_in", remember: "bobs" } },
    {
      sign_in: "ada",
      times: 4,
      parallel: true,
      expect: {
        outcome: "signed_in",
        session: { not: "bobs" },
        one_of: [{ accounts: { total: 2 } }, { accounts: { total: 5 } }],
      },
    },
    { sign_in: "ada", expect: { outcome: "signed_in", accounts: { created: 0, changed: 0, untouched: ["bobs"] } } },
  ],
};

it("an id that several accounts were given is a finding, whatever the scenario looks at", async () => {
  const { verdicts } = await runSmall(new Counting(), { scenarios: [atOnce] });
  expect(verdicts.get("at-once")).toMatchObject({
    verdict: "failed",
    reason: expect.stringMatching(/an id of its own for each account, got account \d [2-4] times/) as unknown,
  });
});

it("an SP that makes one account of it passes", async () => {
  const { verdicts } = await runSmall(new SmallSp(), { scenarios: [atOnce] });
  expect(verdicts.get("at-once")).toMatchObject({ verdict: "passed", reason: "" });
});
