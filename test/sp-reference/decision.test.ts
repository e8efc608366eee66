import { describe, expect, test } from "vitest";
import type { Policy } from "../../sp-reference/config/policy.ts";
import type { Decision } from "../../sp-reference/decision/model.ts";
import { account, ask, done, told } from "./situation.ts";

const stranger = account({
  id: "account-2",
  identities: [],
  profile: { given_name: null, family_name: null, name: null, username: "ada" },
});

function fields(decision: Decision) {
  return done(decision).fields;
}

describe("who is let in", () => {
  test.each<[string, string, Partial<Policy>]>([
    ["an unknown person", "create", {}],
    ["an unknown person, JIT off", "jit_off", { jit: "off" }],
    ["an unknown person, approval needed", "create", { jit: "pending_approval" }],
  ])("%s: %s", (_, expected, policy) => {
    expect(told(ask({ policy }))).toBe(expected);
  });

  test("pending_approval makes an inactive account and no session", () => {
    expect(ask({ policy: { jit: "pending_approval" } })).toMatchObject({
      kind: "create",
      signIn: false,
      fields: { status: "pending" },
    });
  });

  test("an invitation admits although JIT is off, and brings its role", () => {
    const invitation = { id: "i", role: "editor" };
    expect(ask({ policy: { jit: "off" }, found: { invitation } })).toMatchObject({
      kind: "create",
      invitation,
      grants: [
        { role: "guest", origin: "default" },
        { role: "editor", origin: "manual" },
      ],
    });
  });

  test.each(["active", "pending", "deactivated"] as const)(
    "jit: off does not keep a known %s account out by itself",
    (status) => {
      const decision = ask({ policy: { jit: "off" }, found: { byIdentity: account({ status }) } });
      expect(told(decision)).toBe(
        { active: "update", pending: "pending_approval", deactivated: "deactivated" }[status],
      );
    },
  );

  test.each<[Policy["deactivated_login"], string]>([
    ["reject", "deactivated"],
    ["reactivate", "update"],
  ])("deactivated_login: %s", (deactivated_login, expected) => {
    const decision = ask({ policy: { deactivated_login }, found: { byIdentity: account({ status: "deactivated" }) } });
    expect(told(decision)).toBe(expected);
    if ("fields" in decision) expect(decision.fields.status).toBe("active");
  });

  test("reactivate does not approve a pending account", () => {
    const byIdentity = account({ status: "pending" });
    expect(told(ask({ policy: { deactivated_login: "reactivate" }, found: { byIdentity } }))).toBe("pending_approval");
  });

  test("no identity, no way in, whatever else is known", () => {
    const decision = ask({
      claims: { subject: { missing: "sub is blank" } },
      found: { byIdentity: account(), byEmail: [account()] },
    });
    expect(decision).toMatchObject({ kind: "refuse", reason: "identity_missing" });
    expect(decision).toHaveProperty("message", expect.stringContaining("sub is blank"));
  });
});

describe("the domain", () => {
  test.each<[string, Policy["unverified_domain"], string]>([
    ["ada@acme.test", "reject", "create"],
    ["ada@ACME.TEST", "reject", "create"],
    ["ada@evilacme.test", "reject", "unverified_domain"],
    ["ada@sub.acme.test", "reject", "unverified_domain"],
    ["ada@acme.test.evil.test", "reject", "unverified_domain"],
    ["ada@elsewhere.test", "invite_only", "unverified_domain"],
    ["ada@elsewhere.test", "allow", "create"],
  ])("%s under %s: %s", (email, unverified_domain, expected) => {
    expect(told(ask({ policy: { unverified_domain }, claims: { email } }))).toBe(expected);
  });

  test("an invitation admits a foreign domain under invite_only, never under reject", () => {
    const found = { invitation: { id: "i", role: null } };
    const claims = { email: "ada@elsewhere.test" };
    expect(told(ask({ policy: { unverified_domain: "invite_only" }, claims, found }))).toBe("create");
    expect(told(ask({ policy: { unverified_domain: "reject" }, claims, found }))).toBe("unverified_domain");
  });
});

