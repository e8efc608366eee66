import { describe, expect, it } from "vitest";
import { loadScenarios } from "../../harness/scenario/index.ts";
import { shardOf } from "../../harness/plan/index.ts";
import { oidc, plan, saml, scenarioOf, targetOf } from "./stage.ts";

const SYNC = `given: { people: [ada] }
steps:
  - sign_in: ada
    expect:
      one_of:
        - { when: { email_sync: [on, verified_only] }, outcome: signed_in }
        - { when: { email_sync: off }, outcome: [signed_in, refused] }`;

const names = (result: ReturnType<typeof plan>) =>
  result.checks.map(({ name, connection }) => `${name} @ ${connection}`);

describe("on request, one check for each distinct tuple", () => {
  it("on the connection with the fewest overrides, then by name", () => {
    const target = targetOf(
      [
        oidc("a-many", "policy: { email_sync: on, email_case: sensitive }"),
        oidc("z-one", "policy: { email_sync: on }"),
        oidc("y-one", "policy: { email_sync: on }"),
        oidc("c-off", "policy: { email_sync: off }"),
        oidc("b-plain", ""),
      ].join("\n"),
      { policy: "{ email_sync: verified_only }" },
    );
    expect(names(plan([scenarioOf(SYNC)], target, { protocols: ["oidc"] }, "all"))).toEqual([
      "one [oidc, email_sync=verified_only] @ b-plain",
      "one [oidc, email_sync=off] @ c-off",
      "one [oidc, email_sync=on] @ y-one",
    ]);
  });

  it("an undeclared knob is a value of its own; the policy comes from target, organization, connection", () => {
    const organizations =
      "{ acme: { verified_domains: [acme.test] }, globex: { verified_domains: [globex.test], policy: { email_sync: off } } }";
    const target = targetOf(
      [oidc("plain"), oidc("in-globex", "", "globex"), oidc("own", "policy: { email_sync: on }", "globex")].join("\n"),
      { organizations },
    );
    const result = plan([scenarioOf(SYNC)], target, { protocols: ["oidc"] }, "all");
    expect(names(result)).toEqual([
      "one [oidc, email_sync=?] @ plain",
      "one [oidc, email_sync=off] @ in-globex",
      "one [oidc, email_sync=on] @ own",
    ]);
    expect(result.checks[0]?.declared).toEqual({ jit: "on" });
    expect(result.not_offered).toEqual([{ id: "one", protocol: "oidc", reason: "email_sync=verified_only" }]);
  });

  it("each profile has checks of its own, and stands in the name", () => {
    const target = targetOf([oidc("a", "profile: okta"), oidc("b", "profile: entra"), oidc("c")].join("\n"));
    const result = plan(
      [scenarioOf("given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]")],
      target,
      { protocols: ["oidc"] },
    );
    expect(names(result).toSorted()).toEqual(["one [oidc, entra] @ b", "one [oidc, okta] @ a", "one [oidc] @ c"]);
  });

  it("rows of another protocol make no tuple and are not rendered", () => {
    const target = targetOf([oidc("o", "policy: { email_verified_missing: unverified }"), saml("s")].join("\n"));
    const result = plan(
      [
        scenarioOf(`given: { people: [ada] }
steps:
  - sign_in: ada
    expect:
      one_of:
        - { protocols: [oidc], outcome: signed_in }
        - { protocols: [saml], when: { email_verified_missing: [trust_verified_domain, trust_connection] }, outcome: signed_in }
        - { protocols: [saml], when: { email_verified_missing: unverified }, outcome: refused }`),
      ],
      target,
    );
    expect(names(result)).toEqual(["one [oidc] @ o", "one [saml, email_verified_missing=?] @ s"]);
    expect(result.checks.map(({ variants }) => variants[0]?.steps[0]?.expect?.one_of.length)).toEqual([1, 2]);
  });

  it("lists values that no connection declares, and rows whose values never meet", () => {
    const scenario = scenarioOf(`given: { people: [ada] }
steps:
  - sign_in: ada
    expect:
      one_of:
        - { when: { email_sync: off, email_conflict: reject }, outcome: refused }
        - { outcome: signed_in }`);
    const target = targetOf(
      [oidc("a", "policy: { email_sync: off }"), oidc("b", "policy: { email_conflict: reject }")].join("\n"),
      { policy: "{ email_sync: on, email_conflict: keep_old_and_warn }" },
    );
    expect(plan([scenario], target, { protocols: ["oidc"] }).not_offered.map(({ reason }) => reason)).toEqual([
      "email_sync=off, email_conflict=reject",
    ]);
  });
});

