import { describe, expect, it } from "vitest";
import { declared, NotWritable, type PolicyToDeclare } from "../../harness/scenario/declare/declare.ts";

const line = (knob: string, value: string, more: Partial<PolicyToDeclare> = {}): PolicyToDeclare => ({
  organization: null,
  connection: null,
  knob,
  value,
  ...more,
});
const SYNC = line("email_sync", "on");
const JOIN = line("signed_in_link", "join", { remark: "unsafe: the next person" });
const GLOBEX = { organization: "globex" };

/** What is added stands between `+` marks of the expected text, so that the rest is seen to be as it was. */
function expectAdded(text: string, lines: readonly PolicyToDeclare[], marked: string): void {
  expect(declared(text, lines)).toBe(marked.replaceAll("+", ""));
  expect(marked.replaceAll(/\+[^+]*\+/g, "")).toBe(text);
}

describe("lines of policy into a target file", () => {
  it("behind the last one, in the indentation that is there, and the comments stay", () => {
    expectAdded(
      "target: a\npolicy:\n    # ours\n    jit: on   # always\n    required_attributes:\n      - email # and\n      - name\n# next\nobserve: {}\n",
      [SYNC, JOIN],
      "target: a\npolicy:\n    # ours\n    jit: on   # always\n    required_attributes:\n      - email # and\n      - name+\n    email_sync: on\n    signed_in_link: join # unsafe: the next person+\n# next\nobserve: {}\n",
    );
  });

  it("where the last value has a comment", () => {
    expectAdded(
      "policy:\n  jit: on   # always\n\n\nobserve: {}\n",
      [SYNC],
      "policy:\n  jit: on   # always+\n  email_sync: on+\n\n\nobserve: {}\n",
    );
  });

  it("into braces on one line; an unsafe value is marked on the line above", () => {
    expectAdded(
      "policy: { jit: on } # ours\nobserve: {}\n",
      [SYNC, JOIN],
      "+# unsafe: the next person\n+policy: { jit: on+, email_sync: on, signed_in_link: join+ } # ours\nobserve: {}\n",
    );
    expectAdded("policy: {jit: on,}\n", [SYNC], "policy: {jit: on+, email_sync: on+,}\n");
  });

  it("into braces on many lines", () => {
    expectAdded(
      "policy: {\n    jit: on, # always\n  }\n",
      [JOIN, SYNC],
      "policy: {\n    jit: on, # always+\n    # unsafe: the next person\n    signed_in_link: join,\n    email_sync: on,+\n  }\n",
    );
    expectAdded(
      "policy:\n  {\n    jit: on # always\n  }\n",
      [SYNC],
      "policy:\n  {\n    jit: on+,+ # always+\n    email_sync: on,+\n  }\n",
    );
    expectAdded(
      "policy: {\n  jit: on,\n  invite: accept_first }\n",
      [SYNC],
      "policy: {\n  jit: on,\n  invite: accept_first+, email_sync: on+ }\n",
    );
  });

  it("where there is no policy yet, or none but the word", () => {
    expectAdded("target: a\nobserve: {}", [SYNC], "target: a\nobserve: {}+\n\npolicy:\n  email_sync: on\n+");
    expectAdded(
      "target: a\npolicy:\nobserve: {}\n",
      [JOIN],
      "target: a\npolicy:+\n  signed_in_link: join # unsafe: the next person+\nobserve: {}\n",
    );
    expectAdded("target: a\npolicy: # none yet\n", [SYNC], "target: a\npolicy: # none yet+\n  email_sync: on+\n");
    expect(declared("policy: {}\n", [SYNC])).toBe("policy: { email_sync: on }\n");
    expect(declared("policy: ~\n", [SYNC])).toBe("policy: \n  email_sync: on\n");
  });

  it("for an organization and for a connection", () => {
    const text =
      "organizations:\n  acme: { verified_domains: [a.test] }\n  globex: { verified_domains: [b.test], policy: { jit: off } }\nconnections:\n  c:\n    protocol: oidc\n    sign_in: GET /in # here\npolicy: {}\n";
    const lines = [
      line("email_sync", "off", { organization: "acme" }),
      { ...JOIN, ...GLOBEX },
      line("email_case", "sensitive", { organization: "acme", connection: "c" }),
    ];
    expectAdded(
      text,
      lines,
      "organizations:\n  acme: { verified_domains: [a.test]+, policy: { email_sync: off }+ }\n+  # unsafe: the next person\n+  globex: { verified_domains: [b.test], policy: { jit: off+, signed_in_link: join+ } }\nconnections:\n  c:\n    protocol: oidc\n    sign_in: GET /in # here+\n    policy: { email_case: sensitive }+\npolicy: {}\n",
    );
  });

  it("with the line ends and the mark of the file", () => {
    expectAdded("\uFEFFpolicy:\r\n  jit: on\r\n", [SYNC], "\uFEFFpolicy:\r\n  jit: on+\r\n  email_sync: on+\r\n");
  });

  it("not into what stands elsewhere, too", () => {
    const anchored = "base: &base { jit: on }\npolicy: *base\n";
    expect(() => declared(anchored, [SYNC])).toThrow(NotWritable);
    expect(() => declared("policy: &mine { jit: on }\n", [SYNC])).toThrow(/has an anchor/);
    expect(() => declared("policy: {}\n", [{ ...SYNC, ...GLOBEX }])).toThrow(/organizations.globex is no map/);
  });
});
