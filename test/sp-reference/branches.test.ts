import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { makePlan } from "../../harness/plan/index.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { readConfig } from "../../sp-reference/config/environment.ts";
import type { SamlConnection } from "../../sp-reference/config/model.ts";
import { ALL, mint } from "../plan/stage.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const target = loadTarget(`${root}sp-reference/jitterbug.yaml`, { env: {} });
const { connections } = readConfig({});
const { checks, not_offered } = makePlan({
  scenarios: loadScenarios([`${root}scenarios`], { root }),
  target,
  select: ALL,
  mint,
  tuples: "all",
});

/** This SP cannot be told to take the email for the key over OpenID Connect: test/run/email-key.test.ts spoils one. */
const NOT_HERE = { id: "mail-nameid", protocol: "oidc" };

/** It asks for a proof before each link or before none: a further value stands in the row of `always`. */
const AS_ALWAYS = /^link_step_up=privileged_or_password$/;

/** A row of a table that no connection reaches is a row that nobody has seen hold. */
describe("the shipped scenarios on the reference SP", () => {
  test("every value and every row of every table is reached, on each protocol of its scenario", () => {
    const missing = not_offered.filter(({ id, reason }) => id === "link-step-up" || !AS_ALWAYS.test(reason));
    expect(missing).toEqual([expect.objectContaining(NOT_HERE)]);
  });

  test.each([
    ["encrypted assertions", ({ encryptedAssertions }: SamlConnection) => encryptedAssertions],
    ["signed requests", ({ signRequests }: SamlConnection) => signRequests],
    ["requests by POST", ({ requestBinding }: SamlConnection) => requestBinding === "post"],
  ])("checks are driven on a connection with %s", (_, has) => {
    const chosen = checks.map(({ connection }) => connections.get(connection));
    expect(chosen.filter((one) => one?.protocol === "saml" && has(one)).length).toBeGreaterThanOrEqual(5);
  });

  test("every check is driven", () => {
    // Where nobody can be told by the key, the scenarios that cover it speak alone.
    const settled = checks.filter(
      ({ id, settled: told }) =>
        told !== undefined && id !== "declared-unsafe" && !told.reason.startsWith("the identity key is "),
    );
    expect(settled).toEqual([expect.objectContaining(NOT_HERE)]);
  });
});
