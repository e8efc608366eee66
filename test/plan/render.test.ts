import { describe, expect, it } from "vitest";
import { only, oidc, plan, saml, scenarioOf, targetOf } from "./stage.ts";

const NS = "n0000000";
const variant = (body: string, target = targetOf(oidc("a"))) => {
  const { variants, settled } = only(scenarioOf(body), target);
  const [first] = variants;
  if (first === undefined) throw new Error(`settled: ${settled?.reason}`);
  return first;
};
const people = (given: string, target = targetOf(oidc("a"))) => {
  const { people } = variant(
    `given: { people: ${given} }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]`,
    target,
  );
  return Object.fromEntries(Object.entries(people).map(([name, { claims }]) => [name, claims]));
};

describe("people", () => {
  it("are complete", () => {
    expect(people("[ada]")).toEqual({
      ada: {
        subject: `${NS}-ada`,
        email: `ada.${NS}@acme.test`,
        email_verified: true,
        given_name: "Ada",
        family_name: "Tester",
        name: "Ada Tester",
        preferred_username: `ada.${NS}`,
      },
    });
  });

  it.each([
    ["{ ada: { without: [email] } }", undefined],
    ['{ ada: { email: "" } }', ""],
    ["{ ada: { email: null } }", null],
    [`{ ada: { email: ["a-{{ns}}", "b-{{ns}}"] } }`, [`a-${NS}`, `b-${NS}`]],
    ["{ ada: { email: undefined } }", "undefined"],
  ])("%s: the names carry the namespace", (given, email) => {
    const { ada } = people(given);
    expect(ada?.["email"]).toEqual(email);
    expect(ada).toMatchObject({ family_name: `Tester-${NS}`, name: `Ada Tester-${NS}` });
  });

  it("who has no email has no email_verified, unless it is written", () => {
    expect(people("{ ada: { without: [email] } }")["ada"]).not.toHaveProperty("email_verified");
    expect(people("{ ada: { without: [email], email_verified: false } }")["ada"]).toHaveProperty(
      "email_verified",
      false,
    );
    expect(people('{ ada: { email: "" } }')["ada"]).toHaveProperty("email_verified", true);
  });

  it("may name each other, in any order, but not in a circle", () => {
    expect(people('{ ada: { email: "{{bob.email}}" }, bob: { email: "b.{{ns}}@{{domain}}" } }')["ada"]).toHaveProperty(
      "email",
      `b.${NS}@acme.test`,
    );
    expect(() => people('{ ada: { email: "{{bob.email}}" }, bob: { email: "{{ada.email}}" } }')).toThrow(
      expect.objectContaining({
        faults: [expect.objectContaining({ message: expect.stringContaining("in a circle") })],
      }),
    );
  });

  it("have what the connection demands beside: required attributes, and a group where nobody is let in without", () => {
    const target = targetOf(
      oidc(
        "a",
        "roles: { one: { group: staff, role: member } }, policy: { on_groups_absent: reject, required_attributes: [email, department] }",
      ),
    );
    expect(people("[ada]", target)["ada"]).toMatchObject({
      groups: ["staff"],
      department: `department ${NS}`,
      email: `ada.${NS}@acme.test`,
    });
    expect(people("{ ada: { without: [groups] } }", target)["ada"]).not.toHaveProperty("groups");
    expect(
      people("[ada]", targetOf(oidc("a", "roles: { one: { group: staff, role: member } }")))["ada"],
    ).not.toHaveProperty("groups");
  });

  it("are picked by a key that is theirs alone", () => {
    expect(
      variant("given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]").people["ada"],
    ).toMatchObject({ key: `ada.${NS}`, connection: "a" });
  });
});

