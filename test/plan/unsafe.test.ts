import { expect, it } from "vitest";
import { oidc, saml, targetOf, wholePlan } from "./stage.ts";

it("each unsafe value has one entry, which names the connections where it holds", () => {
  const target = targetOf(
    [
      oidc("a"),
      oidc("b", "policy: { link_by: username }"),
      oidc("c", "policy: { link_by: any_email }"),
      saml("d", "policy: { link_by: any_email, identity_key: email }"),
      saml("e", "", "globex"),
    ].join("\n"),
    {
      organizations:
        "{ acme: { verified_domains: [a.test] }, globex: { verified_domains: [b.test], policy: { signed_in_link: join } } }",
    },
  );
  const entries = (select = {}) =>
    wholePlan([], target, select).checks.map(({ name, settled }) => [
      name,
      settled?.verdict,
      settled?.reason.split(":")[0],
    ]);
  expect(entries()).toEqual([
    ["declared-unsafe [link_by=username]", "warned", "declared for b"],
    ["declared-unsafe [link_by=any_email]", "warned", "declared for c, d"],
    ["declared-unsafe [identity_key=email]", "warned", "declared for d"],
    ["declared-unsafe [signed_in_link=join]", "warned", "declared for e"],
  ]);
  expect(entries({ protocols: ["oidc"] })).toEqual([
    ["declared-unsafe [link_by=username]", "warned", "declared for b"],
    ["declared-unsafe [link_by=any_email]", "warned", "declared for c"],
  ]);
});

it("what holds everywhere is not told by forty names", () => {
  const target = targetOf(Array.from({ length: 40 }, (_, n) => oidc(`c${n}`)).join("\n"), {
    policy: "{ link_by: any_email }",
  });
  expect(wholePlan([], target).checks[0]?.settled?.reason).toMatch(/^declared for every connection: whoever can set/);
});
