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
    expect(names("oidc", oidc("a", "roles: { default: guest }"), oidc("b"))).toEqual(["one [oidc] @ a"]);
  });

  const ROLES = "roles: { one: { group: engineering, role: member } }";
  it.each([
    ["roles", oidc("a", ROLES), oidc("b", ROLES.replace("member", "admin"))],
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

  describe("of whose messages some are corrupted", () => {
    const forged = (tamper: string, each = "") =>
      `given: { people: [ada] }\n${each}steps: [{ sign_in: ada, tamper: "${tamper}", expect: { outcome: refused } }]`;
    const at = (body: string, ...connections: readonly string[]) =>
      plan([scenarioOf(body, "one", "[saml]")], targetOf(connections.join("\n"))).checks.map(
        ({ connection }) => connection,
      );
    const FROM_METADATA =
      "organization: acme, protocol: saml, sp_metadata: 'http://localhost:3000/md', sign_in: GET /in";
    it.each(["sign: response", "sign: both"])("are both judged where one has %s", (sealed) => {
      expect(at(forged("missing-signature"), saml("a"), saml("b", sealed))).toEqual(["a", "b"]);
      expect(at(forged("{{tamper}}", "each: { tamper: [missing-signature] }\n"), saml("a"), saml("b", sealed))).toEqual(
        ["a", "b"],
      );
      // A lawful form is no corruption, and nothing that is corrupted is sent here.
      expect(at(forged("other-prefixes"), saml("a"), saml("b", sealed))).toEqual(["a"]);
      expect(at(PLAIN, saml("a"), saml("b", sealed))).toEqual(["a"]);
    });

    it("are both judged where one's assertions are encrypted", () => {
      const encrypted = `  b: { ${FROM_METADATA}, encrypt: true }`;
      expect(at(forged("missing-signature"), saml("a"), encrypted)).toEqual(["a", "b"]);
      expect(at(PLAIN, saml("a"), encrypted)).toEqual(["a"]);
    });
  });

  it("of whose sign-outs the SP is told are both judged where one's LogoutRequests are a POST", () => {
    const told = (name: string, at: string) =>
      `  ${name}: { organization: acme, protocol: saml, sp_metadata: "http://localhost:3000/md", sign_in: GET /in, single_logout: ${at} }`;
    const [redirect, post] = ["http://localhost:3000/slo", "{ at: http://localhost:3000/slo, binding: post }"];
    const body =
      "given: { people: [ada] }\nsteps: [{ sign_in: ada }, { logout: { from_idp: ada }, expect: { session: { account: none } } }]";
    const at = (steps: string, one: string, other: string) =>
      plan([scenarioOf(steps, "one", "[saml]")], targetOf([told("a", one), told("b", other)].join("\n")), {
        protocols: ["saml"],
      }).checks.map(({ connection }) => connection);
    expect(at(body, redirect, post)).toEqual(["a", "b"]);
    expect(at(body, redirect, redirect)).toEqual(["a"]);
    expect(at(PLAIN, redirect, post)).toEqual(["a"]);
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
