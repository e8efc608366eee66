import { expect, it } from "vitest";
import { runSmall } from "./small/run.ts";
import { SmallSp, type Claims, type Row } from "./small/sp.ts";

/** Accounts of long ago, in which no namespace stands: a look leaves them unread. */
class Old extends SmallSp {
  constructor() {
    super();
    for (let n = 1; n <= 300; n++) this.create({ email: `old${n}@acme.test`, subject: `old-${n}` });
  }
}

/** Whoever is new is given the oldest account that is there. */
class GivesRoot extends Old {
  override admit(claims: Claims): Row | null | Promise<Row | null> {
    const root = this.rows.find(({ subject }) => subject.startsWith("old-"));
    if (root === undefined || this.rows.some(({ subject }) => subject === claims.sub)) return super.admit(claims);
    return Object.assign(root, { email: String(claims.email), subject: claims.sub });
  }
}

const arrive = {
  id: "arrive",
  given: { people: ["ada", "bob"] },
  steps: [
    { sign_in: "ada", expect: { outcome: "signed_in", accounts: { created: 1 }, remember: "adas" } },
    { sign_in: "bob", expect: { outcome: "signed_in", accounts: { created: 1, untouched: ["adas"] } } },
    { sign_in: "ada", expect: { session: { account: "adas" }, accounts: { created: 0 } } },
  ],
};

it("passes beside hundreds of accounts that nobody looks at", async () => {
  const { verdicts, result } = await runSmall(new Old(), { scenarios: [arrive] });
  expect(verdicts.get("arrive")).toMatchObject({ verdict: "passed" });
  expect(result.exitStatus).toBe(0);
});

it("tells that one of them was entered", async () => {
  const { verdicts } = await runSmall(new GivesRoot(), { scenarios: [arrive] });
  expect(verdicts.get("arrive")).toMatchObject({ verdict: "failed", harm: "foreign_account" });
});
