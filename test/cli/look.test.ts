import { expect, it } from "vitest";
import { golden, jitterbug } from "./command-line.ts";

it("list, by pack", async () => {
  await expect(golden(await jitterbug(["list", "scenarios"]))).toMatchFileSnapshot("golden/list.txt");
});

it("list --json has the documented fields", async () => {
  const { status, stdout } = await jitterbug(["list", "--json", "scenarios"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    {
      id: "mail-change",
      title: "A changed email keeps the account",
      pack: "demo-pack",
      severity: "MUST",
      protocols: ["oidc", "saml"],
      references: ["OIDCC-5.7", "https://github.com/grafana/grafana/issues/67438"],
      killed_by: ["key-by-email"],
    },
  ]);
});

it("explain says what a scenario does in words", async () => {
  await expect(golden(await jitterbug(["explain", "mail-change", "scenarios"]))).toMatchFileSnapshot(
    "golden/explain.txt",
  );
});

it("explain says who becomes a second holder", async () => {
  const { status, stdout } = await jitterbug(["explain", "second-holder", "second-holder/second-holder.yaml"]);
  expect(status).toBe(0);
  expect(stdout).toContain("browser thief is given the cookies and kept values that browser first holds now");
});

it.each(["target", "scenario", "people"])("schema %s is a JSON Schema", async (kind) => {
  const { status, stdout } = await jitterbug(["schema", kind]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining("json-schema.org") });
});
