import { expect, test } from "vitest";
import { AGENTS, doctor, run } from "./ground.ts";

const LET_IN = { outcome: "signed_in", session: { account: "new" } };
const WAYS = {
  "cookie-refused": ["cookie sid was refused: SameSite=None without Secure", "write Secure beside SameSite=None"],
  "cookie-kept-back": ["cookie state was kept back: SameSite=Strict, and http://127.0.0.1:", "SameSite=Lax"],
} as const;

test.each(AGENTS)(
  "%s: a cookie that the browser does not take, or does not send back, is told wherever the sign-in is",
  async (kind) => {
    const told = await run({
      ways: Object.keys(WAYS),
      options: { agent: { kind } },
      scenarios: {
        outcome: [{ sign_in: "ada", expect: LET_IN }],
        session: [{ sign_in: "ada", expect: { session: { account: "new" } } }],
        control: [{ sign_in: "ada", control: true, expect: LET_IN }],
      },
    });
    for (const [way, [note, cure]] of Object.entries(WAYS)) {
      for (const id of ["outcome", "session", "control"]) {
        const verdict = told.check(`${way}/${id}`);
        expect([way, id, verdict.verdict]).toEqual([way, id, id === "control" ? "misconfigured" : "failed"]);
        expect(verdict.reason).toContain(note);
        expect(verdict.cause).toContain(note);
        expect(verdict.fix).toContain(cure.slice(1));
        expect(told.list.split("\n").some((line) => line.includes(note))).toBe(true);
      }
    }
    expect(told.list).not.toContain("the scenario's cause");
  },
  120_000,
);

test("the doctor names the cookie and the cure, not mail domains", async () => {
  const { findings } = await doctor({ ways: Object.keys(WAYS) });
  for (const [way, [note, cure]] of Object.entries(WAYS)) {
    expect(findings.find(({ topic }) => topic === `sign-in ${way}`)).toMatchObject({
      ok: false,
      message: expect.stringContaining(note) as unknown,
      hint: expect.stringContaining(cure) as unknown,
    });
  }
});
