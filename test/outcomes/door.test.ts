import { expect, test } from "vitest";
import { AGENTS, run } from "./ground.ts";

const typing = (template: string) => ({
  sign_in: [{ open: "/door/sign-in" }, { fill: { email: template } }, { press: "Continue" }],
});
const without = { ada: { without: ["email"] }, eve: { without: ["email"] } };
const refused = { outcome: "refused", session: { account: "none" }, accounts: { created: 0 } };

/** Ada has no email, so the door, asked for nobody, says 404 before any IdP is asked. */
test.each(AGENTS)(
  "%s: who is turned away at the SP's own door was not refused",
  async (kind) => {
    const { check, result } = await run({
      ways: ["door"],
      people: without,
      connection: typing("{{email}}"),
      options: { agent: { kind } },
      scenarios: {
        refused: [{ sign_in: "ada", expect: refused }],
        "signs-in": [
          { sign_in: "ada", expect: { outcome: "signed_in", remember: "adas" } },
          { sign_in: "eve", expect: { session: { account: "adas" } } },
        ],
        control: [{ sign_in: "ada", control: true, expect: { outcome: "signed_in" } }],
        admitted: [{ sign_in: "ada", expect: { ...refused, at: "door" } }],
        "a-row": [
          {
            sign_in: "ada",
            expect: {
              accounts: { created: 0 },
              one_of: [{ outcome: "signed_in" }, { outcome: "refused", at: "door" }],
            },
          },
        ],
        "no-outcome": [{ sign_in: "ada", expect: { accounts: { created: 0 } } }],
      },
    });
    expect(check("door/refused")).toMatchObject({
      verdict: "unobservable",
      reason: expect.stringMatching(
        /^sign_in: ada: cannot see whether refused: it ended before the IdP answered: refused: no session: HTTP 404 at .*\/door\/sign-in "Nobody is known here.*\{\{login\}\}/,
      ) as unknown,
    });
    // What comes after it rests on nothing.
    expect(check("door/signs-in").steps.map(({ verdict }) => verdict)).toEqual(["unobservable", "not_applicable"]);
    expect(check("door/no-outcome").verdict).toBe("unobservable");
    expect(check("door/control").verdict).toBe("misconfigured");
    expect(check("door/admitted").verdict).toBe("passed");
    expect(check("door/a-row").verdict).toBe("passed");
    expect(result.exitStatus).toBe(1);
  },
  120_000,
);

test("what is typed there is an address of the connection's own domain, and the bug behind the door shows", async () => {
  const people = { ada: { without: ["email"] }, eve: {}, guest: { email: "guest.{{ns}}@elsewhere.test" } };
  const { check, sp } = await run({
    ways: ["door"],
    people,
    connection: typing("{{login}}"),
    scenarios: {
      bug: [{ sign_in: "ada", expect: refused }],
      honest: [
        { sign_in: "eve", expect: refused },
        { sign_in: "guest", expect: { outcome: "signed_in", account: { email: "{{guest.email}}" } } },
      ],
    },
  });
  expect(check("door/bug")).toMatchObject({
    verdict: "failed",
    reason: expect.stringMatching(/expected refused, got broken: HTTP 500 at .*\/door\/callback/) as unknown,
  });
  expect(check("door/honest").verdict).toBe("passed");
  expect(sp.typed.map((typed) => typed.replace(/\.[a-z0-9]{8}@/, "@")).toSorted()).toEqual([
    "ada@acme.test",
    // The doctor's, and the first person's.
    "doctor@acme.test",
    "doctor@acme.test",
    "eve@acme.test",
    "guest@acme.test",
  ]);
});

const over = (expect: object) => [
  { sign_in: "ada", browser: "shared", control: true, expect: { outcome: "signed_in", remember: "adas" } },
  { sign_in: "bob", browser: "shared", expect },
];

test.each(AGENTS)(
  "%s: where the form is not shown to somebody who is signed in, no sign-in was begun over theirs",
  async (kind) => {
    const kept = { outcome: "refused", at: "door", session: { account: ["adas", "none"] }, accounts: { created: 0 } };
    const { check } = await run({
      ways: ["door-turns-back"],
      people: { ada: {}, bob: {} },
      connection: {
        sign_in: [{ open: "/door-turns-back/sign-in" }, { fill: { email: "{{login}}" } }, { press: "Continue" }],
      },
      options: { agent: { kind } },
      scenarios: {
        kept: over(kept),
        entered: over({ outcome: "signed_in", session: { account: "new" } }),
        applies: over({ outcome: "signed_in" }).map((step) => ({ applies: true, ...step, control: false })),
      },
    });
    expect(check("door-turns-back/kept").verdict).toBe("passed");
    expect(check("door-turns-back/entered")).toMatchObject({
      verdict: "unobservable",
      reason: expect.stringMatching(
        /it ended before the IdP answered: .*the session on account \S+ was there before.*it begins no sign-in/,
      ) as unknown,
    });
    expect(check("door-turns-back/applies").verdict).toBe("not_applicable");
  },
  120_000,
);

test("a form that nobody is shown is a slip of the target file", async () => {
  const { result } = await run({
    ways: ["door"],
    connection: { sign_in: [{ open: "/door/sign-in" }, { fill: { mail: "{{login}}" } }, { press: "Continue" }] },
    scenarios: { over: over({ outcome: "signed_in" }) },
    people: { ada: {}, bob: {} },
  });
  expect(result.findings.filter(({ ok }) => !ok).map(({ message }) => message)).toEqual([
    expect.stringContaining('no field "mail"'),
  ]);
});
