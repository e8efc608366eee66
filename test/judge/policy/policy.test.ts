import { describe, expect, it } from "vitest";
import { judgePolicy } from "../../../harness/judge/index.ts";
import type { Leaning } from "../../../harness/judge/agreement.ts";
import type { JudgedCheck } from "../../../harness/judge/policy/looked.ts";
import type { Verdict } from "../../../harness/judge/verdict.ts";
import { bareScenario } from "../../../harness/plan/index.ts";
import type { Declared } from "../../../harness/plan/declared.ts";
import type { KnobValues, Policy } from "../../../harness/scenario/model/index.ts";

const place = { file: "jitterbug.yaml", line: 1, column: 1 };

/** An SP of two organizations; acme has two connections. */
function declared(policy: Policy = {}, globex: Policy = {}): Declared {
  const connection = (name: string, organization: string, effective: Policy) => ({
    name,
    organization,
    protocol: "oidc" as const,
    policy: {},
    effective,
  });
  return {
    place,
    policy,
    organizations: [
      { name: "acme", policy: {} },
      { name: "globex", policy: globex },
    ],
    connections: [
      connection("a", "acme", policy),
      connection("b", "acme", policy),
      connection("g", "globex", { ...policy, ...globex }),
    ],
  };
}

const ROWS = {
  email_sync: [{ email_sync: ["on"] }, { email_sync: ["verified_only"] }, { email_sync: ["off"] }],
  jit: [{ jit: ["on"] }, { jit: ["off"] }, { jit: ["pending_approval"] }],
  link_by: ["never", "verified_email", "verified_email_and_domain", "any_email", "username"].map((value) => ({
    link_by: [value],
  })),
} satisfies { readonly [knob: string]: readonly KnobValues[] };

const sees = (knob: keyof typeof ROWS, ...values: readonly string[]): Leaning => ({
  rows: ROWS[knob],
  good: values.map((value) => ({ [knob]: [value] })),
});

function judged(
  id: string,
  connection: string,
  leanings: readonly Leaning[],
  more: Partial<JudgedCheck["check"]> = {},
  verdict: Verdict = "observed",
): JudgedCheck {
  const scenario = bareScenario(id, id, place);
  const { pack, title, severity, lane } = scenario;
  return {
    check: {
      id,
      name: `${id} [oidc]`,
      pack,
      title,
      severity,
      lane,
      scenario,
      protocol: "oidc",
      profile: null,
      connection,
      policy: {},
      declared: {},
      lacking: [],
      connections: [],
      variants: [],
      ...more,
    },
    verdict: { verdict, reason: "", steps: [], leanings },
  };
}

const lines = (of: Declared, ...checks: readonly JudgedCheck[]) =>
  judgePolicy(of, checks).blocks.map(({ organization, connection, lines: all }) => [
    connection ?? organization ?? "target",
    all.map(({ knob, value, checks: number, or, declared: is, unsafe, doubt }) =>
      [
        is ? "declared" : number,
        `${knob}=${String(value)}`,
        ...or,
        ...(unsafe === undefined ? [] : ["unsafe"]),
        ...(doubt === undefined ? [] : [doubt]),
      ].join(" "),
    ),
  ]);

