import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Check, Plan } from "../../harness/plan/index.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { applies, undeclaredPart, type Expect, type Policy } from "../../harness/scenario/model/index.ts";
import { oidc, plan, scenarioOf, targetOf } from "./stage.ts";

const ROOT = join(import.meta.dirname, "../..");

const signingIn = (rows: readonly string[], more = "") =>
  scenarioOf(`given: { people: [ada]${more} }
steps:
  - sign_in: ada
    expect:
      one_of:
${rows.map((row) => `        - ${row}`).join("\n")}`);

const sync = () =>
  signingIn([
    "{ when: { email_sync: [on, verified_only] }, outcome: signed_in }",
    "{ when: { email_sync: off }, outcome: [signed_in, refused] }",
  ]);

const told = (result: Plan) => result.checks.map(({ name, connection }) => `${name} @ ${connection}`);

describe("one check for each distinct set of rows", () => {
  it("stands at the plainest connection, and is named by what the rows admit", () => {
    const target = targetOf(
      [
        oidc("a-on", "policy: { email_sync: on }"),
        oidc("b-verified", "policy: { email_sync: verified_only }"),
        oidc("c-off", "policy: { email_sync: off }"),
        oidc("d-nothing"),
      ].join("\n"),
    );
    expect(told(plan([sync()], target, { protocols: ["oidc"] }))).toEqual([
      "one [oidc, email_sync=?] @ d-nothing",
      "one [oidc, email_sync=on|verified_only] @ a-on",
      "one [oidc, email_sync=off] @ c-off",
    ]);
  });

  it("names no knob on which none of these rows turns", () => {
    const scenario = signingIn([
      "{ when: { link_by: [never, verified_email_and_domain] }, outcome: signed_in }",
      "{ when: { link_by: [username, any_email] }, outcome: signed_in }",
      "{ when: { link_by: verified_email, email_sync: [on, verified_only] }, outcome: signed_in }",
      "{ when: { link_by: verified_email, email_sync: off }, outcome: refused }",
    ]);
    const target = targetOf(
      [
        oidc("a", "policy: { link_by: never, email_sync: on }"),
        oidc("b", "policy: { link_by: verified_email_and_domain, email_sync: off }"),
        oidc("c", "policy: { link_by: verified_email, email_sync: off }"),
        oidc("d", "policy: { link_by: verified_email }"),
      ].join("\n"),
    );
    expect(told(plan([scenario], target, { protocols: ["oidc"] }))).toEqual([
      "one [oidc, email_sync=?, link_by=verified_email] @ d",
      "one [oidc, link_by=never|verified_email_and_domain] @ a",
      "one [oidc, email_sync=off, link_by=verified_email] @ c",
    ]);
  });

  it("keeps a stated danger apart from the values beside it in a row", () => {
    const scenario = signingIn([
      "{ when: { link_by: [never, any_email] }, outcome: signed_in }",
      "{ when: { link_by: [username, verified_email, verified_email_and_domain] }, outcome: signed_in }",
    ]);
    const target = targetOf(
      [oidc("a", "policy: { link_by: never }"), oidc("b", "policy: { link_by: any_email }")].join("\n"),
    );
    expect(told(plan([scenario], target, { protocols: ["oidc"] }))).toEqual([
      "one [oidc, link_by=never] @ a",
      "one [oidc, link_by=any_email] @ b",
    ]);
  });

  it("stands where it can be driven, if that is anywhere", () => {
    const scenario = signingIn(
      [
        "{ when: { email_sync: [on, verified_only] }, outcome: signed_in }",
        "{ when: { email_sync: off }, outcome: refused }",
      ],
      ", connections: { first: {}, second: { organization: same } }",
    );
    const target = targetOf(
      [
        oidc("a", "policy: { email_sync: on }"),
        oidc("b", "policy: { email_sync: verified_only }"),
        oidc("c", "policy: { email_sync: verified_only }"),
      ].join("\n"),
    );
    const { checks } = plan([scenario], target, { protocols: ["oidc"] });
    expect(checks.map(({ connection, settled }) => [connection, settled])).toEqual([["b", undefined]]);
  });

  it("stands at a connection that is selected by its policy, under the same name and namespace", () => {
    const target = targetOf(
      [oidc("a", "policy: { email_sync: on }"), oidc("b", "policy: { email_sync: verified_only }")].join("\n"),
    );
    const whole = plan([sync()], target, { protocols: ["oidc"] }).checks;
    const some = plan([sync()], target, {
      protocols: ["oidc"],
      policies: [{ knob: "email_sync", value: "verified_only" }],
    }).checks;
    const of = (checks: readonly Check[]) => checks.map(({ name, variants }) => [name, variants.map(({ ns }) => ns)]);
    expect(of(some)).toEqual(of(whole));
    expect([...whole, ...some].map(({ connection }) => connection)).toEqual(["a", "b"]);
  });
});

it("leaves out nothing that any policy of the reference SP is judged by, as the judge selects its rows", () => {
  const env = { ...process.env, ADMIN_TOKEN: "not-used", PORT: "1" };
  const target = loadTarget(join(ROOT, "sp-reference/jitterbug.yaml"), { env });
  const scenarios = loadScenarios([join(ROOT, "scenarios")], { root: ROOT });
  const judged = (tuples: "rows" | "all") =>
    plan(scenarios, target, {}, tuples)
      .checks.filter(({ settled }) => settled === undefined)
      .map(judgedBy);
  const [rows, all] = [new Set(judged("rows")), judged("all")];
  expect(all.filter((one) => !rows.has(one))).toEqual([]);
  expect(rows.size).toBeLessThan(all.length);
});

/** The rows that the judge would look at, and on what of the undeclared each of them rests. */
function judgedBy({ id, protocol, profile, declared, variants }: Check): string {
  const rows = variants[0]?.steps.map(({ expect: one }) => (one === undefined ? [] : rowsOf(one, declared)));
  return JSON.stringify([id, protocol, profile, rows]);
}

function rowsOf({ one_of }: Expect, declared: Policy): readonly unknown[] {
  return one_of.flatMap((world, at) =>
    applies(world.when, declared) ? [[at, undeclaredPart(world.when, declared), rowsOf(world, declared)]] : [],
  );
}
