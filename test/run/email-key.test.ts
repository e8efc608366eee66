import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { Kit } from "../faults/kit.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The permissive reference SP, which looks accounts up by their email and says so. */
function keyedByEmail(): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-email-key-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const text = readFileSync(join(root, "sp-reference/lawful/permissive.yaml"), "utf8")
    .replace("cwd: ../..", `cwd: ${root}`)
    .replace("ADMIN_TOKEN:", "SP_DEFECTS: key-by-email\n    ADMIN_TOKEN:")
    .replace("identity_key: iss_sub", "identity_key: email");
  writeFileSync(join(dir, "jitterbug.yaml"), text);
  return dir;
}

test("where the email is the declared key, its change is no fault, and its next holder is one", async () => {
  const ids = ["mail-change", "mail-freed", "mail-nameid"].flatMap((id) => ["--id", id]);
  const { report } = await new Kit(keyedByEmail(), ["run", "--ephemeral-keys", "--protocol", "oidc", ...ids]).ended;
  const seen = report?.checks.map(({ name, verdict, reason }) => [name, verdict, reason]);
  const said = expect.stringContaining("the declared identity_key makes of a changed one another person") as unknown;
  expect(seen).toEqual([
    [expect.stringContaining("mail-change [oidc"), "not_applicable", said],
    [
      "mail-freed [oidc]",
      "failed",
      expect.stringMatching(/^sign_in: newcomer: expected session not of adas, got adas/),
    ],
    [
      "mail-nameid [oidc, identity_key=email]",
      "failed",
      expect.stringMatching(/^sign_in: newcomer: expected session not of adas.*got adas/),
    ],
    ["declared-unsafe [identity_key=email]", "warned", expect.stringContaining("a changed email is another person")],
    ["declared-unsafe [signed_in_link=join]", "warned", expect.anything()],
  ]);
});
