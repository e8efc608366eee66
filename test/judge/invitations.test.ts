import { expect, it } from "vitest";
import { judgeInvitations } from "../../harness/judge/expectations/invitations.ts";
import { observed } from "./stage.ts";

const place = { file: "x.yaml", line: 1, column: 1 };
const NOTHING_YET = { seeded: new Map(), away: new Set<string>(), log: [], claims: {} };

type Seen = { readonly [invitation: string]: "open" | "closed" };

it.each<[string, Seen | undefined, string]>([
  ["as it must be", { hers: "closed" }, "held"],
  ["otherwise", { hers: "open" }, "not_held"],
  ["not shown any more", {}, "held"],
  ["of an SP that shows none", undefined, ""],
])("judges an invitation that is %s", (_, invitations, expected) => {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const seen = { ...step, ...(invitations === undefined ? {} : { invitations }) };
  const rulings = judgeInvitations(
    { kind: "invitations", are: { hers: "closed" }, place },
    { seen, names: {}, past: NOTHING_YET, lacking: [] },
  );
  expect(rulings.map(({ held }) => held).join()).toBe(expected);
});
