import { describe, expect, it } from "vitest";
import { completePerson } from "../../harness/plan/index.ts";
import { oidc, plan, saml, scenarioOf, targetOf } from "./stage.ts";

const checkOf = (scenario: string, protocol: "oidc" | "saml", connection: string) =>
  plan([scenarioOf(scenario)], targetOf(connection), { protocols: [protocol] }).checks[0];

const claimsOf = (people: string, protocol: "oidc" | "saml", connection: string) =>
  checkOf(
    `given: { people: ${people} }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]`,
    protocol,
    connection,
  )?.variants[0]?.people["ada"]?.claims;

describe("a person at a vendor's IdP", () => {
  it("has an identifier and a username of the vendor's making, with the namespace where its form can hold it", () => {
    expect(claimsOf("[ada]", "oidc", oidc("a"))).toMatchObject({
      subject: "n0000000-ada",
      preferred_username: "ada.n0000000",
    });
    expect(claimsOf("[ada]", "oidc", oidc("a", "profile: okta"))).toMatchObject({
      subject: expect.stringMatching(/^00u\w{9}n0000000$/),
      preferred_username: "ada.n0000000@acme.test",
    });
    expect(claimsOf("[ada]", "oidc", oidc("a", "profile: google"))).toMatchObject({
      subject: expect.stringMatching(/^1\d{20}$/),
    });
    expect(claimsOf("[ada]", "oidc", oidc("a", "profile: entra"))).toMatchObject({
      subject: expect.stringMatching(/^[\w-]{35}n0000000$/),
    });
  });

  it("is the same person at each client of one IdP, by an identifier that is pairwise where the vendor's is", () => {
    const subjects = (profile: string) => {
      const other = oidc("b", "issuer_of: a").replace("client_id: app", "client_id: b");
      const { connections } = targetOf(`${oidc("a", `profile: ${profile}`)}\n${other}`);
      const ada = { name: "ada", claims: {}, without: [], place: { file: "x", line: 1, column: 1 } };
      return new Set(connections.map((at) => completePerson(ada, "k3x9q2ab", () => "acme.test", at)["subject"]));
    };
    expect(subjects("okta").size).toBe(1);
    expect(subjects("entra").size).toBe(2);
  });

  it("is told as a guest where the vendor does that; an address that is written is their own", () => {
    const guest = "{ ada: { guest: true } }";
    expect(claimsOf(guest, "oidc", oidc("a", "profile: entra"))).toMatchObject({
      email: "ada.n0000000@partner.test",
      preferred_username: "ada.n0000000@partner.test",
      idp: expect.stringMatching(/^https:\/\/sts\.windows\.net\/[\da-f-]{36}\/$/),
    });
    expect(
      claimsOf("{ ada: { guest: true, email: 'eve.{{ns}}@x.test' } }", "saml", saml("a", "profile: entra")),
    ).toMatchObject({
      email: "eve.n0000000@x.test",
      preferred_username: "eve.n0000000_x.test#EXT#@acme.test",
      "http://schemas.microsoft.com/identity/claims/identityprovider": "mail",
    });
    expect(claimsOf("{ ada: { guest: true, without: [email] } }", "saml", saml("a", "profile: entra"))).toMatchObject({
      preferred_username: "ada.n0000000@acme.test",
    });
    expect(claimsOf(guest, "oidc", oidc("a"))).toEqual({
      ...claimsOf("[ada]", "oidc", oidc("a")),
      email: "ada.n0000000@partner.test",
    });
    expect(claimsOf("{ ada: { guest: false } }", "oidc", oidc("a"))).toEqual(claimsOf("[ada]", "oidc", oidc("a")));
  });

  it("keeps the identifier that a scenario writes", () => {
    expect(claimsOf("{ ada: { subject: 'a|b.{{ns}}' } }", "oidc", oidc("a", "profile: google"))).toMatchObject({
      subject: "a|b.n0000000",
    });
  });

  it("is known to the SP by what the NameID carries", () => {
    const one =
      "given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in, account: { identities: [{ subject: '{{ada.subject}}' }] } } }]";
    const known = (connection: string) =>
      JSON.stringify(checkOf(one, "saml", connection)?.variants[0]?.steps[0]?.expect?.all);
    expect(known(saml("a", "profile: okta"))).toContain('"subject":"ada.n0000000@acme.test"');
    expect(known(saml("a", "profile: okta, name_id: persistent"))).toMatch(/"subject":"00u/);
    expect(known(saml("a", "profile: google"))).toContain('"subject":"ada.n0000000@acme.test"');
  });
});

describe("a scenario that says what the vendor does not send", () => {
  const settled = (steps: string, protocol: "oidc" | "saml", connection: string) =>
    checkOf(steps, protocol, connection)?.settled;
  const signIn = "{ sign_in: ada, expect: { outcome: signed_in } }";

  it.each([
    ["groups at Google's OIDC", "{ ada: { groups: [g] } }", "google", "Google Workspace sends no groups"],
    [
      "email_verified at Entra",
      "{ ada: { email_verified: false } }",
      "entra",
      "Microsoft Entra ID sends no email_verified",
    ],
    [
      "an empty list at Okta",
      "{ ada: { groups: [] } }",
      "okta",
      "Okta sends nothing where the list of groups is empty",
    ],
  ])("does not apply: %s", (_, people, profile, reason) => {
    const scenario = `given: { people: ${people} }\nsteps: [${signIn}]`;
    expect(settled(scenario, "oidc", oidc("a", `profile: ${profile}`))).toEqual({ verdict: "not_applicable", reason });
    expect(settled(scenario, "oidc", oidc("a"))).toBeUndefined();
  });

  it("of a guest applies where nobody's IdP or one that has guests is met", () => {
    const scenario = `given: { people: { ada: { guest: true } } }\nsteps: [${signIn}]`;
    for (const profile of ["entra", "plain"])
      expect(settled(scenario, "oidc", oidc("a", `profile: ${profile}`))).toBeUndefined();
    expect(settled(scenario, "oidc", oidc("a"))).toBeUndefined();
    expect(settled(scenario, "oidc", oidc("a", "profile: okta"))?.reason).toBe("Okta knows no guests");
  });

  it("of somebody to whom the application is not given applies where the SP is told of it", () => {
    const never = `given: { people: { ada: { assigned: false } } }\nsteps: [{ sign_in: ada, expect: { outcome: refused } }]`;
    const later = `given: { people: [ada] }\nsteps: [{ change: { ada: { assigned: false } } }, { sign_in: ada, expect: { outcome: refused } }]`;
    for (const scenario of [never, later]) {
      expect(settled(scenario, "oidc", oidc("a"))).toBeUndefined();
      expect(settled(scenario, "oidc", oidc("a", "profile: okta"))).toBeUndefined();
      for (const [protocol, connection] of [
        ["oidc", oidc("a", "profile: google")],
        ["saml", saml("a", "profile: okta")],
      ] as const)
        expect(settled(scenario, protocol, connection)?.reason).toMatch(
          /shows a page of its own .* tells the SP nothing$/,
        );
    }
    expect(settled(never.replace("false", "true"), "saml", saml("a", "profile: okta"))).toBeUndefined();
  });

  it("of several groups in one text applies where the vendor sends names as they are", () => {
    const scenario = `given: { people: { ada: { groups: "g;of-nothing" } } }\nsteps: [${signIn}]`;
    expect(settled(scenario, "oidc", oidc("a"))).toBeUndefined();
    expect(settled(scenario, "oidc", oidc("a", "profile: okta"))).toBeUndefined();
    expect(settled(scenario, "oidc", oidc("a", "profile: entra"))?.reason).toMatch(
      /sends groups in a form of its own$/,
    );
    expect(settled(scenario, "saml", saml("a", "profile: onelogin"))?.verdict).toBe("not_applicable");
  });

  it("of an overage of groups applies where the vendor marks one, and nowhere else", () => {
    const scenario = `given: { people: { ada: { groups: { overage: [g] } } } }\nsteps: [${signIn}]`;
    expect(settled(scenario, "oidc", oidc("a", "profile: entra"))).toBeUndefined();
    for (const profile of ["okta", "plain"]) {
      const told = settled(scenario, "oidc", oidc("a", `profile: ${profile}`));
      expect(told?.reason).toMatch(/does not say that somebody is in more groups than it sends$/);
    }
    expect(settled(scenario, "oidc", oidc("a"))?.verdict).toBe("not_applicable");
  });

  it("does not apply where a later step says it, and does where the connection itself names the claim", () => {
    const scenario = `given: { people: [ada] }\nsteps: [{ change: { ada: { email_verified: false } } }, ${signIn}]`;
    expect(settled(scenario, "oidc", oidc("a", "profile: entra"))?.verdict).toBe("not_applicable");
    expect(
      settled(scenario, "oidc", oidc("a", "profile: entra, claims: { email_verified: email_verified }")),
    ).toBeUndefined();
  });

  it("does not apply where the NameID is the username, and the username is what changes", () => {
    const scenario = `given: { people: [ada] }\nsteps: [${signIn}, { change: { ada: { preferred_username: 'x.{{ns}}' } } }, ${signIn}]`;
    expect(settled(scenario, "saml", saml("a", "profile: okta"))).toEqual({
      verdict: "not_applicable",
      reason: "the identity key is the username itself",
    });
    expect(settled(scenario, "saml", saml("a", "profile: okta, name_id: persistent"))).toBeUndefined();
  });
});

it("where no address is called verified, the rows are those of an IdP of SAML", () => {
  const scenario = `given: { people: [ada] }
steps:
  - sign_in: ada
    expect:
      one_of:
        - { protocols: [oidc], outcome: signed_in }
        - { protocols: [saml], when: { email_verified_missing: [trust_verified_domain, trust_connection] }, outcome: signed_in }
        - { protocols: [saml], when: { email_verified_missing: unverified }, outcome: refused }`;
  const told = (connection: string) => {
    const check = checkOf(scenario, "oidc", connection);
    return [check?.name, check?.variants[0]?.steps[0]?.expect?.one_of.length];
  };
  expect(told(oidc("a"))).toEqual(["one [oidc]", 1]);
  expect(told(oidc("a", "profile: entra"))).toEqual(["one [oidc, entra, email_verified_missing=?]", 2]);
  expect(told(oidc("a", "profile: okta"))).toEqual(["one [oidc, okta]", 1]);
});

describe("what a vendor does not send, and a scenario does not turn on", () => {
  const settled = (scenario: string, protocol: "oidc" | "saml", connection: string) =>
    checkOf(scenario, protocol, connection)?.settled;

  it("is a whole name beside its parts, where nobody looks at names", () => {
    const given = `given: { people: { ada: { given_name: "Ada-{{ns}}", name: "Ada-{{ns}} King" } } }\nsteps: `;
    const session = `${given}[{ sign_in: ada, expect: { outcome: signed_in } }]`;
    expect(settled(session, "saml", saml("a", "profile: google"))).toBeUndefined();
    const looked = `${given}[{ sign_in: ada, expect: { outcome: signed_in, account: { names: { given_name: "{{ada.given_name}}" } } } }]`;
    expect(settled(looked, "saml", saml("a", "profile: google"))?.reason).toBe("Google Workspace sends no name");
  });

  it("is a username, unless the policy looks people up by it", () => {
    const found = `given: { people: [ada], accounts: { local: { email: "{{ada.email}}", email_verified: true } } }
steps: [{ sign_in: ada, expect: { outcome: signed_in } }]`;
    expect(settled(found, "oidc", oidc("a", "profile: google"))).toBeUndefined();
    expect(settled(found, "oidc", oidc("a", "profile: google, policy: { link_by: username }"))?.reason).toBe(
      "Google Workspace sends no preferred_username, which link_by=username would look for",
    );
    expect(settled(found, "oidc", oidc("a", "profile: okta, policy: { link_by: username }"))).toBeUndefined();
  });
});
