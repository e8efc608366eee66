import { describe, expect, it } from "vitest";
import { isLeftOut } from "../../harness/plan/index.ts";
import type { PlanSelection } from "../../harness/plan/select.ts";
import type { Scenario, Target } from "../../harness/scenario/model/index.ts";
import { runSmall } from "../run/small/run.ts";
import { SmallSp } from "../run/small/sp.ts";

const ALL: PlanSelection = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
const SIGN_IN = {
  given: { people: ["ada"] },
  steps: [{ sign_in: "ada", expect: { outcome: "signed_in", accounts: { created: 1 } } }],
};
const scenarios = [
  { ...SIGN_IN, id: "always-there" },
  { ...SIGN_IN, id: "came-then", since: "2026-12" },
  { ...SIGN_IN, id: "came-later", since: "2027-01" },
];

describe("checks that stand still at a month", () => {
  it.each<readonly [string | undefined, readonly string[]]>([
    [undefined, []],
    ["2026-11", ["came-then", "came-later"]],
    ["2026-12", ["came-later"]],
    ["2027-01", []],
  ])("%s leaves out %j, and says so", async (checks, left) => {
    const { events, verdicts } = await runSmall(new SmallSp(), {
      scenarios,
      target: checks === undefined ? {} : { checks },
    });
    const ids = scenarios.map(({ id }) => id).filter((id) => !left.includes(id));
    expect([...verdicts.keys()].toSorted()).toEqual(ids.toSorted());
    const told = events.flatMap((event) => (event.type === "warning" ? [event.text] : []));
    expect(told).toEqual(
      left.length === 0
        ? []
        : [
            `checks: ${checks} leaves out what came later: ${left.toSorted().join(", ")}; --id asks for one of them all the same`,
          ],
    );
  });

  it("has what is asked for by its id, or by name in a worker", () => {
    const scenario = { id: "came-later", since: "2027-01" } as Scenario;
    const target = { checks: "2026-12" } as Target;
    const of = (select: Partial<PlanSelection>): boolean => isLeftOut(scenario, target, { ...ALL, ...select });
    expect([of({}), of({ ids: ["came-*"] }), of({ ids: ["other"] }), of({ names: ["came-later [oidc]"] })]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
