import { expect, test } from "vitest";
import { runSpoiled } from "./spoiled.ts";

/** An SP that creates nobody may still hand the accounts that are there to whoever bears a name. */
test.each([
  ["link-unverified", "link-unverified-email"],
  ["link-username", "link-by-username"],
  ["link-linked-elsewhere", "link-rebinds"],
])("under jit: off %s fails by %s", async (id, defect) => {
  const seen = await runSpoiled({
    target: "sp-reference/jitterbug.yaml",
    defect,
    args: ["--protocol", "oidc", "--policy", "jit=off", "--id", id],
  });
  expect(seen).toContainEqual([expect.stringMatching(new RegExp(`^${id} \\[oidc`)), "failed", expect.anything()]);
});

/** Nobody new is let in there: the kit makes the accounts, and asks the rest of them. */
test.each([
  ["oidc-sig", "id-token-decoded"],
  ["sess-fixation", "session-id-kept"],
  ["saml-aud", "audience-unchecked"],
  ["mail-change", "key-by-email"],
  ["life-disabled", "deactivated-signs-in"],
  ["role-revoke", "roles-never-revoked"],
])("at an SP that lets nobody new in, %s fails by %s", async (id, defect) => {
  const seen = await runSpoiled({ target: "sp-reference/lawful/closed.yaml", defect, args: ["--id", id] });
  expect(seen).toContainEqual([expect.stringMatching(new RegExp(`^${id} \\[`)), "failed", expect.anything()]);
});
