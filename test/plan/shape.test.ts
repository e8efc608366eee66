import { describe, expect, it } from "vitest";
import { oidc, plan, saml, scenarioOf, targetOf } from "./stage.ts";

const PLAIN = "given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]";

const names = (protocol: "oidc" | "saml", ...connections: readonly string[]) =>
  plan([scenarioOf(PLAIN)], targetOf(connections.join("\n")), { protocols: [protocol] }).checks.map(
    ({ name, connection }) => `${name} @ ${connection}`,
  );

describe("two connections of one protocol and policy", () => {
  it("are one where they are alike", () => {
    expect(names("oidc", oidc("a"), oidc("b"))).toEqual(["one [oidc] @ a"]);
  });

  const ROLES = "roles: { one: { group: engineering, role: member } }";
  it.each([
    ["roles", oidc("a", ROLES), oidc("b", ROLES.replace("member", "admin"))],
    ["the default role", oidc("a", "roles: { default: guest }"), oidc("b")],
    ["claims", oidc("a"), oidc("b", "claims: { groups: roles }")],
    [
      "the key of identity",
      oidc("a", "policy: { identity_key: iss_sub }"),
      oidc("b", "policy: { identity_key: email }"),
    ],
  ])("are both judged where they differ in %s", (_, one, other) => {
    expect(names("oidc", one, other)).toEqual(["one [oidc] @ a", "one [oidc, at b] @ b"]);
  });

  it.each([
    ["attributes", saml("a"), saml("b", "attributes: { email: mail }")],
    ["a NameID that is the key", saml("a", "name_id: persistent"), saml("b", "name_id: emailAddress")],
  ])("are both judged where they differ in %s", (_, one, other) => {
    expect(names("saml", one, other)).toEqual(["one [saml] @ a", "one [saml, at b] @ b"]);
  });

  it("the order in which the names of claims are written is no difference", () => {
    const [one, other] = ["{ email: mail, groups: roles }", "{ groups: roles, email: mail }"];
    expect(names("oidc", oidc("a", `claims: ${one}`), oidc("b", `claims: ${other}`))).toEqual(["one [oidc] @ a"]);
  });

  it("the plainest keeps the plain name, whatever the profiles of the others", () => {
    const profiled = ["a", "b"].map((name) => oidc(name, `profile: okta, claims: { groups: ${name} }`));
    expect(names("oidc", ...profiled, oidc("c"))).toEqual([
      "one [oidc, okta] @ a",
      "one [oidc, okta, at b] @ b",
      "one [oidc] @ c",
    ]);
  });
});
