import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { Kit } from "../faults/kit.ts";

const REFERENCE = fileURLToPath(new URL("../../sp-reference/jitterbug.yaml", import.meta.url));

/** With or without a password, verified or not, with roles, deactivated, invited: each is seen as it was seeded. */
const SCENARIO = `id: seeded
title: Accounts of every kind
severity: MUST
basis: harm
protocols: [oidc, saml]
require: { roles: 2 }
given:
  people: [invited]
  accounts:
    plain: { email: "plain.{{ns}}@{{domain}}" }
    proven: { email: "proven.{{ns}}@{{domain}}", email_verified: true, password: "Secret-{{ns}}-1!" }
    unproven: { email: "unproven.{{ns}}@{{domain}}", email_verified: false, password: "Secret-{{ns}}-2!", roles: ["{{roles.two.role}}"] }
    gone: { email: "gone.{{ns}}@{{domain}}", email_verified: true, password: "Secret-{{ns}}-3!", active: false }
  invitations:
    hers: { email: "{{invited.email}}", roles: ["{{roles.two.role}}"] }
steps:
  - password_sign_in: proven
    expect: { outcome: signed_in, session: { account: proven }, account: { email_verified: true, active: true } }
  - password_sign_in: unproven
    expect: { outcome: signed_in, account: { email_verified: false, roles: { is: ["{{roles.two.role}}"] } } }
  - password_sign_in: gone
    expect: { outcome: refused, account: { of: gone, active: false } }
  - password_sign_in: plain
    password: ""
    expect: { outcome: refused, account: { of: plain, active: true, roles: { is: [] } } }
  - sign_in: invited
    expect: { outcome: signed_in, account: { roles: { has: ["{{roles.two.role}}"] } } }
  - seed: { later: { email: "later.{{ns}}@{{domain}}", password: "Secret-{{ns}}-4!" } }
    expect: { accounts: { created: 1, total: 6 } }
  - deactivate: later
  - password_sign_in: later
    expect: { outcome: refused, accounts: { created: 0, changed: 0 } }
explain: { cause: c, fix: f }
`;

const DECLINED = (id: string, applies: string) => `id: ${id}
title: An SP that has a rule against it
severity: MUST
basis: harm
protocols: [oidc]
given: { people: [ada] }
steps:
  - sign_in: ada
    control: true
    expect: { outcome: signed_in, remember: adas }
  - invite: { hers: { email: "no address {{ns}}" } }
${applies}  - sign_in: ada
    expect: { outcome: signed_in, session: { account: adas } }
explain: { cause: c, fix: f }
`;

async function runAtReference(...scenarios: readonly string[]) {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-seeding-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [index, scenario] of scenarios.entries()) writeFileSync(join(dir, `${index}.yaml`), scenario);
  const { status, report } = await new Kit(dir, ["run", dir, "--target", REFERENCE, "--ephemeral-keys"]).ended;
  const driven = report?.checks.filter(({ id }) => id !== "declared-unsafe");
  return { status, checks: driven?.map(({ name, verdict, reason }) => [name, verdict, reason]) };
}

test("accounts of every kind are seeded at the reference SP, and are what they were seeded as", async () => {
  expect(await runAtReference(SCENARIO)).toEqual({
    status: 0,
    checks: [
      ["seeded [oidc]", "passed", ""],
      ["seeded [oidc, at acme-oidc-two]", "passed", ""],
      ["seeded [saml]", "passed", ""],
      ["seeded [saml, at acme-saml-two]", "passed", ""],
      ["seeded [saml, at by-address-saml]", "passed", ""],
      [
        "seeded [saml, at passing-through-saml]",
        "not_applicable",
        "the identity key is a transient NameID, another at each sign-in",
      ],
      ["seeded [saml, at passing-through-saml-staff]", "passed", ""],
      ["seeded [saml, at staff-saml]", "passed", ""],
    ],
  });
});

test("a call that the SP declines ends the check; where the step says `applies`, it does not apply", async () => {
  const { checks } = await runAtReference(
    DECLINED("bound", ""),
    DECLINED("free", "    applies: true\n    expect: { accounts: { created: [0, 1] } }\n"),
  );
  const told = expect.stringMatching(/seed\.invite .*was refused: POST \/admin\/invitations answered HTTP 422/);
  expect(checks).toEqual([
    ["bound [oidc]", "misconfigured", told],
    ["bound [oidc, at acme-oidc-two]", "misconfigured", told],
    ["free [oidc]", "not_applicable", told],
    ["free [oidc, at acme-oidc-two]", "not_applicable", told],
  ]);
});
