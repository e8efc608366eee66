import { describe, expect, it } from "vitest";
import { oidc, plan, saml, scenarioOf, targetOf } from "./stage.ts";

/** How many rows of the last step are left in each check, by its name; or why it is settled. */
function rows(body: string, target: ReturnType<typeof targetOf>) {
  return Object.fromEntries(
    plan([scenarioOf(body)], target).checks.map(({ name, variants, settled }) => [
      name,
      settled?.reason ?? variants[0]?.steps.at(-1)?.expect?.one_of.map(({ all }) => all.map(({ kind }) => kind)),
    ]),
  );
}

const single = (target: ReturnType<typeof targetOf>) => ({
  ...target,
  observe: { ...target.observe, roles: "single" as const },
});

describe("rows by the roles that an account can have", () => {
  const table = (one_of: string) =>
    `given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { one_of: [${one_of}] } }]`;
  const body = table(
    "{ roles: several, outcome: signed_in }, { roles: single, account: { roles: { lacks: [x] } } }, { message: { says: x } }",
  );

  it("are those of several, unless the target says `single`", () => {
    const target = targetOf(oidc("a"));
    expect(rows(body, target)["one [oidc]"]).toEqual([["outcome"], ["message"]]);
    expect(rows(body, single(target))["one [oidc]"]).toEqual([["account"], ["message"]]);
  });

  it("a table that has none of them does not apply", () => {
    const several = table("{ roles: several, outcome: signed_in }");
    expect(rows(several, targetOf(oidc("a")))["one [oidc]"]).toEqual([["outcome"]]);
    expect(rows(several, single(targetOf(oidc("a"))))["one [oidc]"]).toBe(
      "its rows are not of an SP whose accounts have one role at a time on oidc",
    );
  });
});

describe("rows by the kind of identity key", () => {
  const body = `given: { people: [ada] }
steps:
  - sign_in: ada
    expect:
      one_of:
        - { when: { identity_key: [iss_sub, tid_oid, entity_nameid] }, outcome: refused }
        - { when: { identity_key: entity_attr }, session: { account: none } }
        - { when: { identity_key: [claim, email] }, message: { says: x } }`;

  it("are those of the key that is declared, else of the protocol's own; each kind is a check", () => {
    const target = targetOf(
      [
        oidc("a"),
        oidc("b", "policy: { identity_key: email }"),
        oidc("c", "policy: { identity_key: 'claim:employee' }"),
        saml("d"),
        saml("e", "policy: { identity_key: 'entity_attr:uid' }"),
        saml("f", "policy: { identity_key: 'entity_attr:number' }"),
      ].join("\n"),
    );
    expect(rows(body, target)).toEqual({
      "one [oidc, identity_key=iss_sub]": [["outcome"]],
      "one [oidc, identity_key=email]": [["message"]],
      "one [oidc, identity_key=claim]": [["message"]],
      "one [saml, identity_key=entity_nameid]": [["outcome"]],
      "one [saml, identity_key=entity_attr]": [["session"]],
    });
  });

  it("a key that is required and not declared is the protocol's own", () => {
    const needs = (key: string) =>
      `require: { policy: { identity_key: ${key} } }\ngiven: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: refused } }]`;
    const checks = (key: string) =>
      plan([scenarioOf(needs(key))], targetOf(saml("a")), { protocols: ["saml"] }).checks.map(
        ({ settled }) => settled?.reason,
      );
    expect(checks("entity_nameid")).toEqual([undefined]);
    expect(checks("entity_attr")).toEqual(["no saml connection offers identity_key=entity_attr (undeclared)"]);
  });
});

describe("what a scenario cannot be about", () => {
  const body = (require: string) =>
    `require: ${require}\ngiven: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: refused } }]`;
  const reasons = (require: string, more: Parameters<typeof targetOf>[1], connection = "") =>
    plan([scenarioOf(body(require))], targetOf(oidc("a", connection), more), { protocols: ["oidc"] }).checks.map(
      ({ settled }) => settled?.reason,
    );

  it("is a value that the connection declares; undeclared it may hold another", () => {
    const not = "{ not: { role_sync: [authoritative, off] } }";
    expect(reasons(not, {})).toEqual([undefined]);
    expect(reasons(not, { policy: "{ role_sync: mirror }" })).toEqual([undefined]);
    expect(reasons(not, { policy: "{ role_sync: authoritative }" })).toEqual([
      "no oidc connection offers role_sync other than authoritative",
    ]);
  });

  it("is a default role that nobody names", () => {
    expect(reasons("{ default_role: true }", {})).toEqual([
      "no oidc connection offers a default role, or `default_role: none`",
    ]);
    expect(reasons("{ default_role: true }", {}, "roles: { default: guest }")).toEqual([undefined]);
    expect(reasons("{ default_role: true }", {}, "policy: { default_role: none }")).toEqual([undefined]);
  });
});
