import { expect, it } from "vitest";
import { heldBy, SOURCES } from "../../harness/cli/crosswalk/index.ts";
import { REFERENCES } from "../../harness/references.ts";
import { jitterbug } from "./command-line.ts";

interface Listed {
  readonly clauses: readonly { readonly key: string; readonly checks: readonly string[] }[];
  readonly sources: readonly { readonly asks: readonly { readonly checks: readonly string[] }[] }[];
}

it("names checks that there are, and says why where it names none", async () => {
  const { stdout } = await jitterbug(["list", "--json"]);
  const all = JSON.parse(stdout) as readonly { readonly id: string }[];
  for (const asked of SOURCES.flatMap(({ asks }) => asks)) {
    if (asked.checks.length === 0) expect(asked.without, asked.asks).toMatch(/\w/);
    for (const name of asked.checks) expect(heldBy({ ...asked, checks: [name] }, all), name).not.toEqual([]);
  }
});

it("is told as text and as data, with every clause that a scenario cites", async () => {
  const text = await jitterbug(["list", "--crosswalk"]);
  const data = await jitterbug(["list", "--crosswalk", "--json"]);
  expect([text.status, data.status]).toEqual([0, 0]);
  const { clauses, sources } = JSON.parse(data.stdout) as Listed;
  expect(clauses.find(({ key }) => key === "OIDCC-5.7")?.checks).toContain("mail-change");
  expect(sources.flatMap(({ asks }) => asks).flatMap(({ checks }) => checks)).not.toContain("role-*");
  expect(text.stdout).toContain("-nonce-invalid\n    oidc-nonce\n");
  for (const { key } of clauses) expect(text.stdout).toContain(REFERENCES[key]?.title);
});