describe("linking", () => {
  test.each<[Policy["link_by"], Policy["email_verified_missing"], boolean | null, string, string]>([
    // link_by, email_verified_missing, the IdP's word, the address, what comes of it
    ["never", "trust_connection", true, "ada@acme.test", "email_taken"],
    ["verified_email_and_domain", "unverified", true, "ada@acme.test", "link"],
    ["verified_email_and_domain", "unverified", false, "ada@acme.test", "email_taken"],
    ["verified_email_and_domain", "trust_connection", false, "ada@acme.test", "email_taken"],
    ["verified_email_and_domain", "unverified", null, "ada@acme.test", "email_taken"],
    ["verified_email_and_domain", "trust_verified_domain", null, "ada@acme.test", "link"],
    ["verified_email_and_domain", "trust_connection", null, "ada@elsewhere.test", "email_taken"],
    ["verified_email", "trust_verified_domain", null, "ada@elsewhere.test", "email_taken"],
    ["verified_email", "trust_connection", null, "ada@elsewhere.test", "link"],
    ["verified_email", "unverified", true, "ada@elsewhere.test", "link"],
    ["any_email", "unverified", false, "ada@acme.test", "link"],
    ["username", "unverified", true, "ada@acme.test", "email_taken"],
  ])("%s, %s, email_verified %s, %s: %s", (link_by, email_verified_missing, emailVerified, email, expected) => {
    const decision = ask({
      policy: { link_by, email_verified_missing, unverified_domain: "allow" },
      claims: { emailVerified, email },
      found: { byEmail: [{ ...stranger, email }] },
    });
    expect(told(decision)).toBe(expected);
  });

  test("by username only where policy says so", () => {
    const found = { byUsername: [stranger] };
    expect(told(ask({ policy: { link_by: "username" }, found }))).toBe("link");
    expect(told(ask({ policy: { link_by: "any_email" }, found }))).toBe("create");
  });

  test("an account of another identity is not taken over: a leaver's address names nobody", () => {
    const leaver = account({ identities: [{ issuer: "https://idp.test", subject: "leaver" }] });
    expect(told(ask({ found: { byEmail: [leaver] } }))).toBe("link_conflict");
  });

  test("two that match are one too many", () => {
    expect(told(ask({ found: { byEmail: [stranger, { ...stranger, id: "account-3" }] } }))).toBe("link_ambiguous");
  });

  test("a deactivated account is not linked", () => {
    const byEmail = [{ ...stranger, status: "deactivated" as const }];
    expect(told(ask({ policy: { deactivated_login: "reactivate" }, found: { byEmail } }))).toBe("link_deactivated");
  });

  test("linking proves the address, and drops the password of an account whose address nobody had proven", () => {
    const unproven = { ...stranger, emailVerified: false };
    expect(ask({ found: { byEmail: [unproven] } })).toMatchObject({
      kind: "link",
      dropCredentials: true,
      fields: { emailVerified: true },
    });
    expect(ask({ found: { byEmail: [stranger] } })).toMatchObject({ kind: "link", dropCredentials: false });
  });

  test("linking works while JIT is off", () => {
    expect(told(ask({ policy: { jit: "off" }, found: { byEmail: [stranger] } }))).toBe("link");
  });

  test("an account of another organization joins only by a proven address in a domain of this one", () => {
    const elsewhere = [account({ member: false, identities: [] })];
    const join = { domain_join: "auto", unverified_domain: "allow" } as const;
    expect(ask({ policy: join, found: { elsewhere } })).toMatchObject({
      kind: "link",
      grants: [{ role: "guest", origin: "default" }],
    });
    expect(told(ask({ policy: join, claims: { emailVerified: false }, found: { elsewhere } }))).toBe("create");
    expect(told(ask({ policy: join, claims: { email: "ada@else.test" }, found: { elsewhere } }))).toBe("create");
    const opened = [account({ member: false, identities: [{ issuer: "https://other.test", subject: "x" }] })];
    expect(told(ask({ policy: join, found: { elsewhere: opened } }))).toBe("create");
  });
});

