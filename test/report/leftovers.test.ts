import { expect, it } from "vitest";
import { leftoversOf, wantedBy } from "../../harness/report/leftovers.ts";
import { createListReporter } from "../../harness/report/index.ts";
import type { CheckFinished } from "../../harness/report/collector.ts";
import { leftover, wholeRun } from "./events.ts";

const seen = wholeRun().filter((event): event is CheckFinished => event.type === "check_finished");
const saml = Array.from({ length: 31 }, (_, n) =>
  leftover(`saml-${n}`, { verdict: "not_applicable", reason: "the target has no saml connection" }),
);
const blind = ["a", "b"].map((id) =>
  leftover(id, {
    verdict: "unobservable",
    reason: "the target shows no roles; map it in observe.accounts",
    lacks: ["roles in observe.accounts"],
  }),
);
const unseeded = leftover("c", {
  verdict: "unobservable",
  reason: "the target file does not say how to seed",
  lacks: ["seed.account"],
});
const all = [...saml, ...seen, ...blind, unseeded];

it("what was not driven is folded by its reason, and what cannot be seen comes first", () => {
  expect(leftoversOf(all).map(({ verdict, reason, checks }) => [checks.length, verdict, reason])).toEqual([
    [2, "unobservable", "the target shows no roles; map it in observe.accounts"],
    [1, "unobservable", "the target file does not say how to seed"],
    [31, "not_applicable", "the target has no saml connection"],
  ]);
  expect(wantedBy(all)).toEqual([
    { what: "roles in observe.accounts", checks: 2 },
    { what: "seed.account", checks: 1 },
  ]);
});

it("what a driven check could not see is wanted, too", () => {
  const half = seen
    .filter(({ verdict }) => verdict.verdict === "unobservable")
    .map((event) => ({
      ...event,
      verdict: { ...event.verdict, unseen: [{ what: "identities", expected: "ada's", step: "sign_in: ada" }] },
    }));
  expect(wantedBy(half)).toEqual([{ what: "identities in observe.accounts", checks: 1 }]);
});

it("the terminal has one line for each reason, after the verdicts", async () => {
  let text = "";
  const output = { isTTY: false, colors: false, columns: 100, write: (more: string) => void (text += more) };
  const list = createListReporter({ output, reports: [] });
  const run = wholeRun();
  for (const event of [...run.slice(0, -1), ...saml, ...blind, unseeded, ...run.slice(-1)]) await list.on(event);
  expect(text).not.toMatch(/saml-\d/);
  expect(text.slice(text.indexOf("\n  ? 2"))).toContain(`
  ? 2 unobservable: the target shows no roles; map it in observe.accounts (a [oidc], b [oidc])
  ? 1 unobservable: the target file does not say how to seed (c [oidc])
  – 31 not applicable: the target has no saml connection
  Most would become visible with: roles in observe.accounts (2 checks), seed.account (1 check).
`);
});
