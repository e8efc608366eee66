import { expect, it } from "vitest";
import { TAMPERS } from "../../harness/tampers/index.ts";
import { jitterbug } from "./command-line.ts";

it("every tamper is listed, as text and as data", async () => {
  const text = await jitterbug(["list", "--tampers"]);
  const data = await jitterbug(["list", "--tampers", "--json"]);
  expect([text.status, data.status]).toEqual([0, 0]);
  const rows = Object.entries(TAMPERS).flatMap(([protocol, table]) =>
    Object.entries(table).map(([name, row]) => ({ needs: [], parameters: {}, ...row, name, protocol })),
  );
  expect(JSON.parse(data.stdout)).toEqual(rows);
  for (const { name, at, about } of rows) expect(text.stdout).toMatch(new RegExp(`${name} +${at} +${escaped(about)}`));
});

it("a scenario's explanation says what its tampers send", async () => {
  const { stdout } = await jitterbug(["explain", "key-missing"]);
  expect(stdout).toContain("non-string-subject: A `sub` that is not text. (oidc)");
  expect(stdout).toContain("missing-subject: Neither a NameID nor the attribute that is the SP's key. (saml)");
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
