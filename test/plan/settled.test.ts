import { describe, expect, it } from "vitest";
import { oidc, only, plan, saml, scenarioOf, targetOf } from "./stage.ts";

const FIRST =
  "given: { people: [ada] }\nsteps:\n  - { sign_in: ada, expect: { outcome: signed_in, remember: adas } }\n";

describe("what the target cannot show", () => {
  const settled = (body: string, more: Parameters<typeof targetOf>[1]) =>
    only(scenarioOf(body), targetOf(oidc("a"), more)).settled;

  it("is left to the judge: a field that is hidden settles no check", () => {
    const body = `${FIRST}  - { sign_in: ada, expect: { account: { of: adas, roles: { lacks: [x] }, names: { given_name: A } } } }`;
    expect(settled(body, { map: "{ id: $.id, email: $.email }" })).toBeUndefined();
    expect(settled(body, { map: "{ id: $.id, email: $.email }", policy: "{ role_sync: mirror }" })).toBeUndefined();
  });

  it("what the SP has not goes with the check", () => {
    const target = targetOf(oidc("a"), {
      map: "{ id: $.id, email: $.email }",
      seed: "{}",
      observe: ", roles: none, identities: none",
    });
    expect(only(scenarioOf(FIRST), target).lacking).toEqual(["roles", "identities"]);
    expect(only(scenarioOf(FIRST), targetOf(oidc("a"))).lacking).toEqual([]);
  });

  it("a person whose account nothing shown would tell", () => {
    const body =
      "given: { people: { ada: { without: [email] } } }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]";
    expect(settled(body, { map: "{ id: $.id, email: $.email }" })?.reason).toBe(
      "nothing that the target shows would tell the account of ada; map one of identities, family_name, name, username in observe.accounts",
    );
    expect(settled(body, { map: "{ id: $.id, name: $.n }" })).toBeUndefined();
  });

  it("a person whose email is gone before the first sign-in", () => {
    const body =
      "given: { people: [ada] }\nsteps:\n  - change: { ada: { without: [email] } }\n  - { sign_in: ada, expect: { outcome: signed_in } }";
    expect(settled(body, { map: "{ id: $.id, email: $.email }" })?.verdict).toBe("unobservable");
    const known = `${FIRST}  - change: { ada: { without: [email] } }\n  - { sign_in: ada, expect: { outcome: signed_in } }`;
    expect(settled(known, { map: "{ id: $.id, email: $.email }" })).toBeUndefined();
  });
});

describe("what the target cannot do", () => {
  const seeding =
    'given: { people: [ada], accounts: { local: { email: "x.{{ns}}@acme.test", password: secret } } }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]';

  it("is unobservable where its file does not say how", () => {
    expect(only(scenarioOf(seeding), targetOf(oidc("a"), { seed: "{}" })).settled).toMatchObject({
      verdict: "unobservable",
      reason: "the target file does not say how to seed",
    });
  });

  it("is unobservable where a seeded account would lack what matters in it", () => {
    expect(only(scenarioOf(seeding), targetOf(oidc("a"))).settled?.reason).toBe(
      "seed.account of the target file does not write password",
    );
  });

  const WHOLE = "{ account: { http: POST /accounts, json: { e: '{{email}}', p: '{{password}}', u: '{{username}}' } } }";
  const TYPED =
    "drive: { password_sign_in: [{ open: /in }, { fill: { login: '{{username}}', password: '{{password}}' } }] }";

  it("has a username where people sign in by it, and only then", () => {
    const nameOf = (drive = "") => {
      const target = targetOf(oidc("a"), { seed: WHOLE, rest: drive });
      const [variant] = only(scenarioOf(seeding), target).variants;
      return [variant?.accounts[0]?.username, variant?.ns];
    };
    const [typed, ns] = nameOf(TYPED);
    expect(typed).toBe(`local.${ns}`);
    expect(nameOf()[0]).toBeUndefined();
  });

  it("is unobservable where people sign in by a username that nobody writes", () => {
    const seed = WHOLE.replace(", u: '{{username}}'", "");
    expect(only(scenarioOf(seeding), targetOf(oidc("a"), { seed, rest: TYPED })).settled?.reason).toBe(
      "seed.account of the target file does not write username",
    );
  });

  it("does not apply where somebody comes without what must be there, and that is not asked", () => {
    const body =
      "given: { people: { bob: { without: [preferred_username] } } }\nsteps: [{ sign_in: bob, expect: { outcome: signed_in } }]";
    const policy = "{ required_attributes: [email, preferred_username] }";
    expect(only(scenarioOf(body), targetOf(oidc("a"), { policy })).settled).toMatchObject({
      verdict: "not_applicable",
      reason: "preferred_username is required, and bob comes without",
    });
    const asked = `require: { required_attributes: [preferred_username] }\n${body}`;
    expect(only(scenarioOf(asked), targetOf(oidc("a"), { policy })).settled).toBeUndefined();
  });

  it("a verified email and activity are what an account has by default", () => {
    const body =
      'given: { people: [ada], accounts: { local: { email: "x.{{ns}}@acme.test", email_verified: true, active: true } } }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]';
    expect(only(scenarioOf(body), targetOf(oidc("a"))).settled).toBeUndefined();
    expect(
      only(scenarioOf(body.replace("email_verified: true", "email_verified: false")), targetOf(oidc("a"))).settled
        ?.verdict,
    ).toBe("unobservable");
  });

  it("does not apply where what matters in a seeded account is nothing that the SP has", () => {
    const target = targetOf(oidc("a"), {
      map: "{ id: $.id, email: $.email }",
      seed: '{ account: { http: POST /seed, json: { email: "{{email}}" } } }',
      observe: ", email_verified: none",
    });
    const unverified = seeding.replace("password: secret", "email_verified: false");
    expect(only(scenarioOf(unverified), target).settled).toEqual({
      verdict: "not_applicable",
      reason: "the target declares that it has no email_verified",
    });
  });

  it("does not apply where the SP has no such thing", () => {
    const bare = scenarioOf(FIRST);
    const scenario = { ...bare, require: { ...bare.require, can: ["sign_out"] } };
    expect(only(scenario, targetOf(oidc("a"), { rest: "drive: { sign_out: none }" })).settled).toEqual({
      verdict: "not_applicable",
      reason: "the target declares that it has no sign_out",
    });
    expect(only(scenario, targetOf(oidc("a"))).settled?.verdict).toBe("unobservable");
  });
});

