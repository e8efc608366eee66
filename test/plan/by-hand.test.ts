import { describe, expect, it } from "vitest";
import { oidc, only, scenarioOf, targetOf } from "./stage.ts";

const END = "expect: { session: { account: none } }";
const given = (more = "") => `given: { people: [ada], accounts: { local: { email: "l.{{ns}}@acme.test" } }${more} }`;
const SEED = `{ account: { http: POST /seed, json: { email: "{{email}}", password: "{{password}}" } } }`;

describe("what a person does by hand", () => {
  const STEPS: readonly [string, string][] = [
    ["sign_out", `- { sign_in: ada, browser: b }\n  - { sign_out: b, ${END} }`],
    ["password_sign_in", `- { password_sign_in: local, password: x, ${END} }`],
    ["link", `- { sign_in: ada, browser: b }\n  - { link: ada, browser: b, account: local, password: x, ${END} }`],
  ];
  const scenario = (steps: string) => scenarioOf(`${given()}\nsteps:\n  ${steps}`);

  it.each(STEPS)("%s is unobservable, does not apply, or is driven, as the target says", (name, steps) => {
    const settled = (rest: string) => only(scenario(steps), targetOf(oidc("a"), { seed: SEED, rest })).settled;
    expect(settled("")).toMatchObject({
      verdict: "unobservable",
      reason: `the target file does not say how to ${name}`,
    });
    expect(settled(`drive: { ${name}: none }`)).toEqual({
      verdict: "not_applicable",
      reason: `the target declares that it has no ${name}`,
    });
    expect(settled(`drive: { ${name}: [{ press: Go }] }`)).toBeUndefined();
  });

  it("visiting an address needs nothing of the target", () => {
    const body = `given: {}\nsteps:\n  - { visit: "/x/{{ns}}", ${END} }`;
    const check = only(scenarioOf(body), targetOf(oidc("a")));
    expect(check.settled).toBeUndefined();
    expect(check.variants[0]?.steps[0]).toMatchObject({ kind: "visit", target: `/x/${check.variants[0]?.ns}` });
  });

  it("passwords are rendered", () => {
    const check = only(
      scenario(`- { password_sign_in: ada, password: "{{local.email}}-1", ${END} }`),
      targetOf(oidc("a"), { seed: SEED, rest: "drive: { password_sign_in: [{ press: Go }] }" }),
    );
    expect(check.variants[0]?.steps[0]).toMatchObject({ password: `l.${check.variants[0]?.ns}@acme.test-1` });
  });
});

describe("invitations", () => {
  const body = (roles: string) => `require: { roles: 1 }
given: { people: [ada], invitations: { hers: { email: "{{ada.email}}"${roles} } } }
steps:
  - { sign_in: ada, expect: { outcome: signed_in } }
  - { invite: { again: { email: "x.{{ns}}@{{domain}}" } }, expect: { accounts: { created: 0 } } }`;
  const ROLES = ', roles: ["{{roles.one.role}}"]';
  const connection = oidc("a", "roles: { one: { group: g, role: member } }");
  const settled = (invite: string, roles = ROLES) =>
    only(scenarioOf(body(roles)), targetOf(connection, { seed: `{ invite: ${invite} }` })).settled;

  it("are made where the target says how, and brings roles where its call writes them", () => {
    const call = `{ http: POST /invite, json: { to: "{{email}}", as: "{{role}}" } }`;
    const check = only(scenarioOf(body(ROLES)), targetOf(connection, { seed: `{ invite: ${call} }` }));
    const [variant] = check.variants;
    expect(check.settled).toBeUndefined();
    expect(variant?.invitations).toMatchObject([
      { name: "hers", email: `ada.${variant?.ns}@acme.test`, roles: ["member"] },
    ]);
    expect(variant?.steps[1]).toMatchObject({ invitations: [{ name: "again", email: `x.${variant?.ns}@acme.test` }] });
  });

  it("are unobservable where it does not say how, or does not write the roles; and do not apply where there are none", () => {
    const without = only(scenarioOf(body("")), targetOf(connection, { seed: "{}" })).settled;
    expect(without?.reason).toBe("the target file does not say how to invite");
    expect(settled(`{ http: POST /invite, json: { to: "{{email}}" } }`)).toMatchObject({
      verdict: "unobservable",
      reason: "seed.invite of the target file does not write roles",
    });
    expect(settled(`{ http: POST /invite, json: { to: "{{email}}" } }`, "")).toBeUndefined();
    expect(settled("none")).toEqual({
      verdict: "not_applicable",
      reason: "the target declares that it has no invite",
    });
  });

  it("who accepts one is a newcomer, as who signs in", () => {
    const accept = `given: { people: { ada: { without: [email] } }, invitations: { hers: { email: "x.{{ns}}@acme.test" } } }
steps: [{ accept_invite: hers, person: ada, expect: { outcome: signed_in } }]`;
    const target = targetOf(oidc("a"), {
      seed: "{ invite: { http: POST /invite } }",
      rest: "drive: { accept_invite: [{ open: / }] }",
      map: "{ id: $.id, email: $.email }",
    });
    expect(only(scenarioOf(accept), target).settled?.reason).toContain("would tell the account of ada");
  });
});

it("seed: none is told apart from what is left out", () => {
  const body = `${given()}\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]`;
  expect(only(scenarioOf(body), targetOf(oidc("a"), { seed: "{ account: none }" })).settled).toEqual({
    verdict: "not_applicable",
    reason: "the target declares that it has no seed",
  });
});
