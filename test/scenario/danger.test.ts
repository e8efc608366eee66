import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { risksIn, SIGNS, SITUATIONS, unsafeIn } from "../../harness/scenario/model/index.ts";

const names = (found: ReturnType<typeof unsafeIn>) => found.map(({ knob, value }) => `${knob}=${value}`);

describe("what a declaration lets happen", () => {
  it("unsafe values, the key of identity first, each with what it lets happen", () => {
    const found = unsafeIn({ link_by: "any_email", email_sync: "on", signed_in_link: "join", identity_key: "email" });
    expect(names(found)).toEqual(["identity_key=email", "link_by=any_email", "signed_in_link=join"]);
    for (const { lets } of found) expect(lets).not.toBe("");
  });

  it("a claim for a key is named", () => {
    expect(unsafeIn({ identity_key: "claim:upn" })).toEqual([
      {
        knob: "identity_key",
        value: "claim:upn",
        lets: "whoever can choose their upn at an IdP enters the account that has it, and a changed one is another person",
      },
    ]);
  });

  it.each(["iss_sub", "tid_oid", "entity_nameid", "entity_attr:uid"] as const)("%s is a key", (identity_key) => {
    expect(unsafeIn({ identity_key })).toEqual([]);
  });

  it("stated risks are no dangers", () => {
    const policy = { role_sync: "add_only", on_groups_absent: "keep", jit: "off" } as const;
    expect(names(risksIn(policy))).toEqual(["role_sync=add_only", "on_groups_absent=keep"]);
    expect(unsafeIn(policy)).toEqual([]);
  });
});

it("docs/scenarios.md has every sign in its order, and every situation", () => {
  const doc = readFileSync(new URL("../../docs/scenarios.md", import.meta.url), "utf8");
  const table = doc.slice(doc.indexOf("| sign |"));
  const rows = [...table.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, sign, meaning]) => [sign, meaning]);
  expect(rows).toEqual(Object.entries(SIGNS));
  for (const situation of SITUATIONS) expect(doc).toContain(`covers: ${situation}`);
});
