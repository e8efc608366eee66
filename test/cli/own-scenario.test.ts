import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jitterbug } from "./command-line.ts";

/** A scenario of one's own, in a folder of one's own. */
const MINE = `id: same-again
title: The same person again
severity: MUST
basis: harm
protocols: [oidc]
given: { people: [ada] }
steps:
  - sign_in: ada
    control: true
    expect: { outcome: signed_in, accounts: { created: 1 }, remember: adas }
  - sign_in: ada
    expect: { outcome: signed_in, session: { account: adas }, accounts: { created: 0 } }
`;

const TABLED = MINE.replace("sign_in: ada\n    expect", 'sign_in: ada\n    tamper: "{{t}}"\n    expect');

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "jitterbug-own-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const write = (text: string): void => writeFileSync(join(cwd, "mine.yaml"), text);
const target = join(import.meta.dirname, "../../sp-reference/jitterbug.yaml");

describe("a scenario of one's own", () => {
  it("needs no defect that fails it, and no explanation", async () => {
    write(MINE);
    expect(await jitterbug(["lint", "mine.yaml"], { cwd })).toMatchObject({
      status: 0,
      stdout: "1 scenario: no faults\n",
    });
    expect(await jitterbug(["explain", "same-again", "mine.yaml"], { cwd })).toMatchObject({ status: 0 });
  });

  it("names defects that there are, in lint and in run", async () => {
    write(`${MINE}killed_by: [creates-each-tiem]\n`);
    for (const command of [["lint"], ["run", "--target", target]]) {
      const ended = await jitterbug([...command, "mine.yaml"], { cwd });
      expect(ended.status, command[0]).toBe(2);
      expect(ended.stderr, command[0]).toContain("mine.yaml:13:13: no defect is named `creates-each-tiem`");
      expect(ended.stderr, command[0]).toContain("Did you mean `creates-each-time`?");
    }
  });

  it("only claims to fail on a defect: no selftest of the kit has seen it", async () => {
    write(`${MINE}killed_by: [creates-each-time]\n`);
    const { stdout } = await jitterbug(["explain", "same-again", "mine.yaml"], { cwd });
    expect(stdout).toContain("Claimed to fail on the reference SP with the defect");
    expect(stdout).not.toContain("Seen to fail");
  });

  it("is looked at by lint that is told of no path, where `new` writes it; another folder of that name is not", async () => {
    mkdirSync(join(cwd, "scenarios"));
    writeFileSync(join(cwd, "scenarios/load.yml"), "config: { target: http://127.0.0.1 }\nscenarios: []\n");
    const shipped = await jitterbug(["lint"], { cwd });
    expect(shipped).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+ scenarios: no faults\n$/) as string,
    });
    rmSync(join(cwd, "scenarios/load.yml"));
    writeFileSync(
      join(cwd, "scenarios/mine.yaml"),
      MINE.replace("sign_in: ada\n    expect", "sing_in: ada\n    expect"),
    );
    const ended = await jitterbug(["lint"], { cwd });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain("scenarios/mine.yaml:11:5");
    writeFileSync(join(cwd, "scenarios/mine.yaml"), MINE);
    const count = Number.parseInt(shipped.stdout, 10) + 1;
    expect(await jitterbug(["lint"], { cwd })).toMatchObject({ status: 0, stdout: `${count} scenarios: no faults\n` });
  });

  it("makes one list with the kit's, which are called kit; by its id alone it is told where it lies", async () => {
    mkdirSync(join(cwd, "scenarios"));
    writeFileSync(join(cwd, "scenarios/same-again.yaml"), MINE);
    const { stdout } = await jitterbug(["list", "kit", "scenarios", "--json"], { cwd });
    const ids = (JSON.parse(stdout) as readonly { readonly id: string }[]).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["same-again", "mail-change"]));
    const ended = await jitterbug(["run", "--target", target, "--id", "same-again"], { cwd });
    expect(ended).toMatchObject({ status: 2 });
    expect(ended.stderr).toContain("`jitterbug run scenarios/same-again.yaml` runs it");
  });

  it("is written beside the kit's own folder in a checkout, where it is held to no more than elsewhere", async () => {
    const checkout = join(import.meta.dirname, "../..");
    const id = `trial-of-new-${process.pid}`;
    const file = join(checkout, "own-scenarios", `${id}.yaml`);
    const isNew = !existsSync(join(checkout, "own-scenarios"));
    try {
      expect((await jitterbug(["new", id], { cwd: checkout })).stdout).toContain(`wrote own-scenarios/${id}.yaml`);
      expect(await jitterbug(["lint", file], { cwd: checkout })).toMatchObject({ status: 0 });
    } finally {
      rmSync(isNew ? join(checkout, "own-scenarios") : file, { recursive: true, force: true });
    }
  });

  const slips: readonly (readonly [what: string, from: string, to: string, told: string, cure: string])[] = [
    [
      "a tamper that nobody knows",
      "sign_in: ada\n    expect",
      "sign_in: ada\n    tamper: mising-subject\n    expect",
      "mine.yaml:12:13: no tamper is named `mising-subject`",
      "Did you mean `missing-subject`?",
    ],
    [
      "a tamper of another protocol",
      "protocols: [oidc]",
      "protocols: [oidc, saml]\neach: { t: [non-string-subject] }",
      "mine.yaml:6:13: `non-string-subject` is a tamper of oidc alone, and this is asked on saml",
      "Leave saml out, or write the names by protocol",
    ],
    [
      "a parameter that the tamper has not",
      "sign_in: ada\n    expect",
      "sign_in: ada\n    tamper: { blank-subject: { txt: ' ' } }\n    expect",
      "mine.yaml:12:32: `blank-subject` has no parameter `txt`",
      "Did you mean `text`?",
    ],
    [
      "a parameter of another type",
      "sign_in: ada\n    expect",
      "sign_in: ada\n    tamper: { expired: { ago: an hour } }\n    expect",
      'mine.yaml:12:31: must be a whole number of seconds above 0, not "an hour"',
      "",
    ],
    [
      "a tamper that is named only in the run",
      "sign_in: ada\n    expect",
      'sign_in: ada\n    tamper: "expired{{ns}}"\n    expect',
      "mine.yaml:12:13: `expired{{ns}}` is no tamper's name before the run",
      "Write the name, or one template of the table `each`.",
    ],
    [
      "a subject that every check shares",
      "people: [ada]",
      "people: { ada: { subject: s-1 } }",
      "mine.yaml:6:36: the `subject` of `ada` has no `{{ns}}`",
      'Write for example "s-1-{{ns}}"',
    ],
    [
      "an email that every check shares",
      "people: [ada]",
      "people: { ada: { email: ada@acme.test } }",
      "mine.yaml:6:34: the `email` of `ada` has no `{{ns}}`",
      'Write for example "ada.{{ns}}@acme.test"',
    ],
  ];
  it.each(slips)("%s is told in lint and in run", async (_, from, to, told, cure) => {
    const tampered = to.includes("{ t: [") ? TABLED : MINE;
    write(tampered.replace(from, to));
    for (const command of [["lint"], ["run", "--target", target]]) {
      const ended = await jitterbug([...command, "mine.yaml"], { cwd });
      expect(ended.status, command[0]).toBe(2);
      expect(ended.stderr, command[0]).toContain(told);
      expect(ended.stderr, command[0]).toContain(cure);
    }
  });
});

