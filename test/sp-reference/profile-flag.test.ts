import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { jitterbug } from "../cli/command-line.ts";

const SHOWN = ["mail-change", "role-revoke", "miss-email", "key-iss-sub", "first-create"];

interface Check {
  readonly id: string;
  readonly profile: string | null;
  readonly protocol: string;
  readonly verdict: string;
  readonly reason: string | null;
}

/** What a run of the reference SP, whose own connections name no vendor, comes to in the shape of one. */
async function checksAs(profile: string, ids: readonly string[], env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "jitterbug-profile-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, "run.json");
  const chosen = ids.flatMap((id) => ["--id", id]);
  const target = ["--target", "sp-reference/jitterbug.yaml", "--ephemeral-keys", "--workers", "1"];
  await jitterbug(["run", ...target, "--profile", profile, "--report", `json=${report}`, ...chosen], {
    cwd: new URL("../..", import.meta.url).pathname,
    env,
  });
  return (JSON.parse(readFileSync(report, "utf8")) as { readonly checks: readonly Check[] }).checks;
}

it.each(["entra", "onelogin"])(
  "the reference SP follows a vendor whom its target file does not name: %s",
  async (name) => {
    const checks = await checksAs(name, SHOWN);
    expect(checks.filter(({ verdict }) => !["passed", "not_applicable"].includes(verdict))).toEqual([]);
    expect(checks.filter(({ reason }) => reason?.includes("is not told") === true)).toEqual([]);
    const passed = checks.filter(({ verdict }) => verdict === "passed");
    expect(new Set(passed.map(({ id }) => id))).toEqual(new Set(SHOWN));
    expect(new Set(passed.map(({ profile }) => profile))).toEqual(new Set([name]));
    expect(new Set(passed.map(({ protocol }) => protocol))).toEqual(new Set(["oidc", "saml"]));
  },
);

it("is met in the protocols that the vendor has", async () => {
  const checks = await checksAs("shibboleth", ["first-create", "mail-change"]);
  expect(new Set(checks.map(({ protocol }) => protocol))).toEqual(new Set(["saml"]));
});

it("a broken SP is found in that shape, too", async () => {
  const checks = await checksAs("entra", ["mail-change"], { SP_DEFECTS: "key-by-email" });
  const judged = checks.filter(({ verdict, protocol }) => verdict === "failed" && protocol === "oidc");
  expect(judged.length).toBeGreaterThan(0);
});