describe("the policy that fits all that was seen", () => {
  it("is the target's where one fits everywhere, with how many checks rest on each line", () => {
    expect(
      lines(
        declared(),
        judged("x", "a", [sees("email_sync", "on", "verified_only")]),
        judged("y", "b", [sees("email_sync", "verified_only", "off")]),
        judged("z", "g", [sees("jit", "on")]),
      ),
    ).toEqual([["target", ["1 jit=on", "2 email_sync=verified_only"]]]);
  });

  it("says which other values fit as well, and prefers what is no danger", () => {
    expect(lines(declared(), judged("x", "a", [sees("link_by", "any_email", "verified_email", "username")]))).toEqual([
      ["target", ["1 link_by=verified_email any_email username"]],
    ]);
    expect(lines(declared(), judged("x", "a", [sees("link_by", "any_email")]))).toEqual([
      ["target", ["1 link_by=any_email unsafe"]],
    ]);
  });

  it("has no line for a knob of which every value fits", () => {
    expect(lines(declared(), judged("x", "a", [sees("email_sync", "on", "verified_only", "off")]))).toEqual([]);
  });

  it("is one for each organization where they differ, and no line stands twice", () => {
    expect(
      lines(
        declared(),
        judged("x", "a", [sees("email_sync", "on"), sees("jit", "on")]),
        judged("y", "g", [sees("email_sync", "off"), sees("jit", "on")]),
      ),
    ).toEqual([
      ["target", ["2 jit=on"]],
      ["acme", ["1 email_sync=on"]],
      ["globex", ["1 email_sync=off"]],
    ]);
  });

  it("is one for each connection where those of one organization differ; what they say alike is said once", () => {
    const both: Leaning = {
      rows: [
        { email_sync: ["on"], jit: ["on"] },
        { email_sync: ["off"], jit: ["on"] },
        { jit: ["off", "pending_approval"] },
        { email_sync: ["verified_only"] },
      ],
      good: [],
    };
    expect(
      lines(
        declared(),
        judged("x", "a", [{ ...both, good: [{ email_sync: ["on"], jit: ["on"] }] }]),
        judged("y", "b", [{ ...both, good: [{ email_sync: ["off"], jit: ["on"] }] }]),
      ),
    ).toEqual([
      ["acme", ["2 jit=on"]],
      ["a", ["1 email_sync=on"]],
      ["b", ["1 email_sync=off"]],
    ]);
  });

  it("is not drawn from what failed", () => {
    expect(lines(declared(), judged("x", "a", [sees("jit", "on")], {}, "failed"))).toEqual([]);
  });

  it("holds what is declared, too, in the order of the documentation", () => {
    const policy: Policy = { email_sync: "on", identity_key: "iss_sub" };
    expect(lines(declared(policy), judged("x", "a", [sees("jit", "on")]))).toEqual([
      ["target", ["declared identity_key=iss_sub", "1 jit=on", "declared email_sync=on"]],
    ]);
  });

  it("is in doubt where all that it rests on would look the same for another reason", () => {
    const doubtful: Leaning = { ...sees("email_sync", "off"), sure: [], doubt: "nothing came" };
    expect(lines(declared(), judged("x", "a", [doubtful]))).toEqual([["target", ["1 email_sync=off nothing came"]]]);
    expect(lines(declared(), judged("x", "a", [doubtful]), judged("y", "a", [sees("email_sync", "off")]))).toEqual([
      ["target", ["2 email_sync=off"]],
    ]);
  });
});

describe("a connection that contradicts itself", () => {
  it("is told with the fewest checks that do not fit together", () => {
    const { contradictions, blocks } = judgePolicy(declared(), [
      judged("x", "a", [sees("email_sync", "on", "verified_only"), sees("jit", "on")]),
      judged("y", "a", [sees("email_sync", "verified_only", "on")]),
      judged("z", "a", [sees("email_sync", "off")]),
    ]);
    expect(contradictions).toEqual([
      {
        connection: "a",
        knobs: ["email_sync"],
        checks: [
          { name: "y [oidc]", saw: "email_sync=verified_only or email_sync=on" },
          { name: "z [oidc]", saw: "email_sync=off" },
        ],
      },
    ]);
    expect(blocks.flatMap((block) => block.lines.map(({ knob }) => knob))).toEqual(["jit"]);
  });
});

describe("what is declared", () => {
  const policy: Policy = { email_sync: "on", local_password: "none", role_sync: "off" };
  const report = judgePolicy(declared(policy, { email_sync: "off" }), [
    judged(
      "x",
      "a",
      [],
      { policy: { email_sync: "on" }, declared: policy, connections: [{ name: "a" } as never] },
      "passed",
    ),
  ]);

  it("and what no check looked at", () => {
    expect(report.unlooked).toEqual([
      { knob: "email_sync", value: "off" },
      { knob: "role_sync", value: "off" },
      { knob: "local_password", value: "none" },
    ]);
    expect(report.undriven).toEqual(["b", "g"]);
  });

  it("is looked at by a scenario that is made for it, and by no check that proved nothing", () => {
    const scenario = bareScenario("x", "x", place, {
      require: { ...bareScenario("x", "x", place).require, policy: { local_password: ["none"] } },
    });
    const unlooked = (verdict: Verdict) =>
      judgePolicy(declared(policy), [judged("x", "a", [], { scenario, declared: policy }, verdict)]).unlooked.map(
        ({ knob }) => knob,
      );
    expect(unlooked("passed")).toEqual(["email_sync", "role_sync"]);
    expect(unlooked("unobservable")).toEqual(["email_sync", "role_sync", "local_password"]);
  });

  it("with the risks that it states", () => {
    expect(report.risks.map(({ knob, value }) => `${knob}=${value}`)).toEqual(["role_sync=off"]);
  });
});
