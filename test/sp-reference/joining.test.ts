import { describe, expect, test } from "vitest";
import { account, ask, told } from "./situation.ts";
import { openWorld, person } from "./world.ts";

const ada = account({ grants: [{ role: "member", origin: "idp" }], attributes: { title: "Engineer" } });
const bob = { subject: { value: "bob" }, email: "bob@acme.test", groups: [] };

describe("signed_in_link: join", () => {
  const policy = { signed_in_link: "join" } as const;

  test("adds an unknown identity to the account that is signed in, and leaves the account as it is", () => {
    const { email, emailVerified, profile, attributes, status } = ada;
    expect(ask({ policy, claims: bob, signedIn: ada })).toMatchObject({
      kind: "link",
      account: ada.id,
      identity: { subject: "bob" },
      dropCredentials: false,
      fields: { email, emailVerified, profile, attributes, status },
      grants: ada.grants,
      invitation: null,
    });
  });

  test("an identity that somebody has is theirs, whoever is signed in", () => {
    const bobs = account({ id: "account-2" });
    expect(ask({ policy, claims: bob, found: { byIdentity: bobs }, signedIn: ada })).toMatchObject({
      kind: "update",
      account: "account-2",
    });
  });

  test("nobody joins where nobody is signed in, nor an account of another organization", () => {
    expect(told(ask({ policy, claims: bob }))).toBe("create");
    expect(told(ask({ policy, claims: bob, signedIn: { ...ada, member: false } }))).toBe("create");
  });

  test("what is shut to the newcomer stays shut", () => {
    const elsewhere = { ...bob, email: "bob@elsewhere.test" };
    expect(told(ask({ policy, claims: elsewhere, signedIn: ada }))).toBe("unverified_domain");
    expect(told(ask({ policy, claims: bob, signedIn: { ...ada, status: "deactivated" } }))).toBe("deactivated");
  });
});

test("signed_in_link: never asks for nobody's session", () => {
  expect(told(ask({ claims: bob, signedIn: ada }))).toBe("create");
});

test("at a browser where somebody is signed in, a new identity joins them and opens their account from then on", async () => {
  const world = await openWorld({ connections: ["open-house-oidc", "open-house-saml"] });
  const first = await world.signIn("open-house-oidc", person("ada", "open-house.test"));
  const joined = await world.signIn("open-house-saml", person("bob", "open-house.test"), first.browser);
  const fresh = await world.signIn("open-house-saml", person("bob", "open-house.test"));
  expect([joined.account, fresh.account]).toEqual([first.account, first.account]);
  expect(await world.accounts()).toHaveLength(1);
});
