import { expect, it } from "vitest";
import type { PolicyReport } from "../../harness/judge/policy/report.ts";
import { createListReporter } from "../../harness/report/index.ts";
import { HOSTILE, wholeRun } from "./events.ts";

const line = { declared: false, checks: 1, or: [] };
const POLICY: PolicyReport = {
  blocks: [
    {
      organization: null,
      connection: null,
      lines: [
        { ...line, knob: "identity_key", value: "claim:upn", declared: true, unsafe: "whoever can choose it" },
        { ...line, knob: "required_attributes", value: ["email", HOSTILE], declared: true },
        { ...line, knob: "link_by", value: "verified_email", checks: 7, or: ["any_email"] },
        { ...line, knob: "signed_in_link", value: "join", unsafe: "the next person enters" },
        { ...line, knob: "role_sync", value: "off", checks: 3, doubt: "no group came through" },
      ],
    },
    { organization: "quiet", connection: null, lines: [{ ...line, knob: "jit", value: "on", declared: true }] },
    { organization: "globex", connection: null, lines: [{ ...line, knob: "email_sync", value: "off" }] },
    { organization: "globex", connection: "g-saml", lines: [{ ...line, knob: "email_case", value: "sensitive" }] },
  ],
  contradictions: [],
  unlooked: [
    { knob: "invite", value: "accept_first" },
    { knob: "idp_initiated", value: "off" },
  ],
  undriven: ["spare"],
  risks: [{ knob: "role_sync", value: "add_only", lets: "whoever leaves keeps it" }],
};

async function told(policy: PolicyReport): Promise<string> {
  let text = "";
  const output = { isTTY: false, colors: false, columns: 120, write: (more: string) => void (text += more) };
  const list = createListReporter({ output, reports: [] });
  const run = wholeRun();
  for (const event of [...run.slice(0, -1), { type: "policy", at: 7, policy } as const, ...run.slice(-1)])
    await list.on(event);
  return text;
}

it("the terminal has the policy as a block to paste, then what nothing looked at", async () => {
  expect((await told(POLICY)).split("why it is not_applicable\n")[1]).toMatchInlineSnapshot(`
    "
      The policy that fits all that was seen, to paste into the target file; \`jitterbug run --declare\` writes it there:

        policy:
          identity_key: claim:upn                                                                # unsafe: whoever can choose it
          required_attributes: [email, "<script>alert(\\"x\\")</script>\\u001b[31m\\u{202e}evil]]>\\u0000"]
          link_by: verified_email                                                                # or any_email; 7 checks rest on it
          signed_in_link: join                                                                   # unsafe: the next person enters; 1 check rests on it
        organizations:
          globex:
            policy:
              email_sync: off  # 1 check rests on it
        connections:
          g-saml:
            policy:
              email_case: sensitive  # 1 check rests on it

      In doubt: role_sync: off fits what 3 checks saw, unless no group came through.
      A stated risk, role_sync: add_only: whoever leaves keeps it.
      Declared, and no check looked at it: invite: accept_first, idp_initiated: off.
      No check was driven at: spare.

      1 passed, 1 misconfigured, 1 error, 1 failed, 1 unobservable, 1 warned, 1 observed, 1 not applicable in 1.5 s
      1 further combination is offered by no connection of this target; the JSON report lists them.
    "
  `);
});

it("names many stated risks in one paragraph, each by its knob and value", async () => {
  const values = ["add_only", "first_login", "off", "<script>\u001b[31m"];
  const risks = values.map((value) => ({ knob: "role_sync" as const, value, lets: "whoever leaves keeps it" }));
  const text = await told({ ...POLICY, risks });
  const [, folded = ""] = /\n {2}(4 stated risks:[^]*?)\n {2}Declared, and/.exec(text) ?? [];
  expect(folded.replaceAll(/\n */g, " ")).toBe(
    String.raw`4 stated risks: role_sync=add_only, role_sync=first_login, role_sync=off, role_sync=<script>\u{1b}[31m; docs/policies.md and the JSON report say what each lets happen.`,
  );
  expect(text).toContain("# unsafe: whoever can choose it");
});

it("says nothing where there is nothing to say", async () => {
  const empty = { blocks: [], contradictions: [], unlooked: [], undriven: [], risks: [] };
  expect(await told(empty)).not.toMatch(/policy that fits|looked at it|risk/);
});