describe("requirements", () => {
  const needing = (require: string) =>
    scenarioOf(
      `require: ${require}\ngiven: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]`,
    );
  const verdict = (require: string, connection: string, policy = "{}") => {
    const [check] = plan([needing(require)], targetOf(connection, { policy }), { protocols: ["oidc"] }).checks;
    return check?.settled?.reason ?? check?.connection;
  };

  it.each([
    ["{ policy: { link_by: [never] } }", oidc("a", "policy: { link_by: never }"), "a"],
    [
      "{ policy: { link_by: [never] } }",
      oidc("a", "policy: { link_by: verified_email }"),
      "no oidc connection offers link_by=never",
    ],
    ["{ policy: { link_by: [never] } }", oidc("a"), "no oidc connection offers link_by=never (undeclared)"],
    ["{}", oidc("a", "policy: { jit: off }"), "a"], // by an account that the kit makes
    ["{ policy: { jit: [on] } }", oidc("a", "policy: { jit: off }"), "a"],
    ["{ policy: { jit: [off] } }", oidc("a", "policy: { jit: off }"), "a"],
    ["{ policy: { jit: [off] } }", oidc("a"), "no oidc connection offers jit=off"],
    ["{ roles: 1 }", oidc("a"), "no oidc connection offers 1 mapped roles"],
    ["{ roles: 1 }", oidc("a", "roles: { one: { group: g, role: r } }"), "a"],
    ["{ required_attributes: [email] }", oidc("a"), "a"],
    [
      "{ required_attributes: [email] }",
      oidc("a", "policy: { required_attributes: [given_name] }"),
      "no oidc connection offers required_attributes with email",
    ],
    [
      '{ required_attributes: ["!given_name"] }',
      oidc("a", "policy: { required_attributes: [given_name] }"),
      "no oidc connection offers required_attributes without given_name",
    ],
    ["{ policy: { identity_key: [iss_sub] } }", oidc("a"), "a"],
    [
      "{ policy: { identity_key: [iss_sub] } }",
      oidc("a", "policy: { identity_key: email }"),
      "no oidc connection offers identity_key=iss_sub",
    ],
    ["{ policy: { identity_key: [claim] } }", oidc("a", 'policy: { identity_key: "claim:upn" }'), "a"],
    ["{ can: [grant] }", oidc("a"), "a"],
  ])("%s at %s: %s", (require, connection, told) => {
    expect(verdict(require, connection)).toBe(told);
  });

  it("what no connection meets is a check that does not apply, and is listed, once for each protocol", () => {
    const result = plan([needing("{ roles: 2 }")], targetOf(oidc("a")));
    expect(result.checks.map(({ name, settled }) => [name, settled?.verdict, settled?.reason])).toEqual([
      ["one [oidc]", "not_applicable", "no oidc connection offers 2 mapped roles"],
      ["one [saml]", "not_applicable", "the target has no saml connection"],
    ]);
    expect(result.not_offered).toHaveLength(2);
  });

  it("jit in a table takes the place of the implied jit: on", () => {
    const scenario = scenarioOf(`given: { people: [ada] }
steps:
  - sign_in: ada
    expect:
      one_of: [{ when: { jit: on }, outcome: signed_in }, { when: { jit: [off, pending_approval] }, outcome: refused }]`);
    expect(
      plan([scenario], targetOf(oidc("a", "policy: { jit: off }")), { protocols: ["oidc"] }).checks[0]?.settled,
    ).toBeUndefined();
  });
});

describe("the plan is the same", () => {
  const scenarios = () => loadScenarios(["scenarios"], { root: process.cwd() });
  const target = () =>
    targetOf(
      [
        oidc("a", "roles: { one: { group: g1, role: r1 }, two: { group: g2, role: r2 } }"),
        oidc("b", "policy: { email_sync: off, jit: off }"),
        oidc("c", "policy: { email_sync: off }", "globex"),
        saml("d", "policy: { link_by: never }"),
        saml("e", "", "globex"),
      ].join("\n"),
      { policy: "{ email_sync: on, link_by: verified_email, identity_key: iss_sub }" },
    );

  it("whatever the order of scenarios and connections", () => {
    const [all, sp] = [scenarios(), target()];
    const straight = plan(all, sp);
    expect(plan(all.toReversed(), { ...sp, connections: sp.connections.toReversed() })).toEqual(straight);
    expect(straight.checks.length).toBeGreaterThan(25);
  });

  it("with unique names and namespaces, and never more checks of a scenario than connections", () => {
    const { checks } = plan(scenarios(), target());
    expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
    const spaces = checks.flatMap(({ variants }) => variants.map(({ ns }) => ns));
    expect(new Set(spaces).size).toBe(spaces.length);
    for (const { id } of checks) {
      for (const protocol of ["oidc", "saml"] as const) {
        expect(checks.filter((check) => check.id === id && check.protocol === protocol).length).toBeLessThanOrEqual(3);
      }
    }
  });

  it("for what is left by a selection, namespaces included", () => {
    const [all, sp] = [scenarios(), target()];
    const whole = plan(all, sp).checks;
    for (const select of [
      { protocols: ["saml" as const] },
      { ids: ["mail-change"] },
      { ids: ["mail-*", "rep-same"] },
      { tags: ["core"] },
      { policies: [{ knob: "email_sync", value: "off" }] },
      { profiles: ["okta"] },
    ]) {
      const { checks } = plan(all, sp, select);
      expect(whole).toEqual(expect.arrayContaining([...checks]));
    }
    expect(plan(all, sp, { ids: ["mail-*"] }).checks.every(({ id }) => id.startsWith("mail-"))).toBe(true);
    expect(
      plan(all, sp, { policies: [{ knob: "email_sync", value: "off" }] }).checks.every(
        ({ declared }) => declared.email_sync === "off",
      ),
    ).toBe(true);
    expect(plan(all, sp, { profiles: ["okta"] }).checks).toEqual([]);
  });

  it("cut into shards by the id alone, which part it and add up to it", () => {
    const [all, sp] = [scenarios(), target()];
    const whole = plan(all, sp);
    for (const of of [1, 2, 3, 7]) {
      const shards = Array.from(
        { length: of },
        (_, index) => plan(all, sp, { shard: { index: index + 1, of } }).checks,
      );
      expect(
        shards
          .flat()
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(whole.checks.map(({ name }) => name).toSorted());
      for (const [index, shard] of shards.entries())
        expect(shard.every(({ id }) => shardOf(id, of) === index + 1)).toBe(true);
    }
    expect([shardOf("mail-change", 4), shardOf("rep-same", 4)]).toEqual([
      shardOf("mail-change", 4),
      shardOf("rep-same", 4),
    ]);
  });
});