describe("steps", () => {
  it("are rendered whole", () => {
    const target = targetOf(oidc("a", "roles: { one: { group: staff, role: member }, default: guest }"));
    const { steps, accounts } = variant(
      `require: { roles: 1 }
given:
  people: { ada: { groups: ["{{roles.one.group}}"] } }
  accounts: { local: { email: "{{ada.email}}" } }
steps:
  - change: { ada: { email: "x.{{ns}}@{{domain}}", long: "{{pad:3}}" } }
  - sign_in: ada
    expect:
      session: { account: local }
      account: { email: { oidc: "{{local.email}}", saml: nothing }, roles: { is: ["{{roles.one.role}}", "{{roles.default}}"] }, identities: [{ subject: "{{ada.subject}}" }] }`,
      target,
    );
    expect(accounts).toMatchObject([{ name: "local", email: `ada.${NS}@acme.test` }]);
    expect(steps[0]).toMatchObject({
      people: { ada: { claims: { email: `x.${NS}@acme.test`, long: "xxx" }, without: [] } },
    });
    expect(steps[1]?.expect?.all[1]).toMatchObject({
      email: `ada.${NS}@acme.test`,
      roles: { is: ["member", "guest"] },
      identities: [{ subject: `${NS}-ada` }],
    });
    expect(JSON.stringify(steps)).not.toContain("{{");
  });

  it("a blank is blank, and every row of a table has its own", () => {
    const { variants } = only(
      scenarioOf(`given: { people: { ada: { email: "{{blank}}" } } }
each: [{ one: {} }, { two: {} }]
steps: [{ sign_in: ada, expect: { outcome: signed_in } }]`),
      targetOf(oidc("a")),
    );
    const blanks = variants.map(({ people }) => people["ada"]?.claims["email"]);
    expect(blanks).toHaveLength(2);
    for (const blank of blanks) expect(blank).toMatch(/^[ \t]{16,}$/);
    expect(new Set(blanks).size).toBe(2);
  });

  it("leave out a default role that the connection has not", () => {
    const target = targetOf(oidc("a", "roles: { one: { group: staff, role: member } }"));
    const { steps } = variant(
      'given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { account: { roles: { is: ["{{roles.default}}"] } } } }]',
      target,
    );
    expect(steps[0]?.expect?.all[0]).toMatchObject({ roles: { is: [] } });
  });

  it("run once for each row, each in a namespace of its own", () => {
    const check = only(
      scenarioOf(`given: { people: [ada] }
each: [{ short: { claims: { name: "N {{ns}}" } } }, { gone: { claims: { without: [name] } } }]
steps:
  - change: { ada: "{{value.claims}}" }
  - { sign_in: ada, expect: { outcome: signed_in } }`),
      targetOf(oidc("a")),
    );
    expect(
      check.variants.map(({ name, ns, steps }) => [name, ns, steps[0]?.kind === "change" && steps[0].people["ada"]]),
    ).toEqual([
      ["short", "n0000000", { claims: { name: "N n0000000" }, without: [] }],
      ["gone", "n0000001", { claims: {}, without: ["name"] }],
    ]);
  });

  it("take a column's value as the name of a tamper", () => {
    const check = only(
      scenarioOf(`given: { people: [ada] }
each: { tamper: [missing-subject, blank-subject] }
steps: [{ sign_in: ada, tamper: "{{tamper}}", expect: { outcome: refused } }]`),
      targetOf(oidc("a")),
    );
    expect(
      check.variants.map(({ name, steps }) => [name, steps[0]?.kind === "sign_in" && steps[0].tamper?.name]),
    ).toEqual([
      ["missing-subject", "missing-subject"],
      ["blank-subject", "blank-subject"],
    ]);
  });

  it("run for the rows of their protocol; without one the check does not apply", () => {
    const scenario = scenarioOf(`given: { people: [ada] }
each: { tamper: { oidc: [missing-subject], saml: [blank-subject] } }
steps: [{ sign_in: ada, tamper: "{{tamper}}", expect: { outcome: refused } }]`);
    expect(only(scenario, targetOf(oidc("a"))).variants.map(({ name }) => name)).toEqual(["missing-subject"]);
    const none = { ...scenario, each: scenario.each.filter(({ name }) => name === "blank-subject") };
    expect(only(none, targetOf(oidc("a"))).settled).toEqual({
      verdict: "not_applicable",
      reason: "no row of its table is of oidc",
    });
  });

  it("a template of what the connection does not declare: not applicable", () => {
    const scenario = scenarioOf(
      'given: { people: { ada: { without: ["{{required.one}}"] } } }\nsteps: [{ sign_in: ada, expect: { outcome: refused } }]',
    );
    expect(only(scenario, targetOf(oidc("a", "policy: { required_attributes: [] }"))).settled).toEqual({
      verdict: "not_applicable",
      reason: "the connection declares nothing for {{required.one}}",
    });
    expect(only(scenario, targetOf(oidc("a"))).variants[0]?.people["ada"]?.claims).not.toHaveProperty("email");
  });
});

