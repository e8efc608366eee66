import { expect, test } from "vitest";
import { runSpoiled } from "./spoiled.ts";

test("where the email is the declared key, its change is no fault, and its next holder is one", async () => {
  const ids = ["mail-change", "mail-freed", "mail-nameid"].flatMap((id) => ["--id", id]);
  const seen = await runSpoiled({
    target: "sp-reference/lawful/permissive.yaml",
    defect: "key-by-email",
    instead: ["identity_key: iss_sub", "identity_key: email"],
    args: ["--protocol", "oidc", ...ids],
  });
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
