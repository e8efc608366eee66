import { expect, test } from "vitest";
import { AGENTS, run, type Told } from "./ground.ts";

const first = { sign_in: "ada", browser: "shared", expect: { outcome: "signed_in", remember: "adas" } };
const NOBODY = { outcome: "refused", session: { account: "none", not: "adas" }, accounts: { created: 0 } };

/** Of the second step. */
function second({ finished }: Told, name: string) {
  return finished(name).observation.variants[0]?.steps[1]?.sign_ins[0];
}

test.each(AGENTS)(
  "%s: a session that was there before is told beside the outcome, and is none",
  async (kind) => {
    const ways = ["stays-and-says", "stays-and-bounces", "stays-silently"];
    const told = await run({
      ways: kind === "http" ? ways : ways.slice(0, 1),
      options: { agent: { kind } },
      scenarios: {
        refused: [first, { sign_in: "eve", browser: "shared", expect: NOBODY }],
        "let-in": [first, { sign_in: "eve", browser: "shared", expect: { outcome: "signed_in" } }],
      },
    });
    for (const way of kind === "http" ? ways : ways.slice(0, 1)) {
      expect([way, told.check(`${way}/refused`).reason]).toEqual([way, ""]);
      expect(second(told, `${way}/refused`)).toMatchObject({
        outcome: "refused",
        session: { state: "signed_out" },
        earlier_session: { account: expect.any(String) as unknown },
      });
      expect(told.check(`${way}/let-in`)).toMatchObject({
        verdict: "failed",
        reason: expect.stringContaining("the session on account") as unknown,
      });
    }
  },
  120_000,
);

test("the same person again, another person, and one who is taken in: each session is of its own sign-in", async () => {
  const told = await run({
    ways: ["plain", "stays-and-says", "lands-nowhere", "joins"],
    people: { ada: {}, bob: {}, eve: {} },
    scenarios: {
      again: [
        first,
        { sign_in: "ada", browser: "shared", expect: { outcome: "signed_in", session: { account: "adas" } } },
      ],
      another: [
        first,
        { sign_in: "bob", browser: "shared", expect: { outcome: "signed_in", session: { not: "adas" } } },
      ],
    },
  });
  // An SP that keeps the session of whoever signs in again has let them in all the same.
  for (const way of ["plain", "stays-and-says", "lands-nowhere"])
    expect([way, told.check(`${way}/again`).reason]).toEqual([way, ""]);
  expect(told.check("plain/another").reason).toBe("");
  // The account of the first has the second one's identity now: it is entered, whoever's cookie that was.
  expect(told.check("joins/another")).toMatchObject({ verdict: "failed" });
  expect(second(told, "joins/another")?.outcome).toBe("signed_in");
  // The account was made, and its person is not the one who is in.
  expect(told.check("stays-and-says/another")).toMatchObject({
    verdict: "failed",
    reason: expect.stringContaining("refused, and yet created") as unknown,
  });
});

test("an SP that begins no sign-in while somebody is in has asked nobody", async () => {
  const way = "turns-back";
  const told = await run({
    ways: [way],
    people: { ada: {}, bob: {} },
    scenarios: {
      applies: [first, { sign_in: "bob", browser: "shared", applies: true, expect: { outcome: "signed_in" } }],
      strict: [first, { sign_in: "bob", browser: "shared", expect: NOBODY }],
      door: [first, { sign_in: "bob", browser: "shared", expect: { ...NOBODY, at: "door" } }],
    },
  });
  expect(told.check(`${way}/strict`).verdict).toBe("unobservable");
  expect(told.check(`${way}/applies`).verdict).toBe("not_applicable");
  expect(told.check(`${way}/door`).verdict).toBe("passed");
});
