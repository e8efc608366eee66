import { describe, expect, it } from "vitest";
import { golden, jitterbug } from "./command-line.ts";

const COMMANDS = [
  "init",
  "run",
  "judge",
  "merge",
  "doctor",
  "demo",
  "idp",
  "scim",
  "list",
  "explain",
  "profiles",
  "new",
  "lint",
  "schema",
  "mcp",
  "selftest",
];

describe("help", () => {
  it.each(["", ...COMMANDS])("%s", async (command) => {
    const ended = await jitterbug([...(command === "" ? [] : [command]), "--help"]);
    await expect(golden(ended)).toMatchFileSnapshot(`golden/help/${command || "jitterbug"}.txt`);
  });
});

describe("what is wrong on the command line", () => {
  const slips: readonly (readonly [name: string, args: readonly string[]])[] = [
    ["nothing", []],
    ["unknown-command", ["rnu"]],
    ["unknown-option", ["run", "--polcy", "jit=on"]],
    ["no-target", ["run"]],
    ["missing-target", ["run", "--target", "elsewhere.yaml"]],
    ["unknown-knob", ["run", "--policy", "emial_sync=off"]],
    ["unknown-value", ["run", "--policy", "email_sync=sometimes"]],
    ["unknown-protocol", ["run", "--protocol", "ldap"]],
    ["bad-shard", ["run", "--shard", "5/4"]],
    ["bad-jobs", ["run", "--jobs", "many"]],
    ["remote-address", ["run", "--allow-remote", "https://sp.example.com"]],
    ["unknown-report", ["run", "--report", "junti=x.xml"]],
    ["report-without-path", ["run", "--report", "json"]],
    ["unknown-id", ["explain", "mail-chnage", "scenarios"]],
    ["unknown-schema", ["schema", "scenarios"]],
    ["doctor-without-target", ["doctor"]],
  ];
  it.each(slips)("%s", async (name, args) => {
    const ended = await jitterbug(args);
    expect(ended.status).toBe(2);
    await expect(golden(ended)).toMatchFileSnapshot(`golden/usage/${name}.txt`);
  });
});

it("says in one line what to do about an old Node", async () => {
  const older = `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})`;
  const ended = await jitterbug(["run"], { node: ["--import", older] });
  expect(ended).toMatchObject({ status: 2, stdout: "" });
  expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  await expect(golden(ended)).toMatchFileSnapshot("golden/usage/old-node.txt");
});

it("tells its version", async () => {
  expect(await jitterbug(["--version"])).toMatchObject({ status: 0, stdout: "0.1.0\n" });
});
