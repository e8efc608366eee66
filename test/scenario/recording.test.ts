import { describe, expect, it } from "vitest";
import { parseScenario, writeRecording, type Act, type RecordedConnection } from "../../harness/scenario/index.ts";

const oidc: RecordedConnection = {
  name: "main-oidc",
  protocol: "oidc",
  organization: "default",
  domain: "acme.test",
  policy: { email_sync: ["on"], role_sync: ["authoritative"] },
};
const saml: RecordedConnection = { ...oidc, name: "other-saml", protocol: "saml", organization: "other" };

type SignedIn = Extract<Act, { did: "sign_in" }>;

function signIn(person: string, more: Partial<SignedIn> = {}): SignedIn {
  return {
    did: "sign_in",
    person,
    at: oidc,
    claims: { subject: `demo-${person}`, email: `${person}.demo@acme.test` },
    written: { claims: {}, without: [] },
    counts: { created: 1, deleted: 0, changed: 0 },
    account: { id: `id-of-${person}`, known: false },
    odd: false,
    tamper: null,
    idp_initiated: false,
    outcome: "signed_in",
    ...more,
  };
}

const none = { created: 0, deleted: 0, changed: 0 };
const write = (acts: readonly Act[], earlier: readonly Act[] = []) => {
  const text = writeRecording({ id: "mine", ns: "demo", earlier, acts });
  return { text, scenario: parseScenario(text, "/tmp/scenarios/mine.yaml") };
};

describe("a recording", () => {
  it("does again what was done, with other people each time, and expects what was seen", () => {
    const known = { id: "id-of-ada", known: true };
    const { text, scenario } = write([
      signIn("ada"),
      signIn("ada", {
        claims: { subject: "demo-ada", email: "ada.third@acme.test" },
        counts: { created: 0, deleted: 0, changed: 1 },
        account: { ...known, email: "ada.third@acme.test" },
      }),
      signIn("ada", {
        claims: { subject: "demo-ada" },
        tamper: "wrong-issuer",
        outcome: "refused",
        counts: none,
        account: null,
      }),
    ]);
    expect(text).toMatchInlineSnapshot(`
      "# Recorded in Jitterbug's console. What stands below \`expect\` is what was seen, not what is right: correct it.

      id: mine
      title: "As recorded: ada at oidc"
      severity: SHOULD
      protocols: [ oidc ]
      references: []
      require:
        policy:
          email_sync: [ on ]
      given:
        people:
          ada: {}
      steps:
        - sign_in: ada
          control: true
          expect:
            outcome: signed_in
            accounts: { created: 1, deleted: 0, changed: 0 }
            remember: adas
        - change:
            ada: { email: "ada.third.{{ns}}@{{domain}}" }
        - sign_in: ada
          expect:
            outcome: signed_in
            session: { account: adas }
            accounts: { created: 0, deleted: 0, changed: 1 }
            account: { of: adas, email: "ada.third.{{ns}}@{{domain}}" }
        - change:
            ada: { without: [ email ] }
        - sign_in: ada
          tamper: wrong-issuer
          expect:
            outcome: refused
            accounts: { created: 0, deleted: 0, changed: 0 }
      "
    `);
    expect(scenario.steps.map(({ kind }) => kind)).toEqual(["sign_in", "change", "sign_in", "change", "sign_in"]);
    expect(scenario.require.policy).toMatchObject({ email_sync: ["on"] });
  });

  it("makes an account of before by a sign-in of its own, as the person was then", () => {
    const before = signIn("ada", { written: { claims: { title: "Engineer" }, without: ["family_name"] } });
    const after = signIn("ada", { account: { id: "id-of-ada", known: true }, counts: none, odd: true });
    const { text, scenario } = write([after], [before]);
    expect(scenario.given.people[0]).toMatchObject({ claims: { title: "Engineer" }, without: ["family_name"] });
    expect(scenario.steps.map(({ control }) => control)).toEqual([true, false]);
    expect(text).toContain("# They had an account when the recording began");
    expect(text).toContain("# No SP means to do this");
  });

  it("names connections, SCIM and rotated keys as scenarios do", () => {
    const { tamper: _, idp_initiated: __, did: ___, ...of } = signIn("bob", { at: saml });
    const { scenario } = write([
      signIn("ada"),
      { ...of, did: "scim", does: "create", outcome: "done" },
      signIn("bob", { at: saml, idp_initiated: true, account: { id: "id-of-bob", known: true }, counts: none }),
      { did: "rotate_keys", at: oidc },
      signIn("ada", { account: { id: "id-of-ada", known: true, roles: ["admin"] }, counts: none }),
    ]);
    expect(scenario.given.connections).toMatchObject([
      { name: "first" },
      { name: "second", organization: "other", protocol: "saml" },
    ]);
    expect(scenario.lane).toBe("exclusive");
    expect(scenario.steps.map(({ kind }) => kind)).toEqual(["sign_in", "scim", "sign_in", "idp", "sign_in"]);
  });

  it("holds hostile texts as texts", () => {
    const name = "<b>\u202e'\"\n: {a: [b]} #x &y *z !!t";
    const { scenario } = write([
      signIn("eve", { written: { claims: { name, title: "${alert(1)}", preferred_username: "eve: x" }, without: [] } }),
    ]);
    expect(scenario.given.people[0]?.claims).toMatchObject({
      name,
      title: "${alert(1)}",
      preferred_username: "eve: x-{{ns}}",
    });
  });

  it("is none where nothing was done", () => {
    expect(() => write([])).toThrow("nothing was done yet");
  });

  it("signs out again in the same browser, and expects the session to be as it was seen", () => {
    const { did: _, tamper: __, idp_initiated: ___, ...common } = signIn("ada");
    const out = (more: object) => ({ ...common, did: "sign_out" as const, from: "idp" as const, ended: true, ...more });
    const again = { counts: none, account: { id: "id-of-ada", known: true } };
    const { text, scenario } = write([out({}), out({ ...again, from: "sp", ended: false })]);
    expect(text.slice(text.indexOf("steps:"))).toMatchInlineSnapshot(`
      "steps:
        - sign_in: ada
          browser: browser1
          control: true
          expect:
            outcome: signed_in
            accounts: { created: 1, deleted: 0, changed: 0 }
            remember: adas
        - logout:
            from_idp: ada
          browser: browser1
          expect:
            session: { account: none }
            accounts: { created: 0, deleted: 0, changed: 0 }
        - sign_in: ada
          browser: browser2
          expect:
            outcome: signed_in
            session: { account: adas }
            accounts: { created: 0, deleted: 0, changed: 0 }
        # No SP means to do this: write what it should have done.
        - sign_out: browser2
          expect:
            session: { account: adas }
            accounts: { created: 0, deleted: 0, changed: 0 }
      "
    `);
    expect(scenario.steps.map(({ kind }) => kind)).toEqual(["sign_in", "logout", "sign_in", "sign_out"]);
    const unseen = write([out({ ended: null })]).text;
    expect(unseen).toContain("logout:");
    expect(unseen).not.toContain("session:");
  });
});
