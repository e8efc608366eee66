import { describe, expect, it } from "vitest";
import { oidc, plan, scenarioOf, targetOf } from "./stage.ts";

const ROLES = "roles: { one: { group: engineering, role: member }, required: staff }";
const checkOf = (body: string, more = `policy: { required_group: named }, ${ROLES}`) =>
  plan([scenarioOf(body, "one", "[oidc]")], targetOf(oidc("a", more))).checks[0];
const groupsOf = (people: string, steps = "", more?: string) => {
  const check = checkOf(
    `require: { roles: 1 }\ngiven: { people: ${people} }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }${steps}]`,
    more,
  );
  return check?.settled?.reason ?? check?.variants[0]?.people["ada"]?.claims["groups"];
};

describe("where a group is required", () => {
  it("everybody is in it, beside the groups that a scenario gives", () => {
    expect(groupsOf("[ada]")).toEqual(["staff"]);
    expect(groupsOf("{ ada: { groups: ['{{roles.one.group}}'] } }")).toEqual(["engineering", "staff"]);
    expect(groupsOf("[ada]", "", ROLES)).toBeUndefined();
  });

  it("who changes their groups stays in it", () => {
    const steps = checkOf(
      "given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }, { change: { ada: { groups: [x] } } }]",
    )?.variants[0]?.steps;
    expect(steps?.[1]).toMatchObject({ people: { ada: { claims: { groups: ["x", "staff"] } } } });
  });

  it.each(["{ ada: { without: [groups] } }", "{ ada: { groups: [] } }", "{ ada: { groups: engineering } }"])(
    "%s is not asked there",
    (people) => {
      expect(groupsOf(people)).toMatch(/only who is in the group staff comes in, and ada is not in it all the time/);
    },
  );

  it("nor is whoever would have a role of it that the scenario does not give", () => {
    const both = `policy: { required_group: named }, ${ROLES.replace("required: staff", "required: engineering")}`;
    expect(groupsOf("{ ada: { groups: [x] } }", "", both)).toMatch(/ada is not in it/);
    expect(groupsOf("{ ada: { groups: ['{{roles.one.group}}'] } }", "", both)).toEqual(["engineering"]);
  });

  it("at a vendor that sends no groups nobody is asked", () => {
    const google = `profile: google, policy: { required_group: named }, roles: { required: staff }`;
    const check = checkOf(
      "given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]",
      google,
    );
    expect(check?.settled?.reason).toMatch(/sends no groups, and nobody is in staff/);
  });

  it("a scenario that asks for it says itself who is in it", () => {
    const check = checkOf(
      "require: { policy: { required_group: named } }\ngiven: { people: { ada: { groups: [x] }, bob: { groups: ['{{roles.required}}'] } } }\nsteps: [{ sign_in: ada, expect: { outcome: refused } }, { sign_in: bob, expect: { outcome: signed_in } }]",
    );
    expect(check?.variants[0]?.people).toMatchObject({
      ada: { claims: { groups: ["x"] } },
      bob: { claims: { groups: ["staff"] } },
    });
  });
});