describe("the email of a known account", () => {
  const known = account({ email: "old@acme.test" });
  const other = account({ id: "account-9" });

  test.each<[Policy["email_sync"], boolean | null, string, boolean]>([
    ["verified_only", true, "ada@acme.test", true],
    ["verified_only", false, "old@acme.test", true],
    ["verified_only", null, "ada@acme.test", true],
    ["on", true, "ada@acme.test", true],
    ["on", false, "ada@acme.test", false],
    ["off", true, "old@acme.test", true],
  ])("email_sync %s, email_verified %s: %s, verified %s", (email_sync, emailVerified, email, verified) => {
    const decision = ask({ policy: { email_sync }, claims: { emailVerified }, found: { byIdentity: known } });
    expect(fields(decision)).toMatchObject({ email, emailVerified: verified });
  });

  test("another account's address is never taken, and never leads into that account", () => {
    const found = { byIdentity: known, byEmail: [other] };
    expect(ask({ found })).toMatchObject({
      kind: "update",
      account: known.id,
      fields: { email: "old@acme.test" },
      warnings: [expect.stringContaining("belongs to another account")],
    });
    expect(told(ask({ policy: { email_conflict: "reject" }, found }))).toBe("email_conflict");
  });

  test("another spelling is the same address, unless case matters", () => {
    const byIdentity = account({ email: "Ada@acme.test" });
    expect(fields(ask({ found: { byIdentity } })).email).toBe("Ada@acme.test");
    expect(fields(ask({ policy: { email_case: "sensitive" }, found: { byIdentity } })).email).toBe("ada@acme.test");
  });

  test("the same address may become verified later, and loses it only by the IdP's plain word", () => {
    const verified = (policy: Partial<Policy>, had: boolean, emailVerified: boolean | null) =>
      fields(ask({ policy, claims: { emailVerified }, found: { byIdentity: account({ emailVerified: had }) } }))
        .emailVerified;
    expect(verified({}, false, true)).toBe(true);
    expect(verified({}, true, false)).toBe(true);
    expect(verified({ email_sync: "on" }, true, false)).toBe(false);
    expect(verified({ email_sync: "on", email_verified_missing: "unverified" }, true, null)).toBe(true);
    expect(verified({ email_sync: "off" }, false, true)).toBe(false);
  });

  test("an absent address is cleared only where policy says so and none is required", () => {
    const email = (policy: Partial<Policy>) =>
      fields(ask({ policy, claims: { email: null, emailVerified: null }, found: { byIdentity: known } })).email;
    expect(email({})).toBe("old@acme.test");
    expect(email({ on_attribute_absent: "clear" })).toBe("old@acme.test");
    expect(email({ on_attribute_absent: "clear", required_attributes: [] })).toBeNull();
  });
});

describe("what is missing", () => {
  const nameless = { email: null, emailVerified: null };

  test("reject names the attribute", () => {
    expect(ask({ claims: nameless })).toMatchObject({ reason: "attribute_missing", attribute: "email" });
  });

  test("default does without", () => {
    expect(fields(ask({ policy: { on_missing_required: "default" }, claims: nameless }))).toMatchObject({
      email: null,
      emailVerified: false,
    });
  });

  test("placeholders can receive no mail, and differ from person to person", () => {
    const placeholder = (subject: string) =>
      fields(
        ask({ policy: { on_missing_required: "placeholder" }, claims: { ...nameless, subject: { value: subject } } }),
      );
    expect(placeholder("ada")).toMatchObject({
      email: expect.stringMatching(/^[0-9a-f]{20}@placeholder\.invalid$/),
      emailVerified: false,
    });
    expect(placeholder("ada").email).not.toBe(placeholder("bob").email);
  });

  test("one name is enough where the other is not required", () => {
    const profile = { given_name: "Suharto", family_name: null, name: null, username: null };
    expect(told(ask({ claims: { profile } }))).toBe("create");
    const required_attributes: Policy["required_attributes"] = ["email", "family_name"];
    expect(ask({ policy: { required_attributes }, claims: { profile } })).toMatchObject({ attribute: "family_name" });
  });

  test("a known person is not asked again", () => {
    expect(told(ask({ claims: nameless, found: { byIdentity: account() } }))).toBe("update");
  });
});

describe("the profile", () => {
  const changed = { given_name: "Augusta", family_name: null, name: "Augusta King", username: "ada" };
  const known = account({ attributes: { title: "Countess", local: "kept" } });
  const ofProfile = (policy: Partial<Policy>, found = known) =>
    fields(
      ask({
        policy,
        claims: { profile: changed, attributes: { department: "Engines" }, mappedAttributes: ["title", "department"] },
        found: { byIdentity: found },
      }),
    );

  test("every_login follows; what is absent is kept", () => {
    expect(ofProfile({})).toMatchObject({
      profile: { given_name: "Augusta", family_name: "Tester", name: "Augusta King" },
      attributes: { title: "Countess", department: "Engines", local: "kept" },
    });
  });

  test("clear forgets what the connection maps and the IdP no longer sends, and nothing else", () => {
    expect(ofProfile({ on_attribute_absent: "clear" })).toMatchObject({
      profile: { family_name: null },
      attributes: { department: "Engines", local: "kept" },
    });
    expect(ofProfile({ on_attribute_absent: "clear" }).attributes).not.toHaveProperty("title");
  });

  test.each(["first_login", "off"] as const)("%s leaves a known account's names alone", (profile_sync) => {
    expect(ofProfile({ profile_sync })).toMatchObject({ profile: known.profile, attributes: known.attributes });
  });
});

