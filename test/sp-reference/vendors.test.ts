import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { jitterbug } from "../cli/command-line.ts";

/** Of what people are shown first: those that the shape of an IdP's messages can upset. */
const SHOWN = ["mail-change", "link-allowed", "mail-case", "role-revoke", "role-manual", "miss-email", "key-iss-sub"];
const VENDORS = ["okta", "entra", "google"];

interface Check {
  readonly id: string;
  readonly profile: string;
  readonly protocol: string;
  readonly verdict: string;
  readonly reason: string | null;
}

async function checksOf(ids: readonly string[], env: Record<string, string> = {}): Promise<readonly Check[]> {
  const folder = mkdtempSync(join(tmpdir(), "jitterbug-vendors-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, "run.json");
  const target = "sp-reference/vendors/jitterbug.yaml";
  const chosen = ids.flatMap((id) => ["--id", id]);
  await jitterbug(["run", "--target", target, "--ephemeral-keys", "--report", `json=${report}`, ...chosen], {
    cwd: new URL("../..", import.meta.url).pathname,
    env,
  });
  return (JSON.parse(readFileSync(report, "utf8")) as { readonly checks: readonly Check[] }).checks;
}

it("the reference SP passes at Okta, Entra and Google what it passes at nobody's IdP", async () => {
  const checks = await checksOf(SHOWN);
  const told = checks.filter(({ verdict }) => !["passed", "not_applicable"].includes(verdict));
  expect(told).toEqual([]);
  for (const profile of VENDORS) {
    const passed = checks.filter((check) => check.profile === profile && check.verdict === "passed");
    expect(new Set(passed.map(({ protocol }) => protocol)), profile).toEqual(new Set(["oidc", "saml"]));
    expect(passed.length, profile).toBeGreaterThanOrEqual(9);
  }
  const without = checks.filter(({ verdict }) => verdict === "not_applicable").map(({ reason }) => reason);
  expect(without).toContain("Google Workspace sends no groups");
});

it("an SP that looks people up by their address is failed at each of them", async () => {
  const checks = await checksOf(["mail-change"], { SP_DEFECTS: "key-by-email" });
  for (const profile of VENDORS) {
    expect(checks.filter((check) => check.profile === profile && check.protocol === "oidc")).toMatchObject([
      { verdict: "failed" },
    ]);
  }
});