describe("where the key of identity is the email itself", () => {
  const change = (email: string) =>
    `${FIRST}  - change: { ada: { email: "${email}" } }\n  - { sign_in: ada, expect: { session: { account: adas } } }`;
  const of = (connection: string, body: string) =>
    plan([scenarioOf(body)], targetOf(connection)).checks.filter(({ connection: name }) => name !== "")[0]?.settled;

  it.each([
    [saml("s", "name_id: emailAddress"), true],
    [saml("s", "name_id: emailAddress, policy: { identity_key: entity_nameid }"), true],
    [saml("s", 'name_id: emailAddress, policy: { identity_key: "entity_attr:uid" }'), false],
    [saml("s", "name_id: persistent"), false],
    [saml("s", "name_id: emailAddress, policy: { identity_key: email }"), true],
    [saml("s", "name_id: persistent, policy: { identity_key: email }"), false],
    [oidc("o", "policy: { identity_key: email }"), false],
    [oidc("o"), false],
  ])("%s: a changed email is another person: %s", (connection, applies) => {
    const settled = of(connection, change("new.{{ns}}@{{domain}}"));
    if (applies)
      expect(settled).toEqual({
        verdict: "not_applicable",
        reason: "the identity key is the email itself",
      });
    else expect(settled).toBeUndefined();
  });

  it("whoever is made for it speaks of it, and the others name it", () => {
    const target = targetOf(saml("s", "name_id: emailAddress"));
    const body = change("new.{{ns}}@{{domain}}");
    const settled = plan(
      [scenarioOf(body, "any"), scenarioOf(`covers: email_as_key\n${body}`, "made-for-it")],
      target,
      {
        protocols: ["saml"],
      },
    ).checks.map(({ id, settled: known }) => [id, known?.reason]);
    expect(settled).toEqual([
      ["any", "the identity key is the email itself; made-for-it covers it"],
      ["made-for-it", undefined],
    ]);
  });

  it("other letters are the same address, and a change before the first sign-in is none", () => {
    expect(of(saml("s", "name_id: emailAddress"), change("ADA.{{ns}}@{{domain}}"))).toBeUndefined();
    const before = `given: { people: [ada] }\nsteps:\n  - change: { ada: { email: "new.{{ns}}@{{domain}}" } }\n  - { sign_in: ada, expect: { outcome: signed_in } }`;
    expect(of(saml("s", "name_id: emailAddress"), before)).toBeUndefined();
  });

  it("the identity to look for is the email", () => {
    const body = `${FIRST}  - { sign_in: ada, expect: { account: { identities: [{ subject: "{{ada.subject}}" }] } } }`;
    const [check] = plan([scenarioOf(body)], targetOf(saml("s", "name_id: emailAddress")), {
      protocols: ["saml"],
    }).checks;
    expect(check?.variants[0]?.steps[1]?.expect?.all[0]).toMatchObject({
      identities: [{ subject: "ada.n0000000@acme.test" }],
    });
  });

  it("two people with one email are one", () => {
    const two = `given: { people: { ada: {}, eve: { email: "{{ada.email}}" } } }
steps:
  - { sign_in: ada, expect: { outcome: signed_in } }
  - { sign_in: eve, expect: { outcome: refused } }`;
    expect(of(saml("s", "name_id: emailAddress"), two)?.reason).toContain("the email itself");
    expect(of(saml("s"), two)).toBeUndefined();
    expect(of(saml("s", "name_id: emailAddress"), two.replace('"{{ada.email}}"', '""'))).toBeUndefined();
  });

  it("a transient NameID that is the key is another person each time", () => {
    const again = `${FIRST}  - { sign_in: ada, expect: { session: { account: adas } } }`;
    expect(of(saml("s", "name_id: transient"), again)?.reason).toContain("transient");
    expect(of(saml("s", "name_id: transient"), FIRST)?.reason).toContain("transient NameID");
    expect(of(saml("s", 'name_id: transient, policy: { identity_key: "entity_attr:uid" }'), again)).toBeUndefined();
  });
});
