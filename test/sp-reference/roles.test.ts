import { describe, expect, test } from "vitest";
import type { Policy } from "../../sp-reference/config/policy.ts";
import type { Decision, Grant } from "../../sp-reference/decision/model.ts";
import { account, ask, done } from "./situation.ts";

/** `member/idp` ... sorted; or the reason of the refusal. */
function roles(decision: Decision): string {
  if (decision.kind === "refuse") return decision.reason;
  return done(decision)
    .grants.map(({ role, origin }) => `${role}/${origin}`)
    .toSorted()
    .join(" ");
}

const HAD: readonly Grant[] = [
  { role: "member", origin: "idp" },
  { role: "auditor", origin: "manual" },
];

type Groups = readonly string[] | null;

function again(policy: Partial<Policy>, groups: Groups, grants = HAD): string {
  return roles(ask({ policy, claims: { groups }, found: { byIdentity: account({ grants }) } }));
}

describe("at the first sign-in", () => {
  test.each<[Groups, Partial<Policy>, string]>([
    [["engineering"], {}, "member/idp"],
    [["engineering", "admins", "x"], {}, "admin/idp member/idp"],
    [null, {}, "guest/default"],
    [[], {}, "guest/default"],
    [["x"], {}, "guest/default"],
    [["x"], { on_unmapped: "reject" }, "groups_unmapped"],
    [null, { on_groups_absent: "reject" }, "groups_absent"],
    [[], { on_groups_empty: "reject" }, "groups_empty"],
    [null, { on_groups_absent: "keep" }, "guest/default"],
    [["engineering"], { role_sync: "off" }, "guest/default"],
    [null, { role_sync: "off", on_groups_absent: "reject" }, "guest/default"],
    [["engineering"], { role_sync: "add_only" }, "member/idp"],
    [["engineering"], { role_sync: "first_login" }, "member/idp"],
  ])("groups %j under %j: %s", (groups, policy, expected) => {
    expect(roles(ask({ policy, claims: { groups } }))).toBe(expected);
  });

  test("no default role is no role, and no crash", () => {
    expect(roles(ask({ defaultRole: null }))).toBe("");
  });

  test("group names are compared whole and exactly", () => {
    expect(roles(ask({ claims: { groups: ["admins-x", "/admins", "Admins", "admin", "toString"] } }))).toBe(
      "guest/default",
    );
  });
});

describe("at every later sign-in", () => {
  test.each<[Policy["role_sync"], Groups, string]>([
    ["mirror", ["engineering"], "auditor/manual member/idp"],
    ["mirror", ["admins"], "admin/idp auditor/manual"],
    ["mirror", [], "auditor/manual"],
    ["mirror", null, "auditor/manual"],
    ["authoritative", ["admins"], "admin/idp"],
    ["authoritative", [], ""],
    ["add_only", ["admins"], "admin/idp auditor/manual member/idp"],
    ["add_only", [], "auditor/manual member/idp"],
    ["first_login", ["admins"], "auditor/manual member/idp"],
    ["off", ["admins"], "auditor/manual member/idp"],
  ])("role_sync %s, groups %j: %s", (role_sync, groups, expected) => {
    expect(again({ role_sync }, groups)).toBe(expected);
  });

  test.each<[Partial<Policy>, Groups, string]>([
    [{ on_groups_absent: "default" }, null, "auditor/manual guest/default"],
    [{ on_groups_absent: "keep" }, null, "auditor/manual member/idp"],
    [{ on_groups_absent: "reject" }, null, "groups_absent"],
    [{ on_groups_empty: "default" }, [], "auditor/manual guest/default"],
    [{ on_groups_empty: "reject" }, [], "groups_empty"],
    [{ on_unmapped: "default" }, ["x"], "auditor/manual guest/default"],
    [{ on_unmapped: "reject" }, ["x"], "groups_unmapped"],
    [{ role_sync: "authoritative", on_groups_absent: "default" }, null, "guest/default"],
    [{ role_sync: "authoritative", on_groups_absent: "keep" }, null, "auditor/manual member/idp"],
    [{ role_sync: "add_only", on_groups_absent: "reject" }, null, "auditor/manual member/idp"],
    [{ role_sync: "off", on_unmapped: "reject" }, ["x"], "auditor/manual member/idp"],
  ])("%j, groups %j: %s", (policy, groups, expected) => {
    expect(again(policy, groups)).toBe(expected);
  });

  test("the default role is given once: an administrator who took it away is not overruled", () => {
    expect(again({}, null, [])).toBe("");
  });

  test("a role by hand and by group is two grants; losing the group keeps the other", () => {
    const grants: Grant[] = [
      { role: "member", origin: "idp" },
      { role: "member", origin: "manual" },
    ];
    expect(again({}, [], grants)).toBe("member/manual");
  });

  test("a linked account's first sign-in counts as first for first_login", () => {
    const byEmail = [account({ identities: [], grants: HAD })];
    expect(
      roles(ask({ policy: { role_sync: "first_login" }, claims: { groups: ["admins"] }, found: { byEmail } })),
    ).toBe("admin/idp auditor/manual member/idp");
  });
});

describe("the last administrator", () => {
  const ADMIN: Grant = { role: "admin", origin: "idp" };
  const left = (policy: Partial<Policy>, otherAdmin: boolean) =>
    ask({
      policy,
      claims: { groups: ["engineering"] },
      found: { byIdentity: account({ grants: [ADMIN] }), otherAdmin },
    });

  test.each<[Partial<Policy>, boolean, string]>([
    [{ last_admin: "allow" }, false, "member/idp"],
    [{ last_admin: "protect" }, true, "member/idp"],
    [{ last_admin: "protect" }, false, "admin/idp member/idp"],
    [{ last_admin: "protect", role_sync: "authoritative" }, false, "admin/idp member/idp"],
  ])("under %j, with another one: %j, has %s", (policy, otherAdmin, expected) => {
    expect(roles(left(policy, otherAdmin))).toBe(expected);
  });

  test("is told of where they stay one", () => {
    expect(done(left({ last_admin: "protect" }, false)).warnings).toEqual([expect.stringContaining("the last one")]);
    expect(done(left({ last_admin: "protect" }, true)).warnings).toEqual([]);
  });
});

describe("seats", () => {
  test.each<[string, Parameters<typeof ask>[0], string]>([
    ["a newcomer", {}, "no_seat"],
    ["a member", { found: { byIdentity: account() } }, "guest/default"],
    ["somebody of another organization", { found: { byIdentity: account({ member: false }) } }, "no_seat"],
  ])("with none left, %s", (_, question, expected) => {
    const policy = { on_groups_absent: "default" } as const;
    expect(roles(ask({ policy, ...question, found: { ...question.found, room: false } }))).toBe(expected);
  });
});