describe("what is selected", () => {
  const slips: readonly (readonly [args: readonly string[], told: string, cure: string])[] = [
    [["--id", "mail-chnage"], "no scenario has the id mail-chnage", "Did you mean `mail-change`?"],
    [["--id", "key-iss"], "no scenario has the id key-iss", "Did you mean `key-iss-sub`?"],
    [["--id", "oidc"], "no scenario has the id oidc", "ids begin so: --id 'oidc*' selects them all"],
    [["--id", "mial-*"], "no scenario has an id like mial-*", "Did you mean `mail-*`?"],
    [["--tag", "croe"], "no scenario has the tag croe", "Did you mean `core`?"],
    [["--profile", "octa"], "no connection has the profile octa", "Did you mean `okta`?"],
    [["--policy", "identity_key=isssub"], "isssub", "iss_sub"],
    [["--policy", "required_attributes=email", "--id", "nope"], "no scenario has the id nope", "list"],
  ];
  it.each(slips)("%s", async (args, told, cure) => {
    const ended = await jitterbug(["run", "--target", target, ...args], { cwd });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain(told);
    expect(ended.stderr).toContain(cure);
  });
});

describe("a username that is the same in every check", () => {
  const named = (field: string, value: string) =>
    MINE.replace("people: [ada] }", `people: { ada: { ${field}: "${value}" } } }`);

  it("is said to be meant so, where an SP reserves names", async () => {
    write(named("preferred_username", "root"));
    const refused = await jitterbug(["lint", "mine.yaml"], { cwd });
    expect(refused).toMatchObject({ status: 2 });
    expect(refused.stdout + refused.stderr).toContain(
      'Write for example "root-{{ns}}": else the account that another check left is found. Where the SP itself reserves it, write "{{fixed:root}}".',
    );
    write(named("preferred_username", "{{fixed:root}}"));
    expect(await jitterbug(["lint", "mine.yaml"], { cwd })).toMatchObject({ status: 0 });
    const told = await jitterbug(["run", "mine.yaml", "--target", target, "--ephemeral-keys"], { cwd });
    expect([told.status, told.stdout]).toEqual([0, expect.stringContaining("✓ same-again [oidc]")]);
  });

  it.each(["subject", "email"])("is never meant of the %s", async (field) => {
    write(named(field, "{{fixed:root@sp.test}}"));
    const refused = await jitterbug(["lint", "mine.yaml"], { cwd });
    expect(refused).toMatchObject({ status: 2 });
    expect(refused.stdout + refused.stderr).toContain(`the \`${field}\` of \`ada\` has no \`{{ns}}\``);
  });
});
