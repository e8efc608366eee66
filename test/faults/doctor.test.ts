import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Ground, STACK } from "./kit.ts";

/** What stands between the IdP and the SP, met by the doctor's own person; what is said, and what to do. */
const OBSTACLES: { readonly [fault: string]: readonly [RegExp, RegExp] } = {
  consent: [
    /✗ sign-in consent: a page with a form comes between, and nobody is signed in: .*"Before you go on Our terms\. Accept"/,
    /after_sign_in: \[\{ press: Accept \}\].*interrupted of consent \(jitterbug\.yaml:\d+\)/,
  ],
  captcha: [/✗ sign-in captcha: the person is asked for a CAPTCHA: /, /switch it off at the SP/],
  "answers-429": [
    /✗ sign-in answers-429: the SP takes no more: HTTP 429 at /,
    /must be let through: set limits: \{ sign_ins_per_minute \}/,
  ],
  "latin-1": [/was not let in: .*"Zugriff verweigert: Schlüssel fehlt"/, /after_sign_in/],
  "windows-1251": [/was not let in: .*"Нет"/, /after_sign_in/],
};

describe.concurrent("the doctor's line about an SP", () => {
  // One run for all: each stands at a connection of its own.
  it("that lets nobody through", async () => {
    using ground = new Ground({ faults: Object.keys(OBSTACLES), env: { BITES: "Doctor" } });
    const { status, stdout, stderr } = await ground.command("doctor", "--ephemeral-keys");
    const lines = stdout.split("\n");
    for (const [fault, [message, hint]] of Object.entries(OBSTACLES)) {
      const at = lines.findIndex((line) => line.includes(`✗ sign-in ${fault}:`));
      expect([lines[at], lines[at + 1]]).toEqual([expect.stringMatching(message), expect.stringMatching(hint)]);
    }
    expect(status).toBe(3);
    expect(stdout + stderr).not.toMatch(STACK);
  });

  it.each([
    ["-900", /▲ clock: the SP's clock is 15 min behind this machine's\n.*iat, exp, NotBefore/],
    ["20", /^(?!.*clock)/s],
  ])("whose clock is off by %s s", async (off, told) => {
    using ground = new Ground({ faults: ["honest"], env: { CLOCK_OFF: off } });
    const { status, stdout } = await ground.command("doctor", "--ephemeral-keys");
    expect(stdout).toMatch(told);
    expect(status).toBe(0);
  });
});

describe.concurrent("a run is never right by chance", () => {
  const tampered = join(import.meta.dirname, "remote", "tampered.yaml");

  it.each([
    ["consent", { BITES: "everybody" }, /"Before you go on Our terms\. Accept"/],
    ["captcha", { BITES: "everybody" }, /"One moment"/],
    ["honest", { CLOCK_OFF: "7200" }, /no session: HTTP 403 .*"JWT timestamp claim value failed validation"/],
  ])("%s: who would let nobody in refuses no forgery; the control after it says so", async (fault, env, why) => {
    using ground = new Ground({ faults: [fault], env });
    const { status, stdout, report } = await ground.start([tampered, "--ephemeral-keys"]).ended;
    const [check] = report?.checks ?? [];
    expect([check?.verdict, check?.reason]).toEqual(["misconfigured", expect.stringMatching(why)]);
    expect(status).toBe(3);
    if ("CLOCK_OFF" in env) expect(stdout).toMatch(/▲ clock: the SP's clock is 2 h ahead of/);
  });

  it("a limit that is met on the way says nothing of the SP, and what to set", async () => {
    using ground = new Ground({ faults: ["answers-429"], env: { BITES: "everybody" } });
    const { status, report } = await ground.start([tampered, "--ephemeral-keys"]).ended;
    expect(report?.checks[0]?.verdict).toBe("unobservable");
    expect(report?.checks[0]?.reason).toMatch(/the SP takes no more: HTTP 429 .*set limits: \{ sign_ins_per_minute \}/);
    expect(status).toBe(1);
  });
});