describe("link_step_up: always", () => {
  const policy = { link_step_up: "always" } as const;
  const theirs = account({ id: "account-2", identities: [], hasPassword: true });

  test("asks for the account's password, and links once that was given", () => {
    expect(ask({ policy, found: { byEmail: [theirs] } })).toEqual({ kind: "confirm", account: "account-2" });
    expect(told(ask({ policy, found: { byEmail: [theirs] }, proven: "account-2" }))).toBe("link");
    expect(told(ask({ policy, found: { byEmail: [theirs] }, proven: "another" }))).toBe("confirm");
  });

  test("refuses where there is no password to ask for, and asks nobody who may not come in", () => {
    expect(told(ask({ policy, found: { byEmail: [{ ...theirs, hasPassword: false }] } }))).toBe("link_unproven");
    expect(told(ask({ policy, found: { byEmail: [{ ...theirs, status: "deactivated" }] } }))).toBe("link_deactivated");
  });

  test("asks nobody who is known or new", () => {
    expect(told(ask({ policy, found: { byIdentity: account({ hasPassword: true }) } }))).toBe("update");
    expect(told(ask({ policy }))).toBe("create");
  });
});

describe("link_step_up: privileged_or_password", () => {
  const policy = { link_step_up: "privileged_or_password" } as const;
  const theirs = account({ id: "account-2", identities: [], grants: [] });

  test("asks where there is a password, and refuses where there is a role beyond the default one alone", () => {
    expect(told(ask({ policy, found: { byEmail: [{ ...theirs, hasPassword: true }] } }))).toBe("confirm");
    const admin = { ...theirs, grants: [{ role: "admin", origin: "manual" }] } as const;
    expect(told(ask({ policy, found: { byEmail: [admin] } }))).toBe("link_unproven");
  });

  test("links where there is neither", () => {
    const guest = { ...theirs, grants: [{ role: "guest", origin: "default" }] } as const;
    expect(told(ask({ policy, found: { byEmail: [theirs] } }))).toBe("link");
    expect(told(ask({ policy, found: { byEmail: [guest] } }))).toBe("link");
  });
});

test("email_conflict: allow lets two accounts have one address", () => {
  const found = { byIdentity: account({ email: "old@acme.test" }), byEmail: [account({ id: "account-2" })] };
  expect(fields(ask({ policy: { email_conflict: "allow" }, found })).email).toBe("ada@acme.test");
});

describe("a username that is taken", () => {
  const byUsername = [stranger];
  const freeUsername = "ada-2";
  const usernameOf = (decision: Decision) => fields(decision).profile.username;

  test("gets a newcomer another form", () => {
    const decision = ask({ policy: { username_collision: "suffix" }, found: { byUsername, freeUsername } });
    expect([decision.kind, usernameOf(decision)]).toEqual(["create", "ada-2"]);
  });

  test("refuses a newcomer, and says which attribute and which policy it was", () => {
    expect(ask({ policy: { username_collision: "reject" }, found: { byUsername } })).toMatchObject({
      kind: "refuse",
      reason: "username_taken",
      attribute: "username",
      policy: "username_collision: reject",
    });
  });

  test("tells nobody apart", () => {
    const decision = ask({ policy: { username_collision: "no_usernames" }, found: { byUsername } });
    expect([decision.kind, usernameOf(decision)]).toEqual(["create", "ada"]);
  });

  test.each(["suffix", "reject"] as const)("leaves whoever is known the one that they have: %s", (onCollision) => {
    const known = account({ profile: { given_name: null, family_name: null, name: null, username: "ada.t" } });
    const found = { byIdentity: known, byUsername, freeUsername };
    const decision = ask({ policy: { username_collision: onCollision }, found });
    expect([decision.kind, usernameOf(decision)]).toEqual(["update", "ada.t"]);
  });

  test("is nobody else's where it is their own", () => {
    const known = account();
    const decision = ask({
      policy: { username_collision: "reject" },
      found: { byIdentity: known, byUsername: [known] },
    });
    expect([decision.kind, usernameOf(decision)]).toEqual(["update", "ada"]);
  });
});
