import { describe, expect, it } from "vitest";
import { parsePerson, rewritePerson } from "../../harness/scenario/index.ts";

const FILE = `# Ours.
people:
  ada: # the first
    # how she is called
    given_name: 'Ada'
    groups: [ engineering, admins ] # today
    without: [family_name]

  bob: { email: bob@acme.test } # short
  cleo:
# the end
`;

function rewritten(name: string, written: object, text = FILE): string {
  return rewritePerson(text, parsePerson(name, written));
}

describe("somebody is written back to a people file", () => {
  it("and what did not change stands as it stood", () => {
    expect(rewritten("ada", { given_name: "Ada", groups: ["engineering", "admins"], without: ["family_name"] })).toBe(
      FILE,
    );
  });

  it("with the application taken from them, and given back", () => {
    const written = { given_name: "Ada", groups: ["engineering", "admins"], without: ["family_name"] };
    const taken = rewritten("ada", { ...written, assigned: false });
    expect(taken).toContain("    assigned: false\n");
    for (const given of [written, { ...written, assigned: true }])
      expect(rewritten("ada", given, taken)).toBe(taken.replace("    assigned: false\n", ""));
  });

  it("with comments kept, and everybody else untouched", () => {
    const text = rewritten("ada", { given_name: "Ada: the <b>first</b>", groups: [], email: "", title: 42 });
    expect(text).toBe(`# Ours.
people:
  ada: # the first
    # how she is called
    given_name: 'Ada: the <b>first</b>'
    groups: [] # today
    email: ""
    title: 42

  bob: { email: bob@acme.test } # short
  cleo:
# the end
`);
  });

  it("who had nothing said of them, or was not there", () => {
    expect(rewritten("cleo", { email: "cleo@acme.test" })).toMatch(/\n {2}cleo:\n {4}email: cleo@acme\.test\n/);
    const added = rewritten("dan", { without: ["email"] });
    expect(added.slice(0, FILE.indexOf("  cleo:"))).toContain("given_name: 'Ada'");
    expect(added).toMatch(/\n {2}dan:\n {4}without: \[email\]\n/);
  });
});
