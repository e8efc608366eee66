import { expect, it } from "vitest";
import { runSmall } from "./small/run.ts";
import { SmallSp, type Row } from "./small/sp.ts";

/** As a key without AUTOINCREMENT: the number after the highest that is there. */
class Sqlite extends SmallSp {
  override nextId(): Row["id"] {
    return Math.max(0, ...this.rows.map(({ id }) => Number(id))) + 1;
  }
}

/** Whoever comes second in a moment is taken for the one who came first. */
class Mixing extends Sqlite {
  override store(row: Row): void {
    const other = this.rows.at(-1);
    if (other === undefined || !other.email.startsWith("ada")) return super.store(row);
    Object.assign(other, { email: row.email, subject: row.subject });
  }
}

const twice = Array.from({ length: 8 }, (_, n) => ({
  id: `twice-${n}`,
  given: { people: ["ada", "bob"] },
  steps: [
    { sign_in: "ada", expect: { outcome: "signed_in", accounts: { created: 1 }, remember: "adas" } },
    { sign_in: "bob", expect: { outcome: "signed_in", accounts: { created: 1, untouched: ["adas"] } } },
    { sign_in: "ada", expect: { outcome: "signed_in", session: { account: "adas" }, accounts: { created: 0 } } },
  ],
}));

it("ids of accounts that were removed are given to the next ones, while checks run beside each other", async () => {
  const { verdicts, result } = await runSmall(new Sqlite(), { scenarios: twice, options: { jobs: 4 } });
  expect([...new Set([...verdicts.values()].map(({ verdict, reason }) => `${verdict} ${reason}`))]).toEqual([
    "passed ",
  ]);
  expect(result.exitStatus).toBe(0);
});

it("somebody else's account is entered all the same, though ids are used again", async () => {
  const { verdicts } = await runSmall(new Mixing(), { scenarios: twice.slice(0, 4), options: { jobs: 1 } });
  for (const { verdict } of verdicts.values()) expect(verdict).toBe("failed");
});
