import { describe, expect, test } from "vitest";
import { Kit, type Ended } from "../faults/kit.ts";
import { folder, one, PASSWORD_SIGN_IN, runSteps, SEED, SIGN_OUT } from "./hands/ground.ts";

const LOCAL = {
  given: { people: ["ada"], accounts: { local: { email: "local.{{ns}}@{{domain}}", password: "pw-1" } } },
};
const SIGN_IN = { sign_in: "ada", browser: "b", control: true, expect: { outcome: "signed_in", remember: "adas" } };
const OUT = { sign_out: "b", expect: { session: { account: "none" } } };
/** A menu's link leads to where the form is, and asks the SP for nothing. */
const ASTRAY = [{ open: "/password" }, { fill: { Email: "{{email}}", Password: "{{password}}" } }, { open: "/" }];

interface Doctor {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly topic: string;
    readonly ok: boolean;
    readonly message: string;
    readonly hint?: string;
  }[];
}

async function doctor(dir: string): Promise<{ readonly status: number | null; readonly hands: Doctor["findings"] }> {
  const { status, stdout } = await new Kit(dir, ["doctor", "--json"]).ended;
  const { findings } = JSON.parse(stdout) as Doctor;
  return { status, hands: findings.filter(({ topic }) => topic.startsWith("drive.")) };
}

describe("the doctor tries all of `drive`", { timeout: 60_000 }, () => {
  test("and says of each list what it did", async () => {
    const dir = folder([], {
      seed: SEED,
      drive: { sign_out: SIGN_OUT, password_sign_in: PASSWORD_SIGN_IN, link: "none" },
    });
    const { status, hands } = await doctor(dir);
    expect(hands).toEqual([
      { topic: "drive.password_sign_in", ok: true, message: "an account is signed in with its password" },
      { topic: "drive.sign_out", ok: true, message: "the person is signed out" },
    ]);
    expect(status).toBe(0);
  });

  test("what cannot be done is told with its place and the cure", async () => {
    const drive = {
      sign_out: [{ open: "/out" }, { press: "Sign Off" }],
      password_sign_in: [{ open: "/password" }, { fill: { Mail: "{{email}}" } }, { press: "Sign In" }],
    };
    const { status, hands } = await doctor(folder([], { seed: SEED, drive }));
    expect(hands).toEqual([
      {
        topic: "drive.password_sign_in",
        ok: false,
        message: expect.stringMatching(/jitterbug\.yaml:\d+:\d+: no field "Mail"/),
        hint: "correct drive.password_sign_in",
      },
      {
        topic: "drive.sign_out",
        ok: false,
        message: expect.stringMatching(/jitterbug\.yaml:\d+:\d+: nothing to press named "Sign Off"/),
        hint: "correct drive.sign_out",
      },
    ]);
    expect(status).toBe(3);
  });

  test("what may be the SP's own doing is worth a look, and no fault of the file", async () => {
    const drive = {
      sign_out: [{ open: "/signed-out" }],
      password_sign_in: [{ request: "POST /password", form: { email: "{{email}}", password: "no-{{password}}" } }],
    };
    const { status, hands } = await doctor(folder([], { seed: SEED, drive }));
    expect(hands.map(({ ok, hint }) => [ok, hint])).toEqual([
      [true, expect.stringMatching(/where it never does, write `password_sign_in: none`/)],
      [true, expect.stringMatching(/drive\.sign_out \(.*jitterbug\.yaml:\d+\) does not do what its pages do/)],
    ]);
    expect(status).toBe(0);
  });

  test("what cannot be brought about is not tried: no account can be seeded, no page interrupts", async () => {
    const drive = { password_sign_in: PASSWORD_SIGN_IN, link: [{ press: "Join" }], accept_invite: [{ open: "/x" }] };
    const { status, hands } = await doctor(folder([], { drive }));
    expect(hands.map(({ ok, message }) => [ok, message.startsWith("not tried: ")])).toEqual([
      [true, true],
      [true, true],
      [true, true],
    ]);
    expect(status).toBe(0);
  });
});

describe("a run tries each list once, before the first check that uses it", { timeout: 60_000 }, () => {
  const told = ({ report }: Ended) => report?.warnings ?? [];

  test("and says nothing where it works", async () => {
    const dir = folder([], { drive: { sign_out: SIGN_OUT } });
    const ended = await runSteps(dir, [SIGN_IN, OUT]);
    expect([one(ended)?.verdict, told(ended)]).toEqual(["passed", []]);
  });

  test("a list that asks the SP for nothing is misconfigured, and neither refused nor not applicable", async () => {
    const dir = folder([], { seed: SEED, drive: { password_sign_in: ASTRAY } });
    const ended = await runSteps(
      dir,
      [{ password_sign_in: "local", applies: true, expect: { outcome: "signed_in" } }],
      LOCAL,
    );
    expect([ended.status, one(ended)?.verdict]).toEqual([3, "misconfigured"]);
    expect(one(ended)?.reason).toMatch(/drive\.password_sign_in \(.*jitterbug\.yaml:\d+\) sends the SP no password/);
    expect(told(ended)).toEqual([expect.stringMatching(/^drive\.password_sign_in was tried at only: /)]);
  });

  test("nor does it prove a refusal", async () => {
    const dir = folder([], { seed: SEED, drive: { password_sign_in: ASTRAY } });
    const refused = { password_sign_in: "ada", password: "x", expect: { outcome: "refused" } };
    expect(one(await runSteps(dir, [refused], LOCAL))?.verdict).toBe("misconfigured");
  });

  test("an SP that takes nobody's password is not called misconfigured for it", async () => {
    const drive = { password_sign_in: [{ request: "POST /password", form: { email: "{{email}}", password: "x" } }] };
    const refused = { password_sign_in: "local", expect: { outcome: "refused" } };
    const ended = await runSteps(folder([], { seed: SEED, drive }), [refused], LOCAL);
    expect([one(ended)?.verdict, told(ended)]).toEqual([
      "passed",
      [expect.stringMatching(/is not let in: .*where it never does, write `password_sign_in: none`/)],
    ]);
  });

  test("nor told to say that it never does where single sign-on is enforced", async () => {
    const drive = { password_sign_in: [{ request: "POST /password", form: { email: "{{email}}", password: "x" } }] };
    const refused = { password_sign_in: "local", expect: { outcome: "refused" } };
    const dir = folder([], { seed: SEED, drive, policy: { identity_key: "iss_sub", sso_enforced: "on" } });
    const ended = await runSteps(dir, [refused], LOCAL);
    expect([one(ended)?.verdict, told(ended)]).toEqual(["passed", []]);
  });

  test("what works only from where a scenario stands is left to the check", async () => {
    const dir = folder([], { drive: { sign_out: [{ press: "#out button" }] } });
    const ended = await runSteps(dir, [SIGN_IN, { visit: "/out", browser: "b" }, OUT]);
    expect([ended.status, one(ended)?.verdict]).toEqual([0, "passed"]);
  });
});
