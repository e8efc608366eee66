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
