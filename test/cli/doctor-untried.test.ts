import { expect, test } from "vitest";
import { jitterbug } from "./command-line.ts";

/** Every connection there lets nobody new in. */
const CLOSED = new URL("../../sp-reference/lawful/closed.yaml", import.meta.url).pathname;
const OPEN = new URL("../../sp-reference/lawful/strict.yaml", import.meta.url).pathname;

test("doctor does not say that all is well where it could sign nobody in", async () => {
  const closed = await jitterbug(["doctor", "--target", CLOSED, "--ephemeral-keys"]);
  expect(closed.status).toBe(0);
  expect(closed.stdout).toMatch(/sign-in \S+: not tried/);
  expect(closed.stdout).toContain("nobody was signed in, for the reasons above");
  expect(closed.stdout).not.toContain("All is well");
  const open = await jitterbug(["doctor", "--target", OPEN, "--ephemeral-keys"]);
  expect([open.status, open.stdout]).toEqual([0, expect.stringContaining("All is well")]);
});
