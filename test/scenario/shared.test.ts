import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JitterbugError } from "../../harness/errors.ts";
import { formatFault, loadScenarios, scenarioLike } from "../../harness/scenario/index.ts";
import { originOf, titleOf } from "../../harness/scenario/vocabulary/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jitterbug-shared-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: { readonly [name: string]: string }): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const scenario = (steps: string) =>
  `id: mine\ntitle: Mine\nseverity: MAY\nprotocols: [oidc]\ngiven: { people: [ada, bob] }\nsteps:\n${steps}`;

const load = () => loadScenarios(["."], { root: folder });

/** The faults, each in one line: where it is, and what. */
function faults(): readonly string[] {
  try {
    load();
    return [];
  } catch (error) {
    if (!(error instanceof JitterbugError)) throw error;
    return (error.faults ?? []).map((fault) => formatFault(fault).split("\n").at(0) ?? "");
  }
}

const ACCOUNT = `shared: Somebody signs in for the first time
parameters:
  who:
  account: { default: hers }
steps:
  - sign_in: "{{with.who}}"
    control: true
    expect: { outcome: signed_in, accounts: { created: 1 }, remember: "{{with.account}}" }
`;

describe("shared steps", () => {
  it("stand where they are used, as often as they are, each with where it comes from", () => {
    write({
      "shared/account.yaml": ACCOUNT,
      "shared/renamed.yaml": `shared: Has an account, and says another name
parameters: { who: , names: { default: { family_name: King } } }
steps:
  - use: account.yaml
    with: { who: "{{with.who}}", account: "{{with.who}}s" }
  - change: { "{{with.who}}": "{{with.names}}" }
`,
      "mine.yaml": scenario(`  - use: shared/renamed.yaml
    with: { who: ada }
  - use: shared/renamed.yaml
    with: { who: bob, names: { family_name: "King-{{ns}}", without: [groups] } }
  - sign_in: ada
    expect: { outcome: signed_in, session: { account: adas }, accounts: { created: 0 } }
`),
    });
    const [loaded] = load();
    expect(loaded?.steps.map((step) => [titleOf(step), originOf(step)])).toEqual([
      ["sign_in: ada", "shared/account.yaml:6, used at shared/renamed.yaml:4, used at mine.yaml:7"],
      [expect.stringContaining("change: ada"), "shared/renamed.yaml:6, used at mine.yaml:7"],
      ["sign_in: bob", "shared/account.yaml:6, used at shared/renamed.yaml:4, used at mine.yaml:9"],
      [expect.stringContaining("change: bob"), "shared/renamed.yaml:6, used at mine.yaml:9"],
      ["sign_in: ada", undefined],
    ]);
    expect(loaded?.steps[3]).toMatchObject({
      people: { bob: { claims: { family_name: "King-{{ns}}" }, without: ["groups"] } },
    });
    expect(loaded?.steps[0]).toMatchObject({ control: true, expect: { remember: "adas" } });
    expect(loaded?.steps[0]?.expect?.place).toMatchObject({ file: "shared/account.yaml", line: 8 });
  });

  it("are told of where they are wrong, and a wrong value where it is given", () => {
    write({
      "shared/account.yaml": ACCOUNT.replace("outcome: signed_in", "outcome: signedin"),
      "shared/address.yaml": `shared: Another address
parameters: { address: }
steps:
  - change: { ada: { email: "{{with.address}}.{{ns}}@{{domain}}" } }
`,
      "mine.yaml": scenario(`  - use: shared/account.yaml
    with: { who: ada, account: 3 }
  - use: shared/account.yaml
    with: { who: eve }
  - use: shared/address.yaml
    with: { address: [one, two] }
`),
    });
    expect(faults()).toEqual([
      "shared/address.yaml:4:29: `{{with.address}}` is a list here, and stands within a text",
      expect.stringMatching(/^shared\/account\.yaml:8:24: `outcome` must be/),
      "mine.yaml:8:32: `remember` must be a text, not the number 3",
      "mine.yaml:10:18: no person is named `eve`",
    ]);
  });

  it("do not lead back to themselves", () => {
    write({
      "shared/one.yaml": "shared: One\nsteps:\n  - use: two.yaml\n",
      "shared/two.yaml": "shared: Two\nsteps:\n  - use: one.yaml\n",
      "mine.yaml": scenario("  - use: shared/one.yaml\n"),
    });
    expect(faults()).toEqual(["shared/two.yaml:3:10: `one.yaml` leads back to itself"]);
  });

  it("do not unfold without end", () => {
    const twice = (name: string) => `shared: Twice\nsteps:\n  - use: ${name}\n  - use: ${name}\n`;
    write({
      "mine.yaml": scenario("  - use: shared/0.yaml\n"),
      "shared/20.yaml": "shared: x\nsteps: [{ sign_in: ada }]\n",
    });
    for (let level = 0; level < 20; level += 1) write({ [`shared/${level}.yaml`]: twice(`${level + 1}.yaml`) });
    const told = faults();
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(25);
    expect(told.join("\n")).toMatch(/more than 100 files are used/);
  });

  it("have faults of their own, told once, whoever uses them", () => {
    write({
      "shared/account.yaml": ACCOUNT.replace("{{with.account}}", "{{with.acount}}"),
      "shared/broken.yaml": "shared: x\nsteps: [\n",
      "mine.yaml": scenario("  - use: shared/account.yaml\n    with: { who: ada }\n  - use: shared/broken.yaml\n"),
      "other.yaml": scenario("  - use: shared/account.yaml\n    with: { who: ada }\n").replace("mine", "other"),
    });
    const told = faults();
    expect(told.filter((one) => one.includes("there is no parameter `acount` here"))).toHaveLength(1);
    expect(told.filter((one) => one.startsWith("shared/broken.yaml"))).toHaveLength(1);
    expect(told.filter((one) => one.startsWith("mine.yaml"))).toEqual([]);
  });

  it("are found by who begins with a scenario elsewhere", () => {
    write({
      "shared/account.yaml": ACCOUNT,
      "mine.yaml": scenario("  - use: shared/account.yaml\n    with: { who: ada }\n"),
    });
    const text = readFileSync(join(folder, "mine.yaml"), "utf8");
    write({ "deep/er/other.yaml": scenarioLike(text, "other", { from: folder, to: join(folder, "deep/er") }) });
    expect(load().map(({ id, steps }) => [id, steps.length])).toEqual([
      ["other", 1],
      ["mine", 1],
    ]);
  });
});
