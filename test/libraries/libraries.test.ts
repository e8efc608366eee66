import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { known, type ReportedCheck } from "../strangers/findings.ts";
import { advisories, outcomes } from "./advisories.ts";
import { judge } from "./judge.ts";
import { compared, kept } from "./results.ts";
import { HERE, libraries, SETUPS } from "./table.ts";

// The whole is `npm run libraries -- all`: here one red check and one that passes, of a library that is a devDependency.
describe("a minimal SP on node-saml", () => {
  let scratch = "";
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), "jitterbug-library-"));
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  test.each([
    ["default", "failed"],
    ["hardened", "passed"],
  ] as const)("%s: a wrong Recipient %s, and what is unsigned is refused", async (setup, verdict) => {
    const library = libraries().find(({ name }) => name === "node-saml");
    const options = ["--id", "saml-recipient", "--id", "saml-digest"];
    const modules = join(HERE, "../..");
    const checks = library && (await judge(library, { setup, scratch, modules, options, quiet: true }));
    expect(checks?.map(({ id, verdict }) => [id, verdict])).toEqual(
      expect.arrayContaining([
        ["saml-recipient", verdict],
        ["saml-digest", "passed"],
      ]),
    );
  });
});

describe("what is known", () => {
  const runs = libraries()
    .flatMap(({ name, setups }) =>
      SETUPS.filter((setup) => setups[setup]).map((setup) => (setup === "default" ? name : `${name}-${setup}`)),
    )
    // docs/libraries.md says of the others that no run of them is kept.
    .filter((name) => kept(name) !== null);

  test.each(runs)("every red and every warning of %s has a finding, and every finding is borne out", (name) => {
    const result = kept(name);
    expect(result).not.toBeNull();
    const checks = Object.entries(result?.verdicts ?? {}).flatMap(([verdict, names]) =>
      names.map((check): ReportedCheck => ({
        id: check.replace(/ \[.*/, ""),
        protocol: /\[(\w+)/.exec(check)?.[1] ?? "",
        profile: null,
        name: check,
        verdict,
        reason: "",
      })),
    );
    const findings = known(join(HERE, "findings", `${name}.yaml`));
    expect(compared(name, result?.version ?? "", checks, findings, false)).toEqual([]);
  });

  test("every advisory was caught on the release that has it, and passed on the one that has not", () => {
    const seen = outcomes();
    expect(advisories().advisories.map(({ id }) => [id, seen[id]?.vulnerable, seen[id]?.fixed])).toEqual(
      advisories().advisories.map(({ id }) => [id, "failed", "passed"]),
    );
  });
});