describe("connections of a scenario", () => {
  const clientOf = (issuer: string, name: string) =>
    oidc(name, `issuer_of: ${issuer}`).replace("client_id: app", `client_id: app-${name}`);
  const two = (theirs: string, more = "") =>
    scenarioOf(`given:
  connections: { ours: {}, theirs: ${theirs} }
  people: { ada: { at: ours }, eve: { at: theirs, email: "eve.{{ns}}@{{theirs.domain}}" } }
steps:
  - { sign_in: ada, expect: { outcome: signed_in } }
  - { sign_in: eve, expect: ${more === "" ? "{ outcome: signed_in }" : more} }`);
  const bound = (scenario: ReturnType<typeof two>, connections: readonly string[], policy = "{}") => {
    const check = plan([scenario], targetOf(connections.join("\n"), { policy }), { protocols: ["oidc"] }).checks[0];
    return (
      check?.settled?.reason ?? [
        check?.connection,
        check?.variants[0]?.people["eve"]?.connection,
        check?.variants[0]?.people["eve"]?.claims["email"],
      ]
    );
  };

  it.each([
    ["{ organization: other }", [oidc("a"), oidc("b"), oidc("c", "", "globex")], ["a", "c", `eve.${NS}@globex.test`]],
    [
      "{ organization: same, issuer: other }",
      [oidc("a"), oidc("x"), oidc("c", "", "globex")],
      ["a", "x", `eve.${NS}@acme.test`],
    ],
    ["{ issuer: other }", [oidc("a"), oidc("b", "", "globex"), oidc("c")], ["a", "c", `eve.${NS}@acme.test`]],
    [
      "{ issuer: other }",
      [oidc("a"), oidc("c", "", "globex"), oidc("b", "", "globex")],
      ["a", "b", `eve.${NS}@globex.test`],
    ],
    ["{ protocol: saml }", [oidc("a"), oidc("b"), saml("s")], ["a", "s", `eve.${NS}@acme.test`]],
    [
      "{ organization: other }",
      [oidc("a"), oidc("b")],
      'the target has no second oidc connection of another organization for "theirs"',
    ],
    [
      "{ issuer: other }",
      [oidc("a"), oidc("b", "policy: { jit: off }")],
      'the target has no second oidc connection for "theirs"',
    ],
    [
      "{ names: other }",
      [oidc("a"), oidc("b"), oidc("c", "claims: { email: email }"), oidc("d", "claims: { email: mail }")],
      ["a", "d", `eve.${NS}@acme.test`],
    ],
    [
      "{ names: other }",
      [oidc("a"), oidc("b")],
      'the target has no second oidc connection whose IdP names its claims otherwise for "theirs"',
    ],
    ["{ issuer: same }", [oidc("a"), clientOf("a", "c"), oidc("b")], ["a", "c", `eve.${NS}@acme.test`]],
    ["{ issuer: same }", [clientOf("b", "a"), oidc("b"), oidc("c")], ["a", "b", `eve.${NS}@acme.test`]],
    ["{ issuer: same }", [oidc("a"), oidc("b")], ["a", "a", `eve.${NS}@acme.test`]],
    ["{ issuer: other }", [oidc("a"), clientOf("a", "b"), oidc("c")], ["a", "c", `eve.${NS}@acme.test`]],
    ["{ organization: same }", [oidc("a"), clientOf("a", "b"), oidc("c")], ["a", "c", `eve.${NS}@acme.test`]],
  ] as const)("%s of %s", (theirs, connections, expected) => {
    expect(bound(two(theirs), connections)).toEqual(expected);
  });

  it("hold the same policy for the tables, by which both are judged", () => {
    const rows =
      "{ one_of: [{ when: { email_sync: on }, outcome: signed_in }, { when: { email_sync: [off, verified_only] }, outcome: signed_in }] }";
    const connections = [
      oidc("a"),
      oidc("b", "policy: { email_sync: off }"),
      oidc("c", "policy: { email_case: sensitive }"),
    ];
    expect(bound(two("{ issuer: other }", rows), connections, "{ email_sync: on }")).toEqual([
      "a",
      "c",
      `eve.${NS}@acme.test`,
    ]);
    expect(bound(two("{ issuer: other }", rows), connections.slice(0, 2), "{ email_sync: on }")).toBe(
      'the target has no second oidc connection with the same policy for "theirs"',
    );
  });

  it("are named by the target's names in the steps", () => {
    const scenario = scenarioOf(`given: { connections: { ours: {}, theirs: { issuer: other } }, people: [ada] }
steps: [{ sign_in: ada, connection: theirs, expect: { outcome: signed_in } }]`);
    const check = only(scenario, targetOf([oidc("a"), oidc("b")].join("\n")));
    expect(check.variants[0]?.steps[0]).toMatchObject({ connection: "b" });
    expect(check.connections.map(({ name }) => name)).toEqual(["a", "b"]);
  });
});
