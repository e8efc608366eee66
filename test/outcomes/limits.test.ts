import { expect, test } from "vitest";
import { doctor, run } from "./ground.ts";

const LET_IN = { outcome: "signed_in", session: { account: "new" }, accounts: { created: 1 } };

test("a limit that is over soon is waited for, and the check is driven again", async () => {
  const told = await run({
    // The person who comes ahead of the checks meets no limit.
    ways: ["plain", "limited-once", "busy-once"],
    options: { jobs: 3 },
    scenarios: { one: [{ sign_in: "ada", expect: LET_IN }] },
  });
  for (const way of ["limited-once", "busy-once", "plain"])
    expect([way, told.check(`${way}/one`).reason]).toEqual([way, ""]);
  expect(told.warnings).toEqual([
    expect.stringMatching(
      /^2 checks were driven again, because the SP took no more \(HTTP .*set limits: \{ in_flight \}/,
    ),
  ]);
});

test("a limit that is told before it is met is not met, however often one check signs in", async () => {
  const { check, warnings } = await run({
    ways: ["counts-down"],
    scenarios: {
      many: [
        { sign_in: "ada", expect: LET_IN },
        { sign_in: "ada", times: 25, expect: { outcome: "signed_in", accounts: { created: 0 } } },
        { sign_in: "ada", times: 4, parallel: true, expect: { outcome: "signed_in", accounts: { created: 0 } } },
      ],
    },
  });
  expect(check("counts-down/many").reason).toBe("");
  expect(warnings).toEqual([]);
}, 60_000);

test("one that is not over is named, and says nothing else: in a refusal, in a control, among several", async () => {
  const told = await run({
    ways: ["limited", "limited-for-long"],
    scenarios: {
      "let-in": [{ sign_in: "ada", expect: LET_IN }],
      refused: [{ sign_in: "eve", expect: { outcome: "refused", accounts: { created: 0 } } }],
      control: [
        { sign_in: "ada", control: true, expect: LET_IN },
        { sign_in: "ada", expect: LET_IN },
      ],
      parallel: [
        { sign_in: "ada", times: 3, parallel: true, expect: { outcome: "signed_in", accounts: { created: 1 } } },
      ],
    },
  });
  for (const way of ["limited", "limited-for-long"])
    for (const id of ["let-in", "refused", "control", "parallel"])
      expect([way, id, told.check(`${way}/${id}`).verdict]).toEqual([way, id, "unobservable"]);
  expect(told.check("limited-for-long/let-in").reason).toMatch(
    /cannot see whether signed_in: the SP takes no more: HTTP 429 at .*callback \(Retry-After: 900, RateLimit-Limit: 5\); set limits/,
  );
  expect(told.result.exitStatus).toBe(1);
}, 60_000);

test("in_flight caps what is sent at once: people who sign in at the same moment come in groups", async () => {
  const parallel = [
    { sign_in: "ada", times: 5, parallel: true, expect: { outcome: "signed_in", accounts: { created: 1 } } },
  ];
  const limited = (in_flight: number) =>
    run({ ways: ["crowded"], target: { limits: { in_flight } }, options: { jobs: 4 }, scenarios: { parallel } });
  expect((await limited(2)).check("crowded/parallel").reason).toBe("");
  expect((await limited(1)).check("crowded/parallel")).toMatchObject({
    verdict: "not_applicable",
    reason: expect.stringContaining("limits.in_flight is 1") as unknown,
  });
});

test("the doctor tells of a limit that the SP tells of, and what to declare", async () => {
  const { findings } = await doctor({ ways: ["tells-its-limit", "plain"] });
  expect(findings.filter(({ topic }) => topic === "limits")).toEqual([
    {
      topic: "limits",
      ok: true,
      message:
        'the SP limits requests (RateLimit: "sign-ins";r=11;t=60, RateLimit-Policy: "sign-ins";q=12;w=60), and a sign-in takes 1 of them',
      hint: "where a run comes to that limit, declare limits: { sign_ins_per_minute: 12 }",
      fix: { path: ["limits", "sign_ins_per_minute"], value: 12 },
    },
  ]);
  const declared = await doctor({ ways: ["tells-its-limit"], target: { limits: { sign_ins_per_minute: 12 } } });
  expect(declared.findings.find(({ topic }) => topic === "limits")).not.toHaveProperty("hint");
});
