import { expect, it } from "vitest";
import type { CheckFinished } from "../../harness/report/collector.ts";
import { foldedTroubles, followersInWords } from "../../harness/report/troubles.ts";
import { wholeRun } from "./events.ts";

/** The failed check of a run, under another name. */
function failed(name: string, verdict: Partial<CheckFinished["verdict"]> = {}): CheckFinished {
  const event = wholeRun().find((one) => one.type === "check_finished" && one.verdict.verdict === "failed");
  if (event?.type !== "check_finished") throw new Error("no check failed");
  const { check } = event;
  return {
    ...event,
    check: { ...check, id: name.split(" ")[0] ?? "", name },
    verdict: { ...event.verdict, ...verdict },
  };
}

/** One that was not driven, for this reason. */
function unasked(name: string, reason: string): CheckFinished {
  const event = failed(name);
  const settled = { verdict: "unobservable", reason } as const;
  const { cause: _, harm: __, ...verdict } = event.verdict;
  return { ...event, check: { ...event.check, settled }, verdict: { ...verdict, verdict: "unobservable", reason } };
}

it("rows of one check that fail by one cause are one trouble, with those that follow from any of them", () => {
  const troubles = foldedTroubles([
    failed("mail-change [a]", { cause: "by email" }),
    failed("mail-change [b]", { cause: "by email" }),
    failed("mail-case [b]", { follows_from: "mail-change [b]" }),
    failed("mail-change [c]", { cause: "something else" }),
  ]);
  expect(troubles.map(({ told, alike, followers }) => [told.check.name, alike, followers])).toEqual([
    ["mail-change [a]", ["mail-change [b]"], ["mail-case [b]"]],
    ["mail-change [c]", [], []],
  ]);
  const [first] = troubles;
  expect(first === undefined ? "" : followersInWords(first)).toBe(
    ", and 1 check more by the same cause, and 1 check that follows from it",
  );
});

it("what could not be asked is one trouble for each reason, whatever the check", () => {
  const seed = "the target file does not say how to seed";
  const troubles = foldedTroubles([unasked("link-a", seed), unasked("life-b", seed), unasked("link-c", "no roles")]);
  expect(troubles.map(({ told, alike }) => [told.verdict.reason, told.check.name, alike])).toEqual([
    [seed, "link-a", ["life-b"]],
    ["no roles", "link-c", []],
  ]);
  const [first] = troubles;
  expect(first === undefined ? "" : followersInWords(first)).toBe(", and 1 check more for the same reason");
});

it("what has no cause that is known stands for itself", () => {
  const dangers = ["one danger", "another danger"].map((reason) => {
    const { cause: _, ...verdict } = failed("declared-unsafe").verdict;
    return { ...failed(`declared-unsafe [${reason}]`), verdict: { ...verdict, verdict: "warned", reason } as const };
  });
  expect(foldedTroubles(dangers)).toHaveLength(2);
});
