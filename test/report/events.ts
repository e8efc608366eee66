import type { CheckVerdict, Verdict } from "../../harness/judge/verdict.ts";
import type { CheckObservation } from "../../harness/observe/observation.ts";
import type { Check, Plan } from "../../harness/plan/check.ts";
import type { RunEvent } from "../../harness/report/events.ts";
import type { Scenario } from "../../harness/scenario/model/index.ts";

const place = { file: "scenarios/email-change/mail-change.yaml", line: 22, column: 7 };

export const SECRET = "s3cr3t-access-token-value";
/** What an SP might answer to fool whoever reads a report. */
export const HOSTILE = `<script>alert("x")</script>\u001b[31m\u202Eevil]]>\u0000`;

function scenario(id: string): Scenario {
  return {
    id,
    title: `The title of ${id}`,
    pack: "email-change",
    severity: "MUST",
    protocols: ["oidc", "saml"],
    references: ["OIDCC-5.7"],
    tags: [],
    require: {
      policy: {},
      not: {},
      identity_key: [],
      can: [],
      seeds: [],
      shows: [],
      roles: 0,
      domains: 1,
      default_role: false,
      required_attributes: [],
    },
    lane: "parallel",
    given: { people: [], accounts: [], invitations: [], connections: [] },
    each: [],
    steps: [],
    covers: [],
    root: [],
    explain: { cause: "The account is looked up by email.", fix: "Look it up by (issuer, subject).", causes: [] },
    killed_by: ["key-by-email"],
    place,
  };
}

function check(id: string, bracket = "oidc, email_sync=off"): Check {
  return {
    id,
    name: `${id} [${bracket}]`,
    pack: "email-change",
    title: `The title of ${id}`,
    severity: "MUST",
    protocol: "oidc",
    profile: null,
    connection: "acme-oidc",
    policy: { email_sync: "off", email_verified_missing: undefined },
    lacking: [],
    declared: { email_sync: "off" },
    lane: "parallel",
    scenario: scenario(id),
    connections: [],
    variants: [],
  };
}

function observation(of: Check, text = "Welcome"): CheckObservation {
  const accounts = { at: 1, accounts: [] };
  const url = "http://localhost:3000/auth/oidc/callback?code=abc";
  return {
    check: of.name,
    variants: [
      {
        name: null,
        ns: "k3x9q2ab",
        seeded: {},
        start: accounts,
        steps: [
          {
            index: 3,
            started_at: 1,
            duration_ms: 20,
            sign_ins: [
              {
                person: "ada",
                connection: "acme-oidc",
                browser: "ada 1",
                outcome: "signed_in",
                why: "the session names 7",
                session: { state: "signed_in", account: "7" },
                page: { url, status: 200, title: "Home", text },
                duration_ms: 18,
              },
            ],
            before: accounts,
            after: accounts,
            session: { state: "signed_in", account: "7" },
            names: {},
            exchanges: [
              {
                id: 1,
                at: 1,
                duration_ms: 3,
                by: "browser",
                browser: "ada 1",
                request: {
                  method: "GET",
                  url,
                  headers: { cookie: `sid=${SECRET}`, authorization: `Bearer ${SECRET}` },
                },
                response: {
                  status: 200,
                  headers: { "content-type": "text/html", "set-cookie": `sid=${SECRET}` },
                  body: text,
                },
                messages: [],
              },
            ],
          },
        ],
      },
    ],
  };
}

function verdict(of: Verdict, text = "created 2"): CheckVerdict {
  if (of === "passed") return { verdict: of, reason: "", steps: [] };
  return {
    verdict: of,
    reason: of === "failed" ? `accounts: expected created 0, saw ${text}` : `why it is ${of}`,
    ...(of === "failed"
      ? { cause: "The account is looked up by email.", fix: "Look it up by (issuer, subject)." }
      : {}),
    steps: [
      {
        index: 3,
        variant: null,
        title: "sign_in: ada",
        verdict: of,
        control: false,
        judgements: [
          {
            verdict: "passed",
            kind: "outcome",
            basis: "clause",
            expected: "signed_in",
            actual: "signed_in",
            place: "a.yaml:20:7",
          },
          {
            verdict: of,
            kind: "accounts",
            basis: "harm",
            expected: "created 0",
            actual: text,
            place: "a.yaml:22:7",
            note: "a note",
          },
        ],
      },
    ],
  };
}

/** One check of each verdict, as a run would tell of them; the failed one holds hostile text from the SP. */
export function wholeRun(partial = false): readonly RunEvent[] {
  const verdicts: readonly Verdict[] = [
    "passed",
    "failed",
    "warned",
    "observed",
    "unobservable",
    "misconfigured",
    "error",
    "not_applicable",
  ];
  const checks = verdicts.map((of) => check(`check-${of.replace("_", "-")}`));
  const plan: Plan = {
    checks,
    declared: { place: { file: "jitterbug.yaml", line: 1, column: 1 }, policy: {}, organizations: [], connections: [] },
    not_offered: [{ id: "mail-change", protocol: "oidc", reason: "no connection has email_sync=on" }],
  };
  const told = partial ? checks.slice(0, 3) : checks;
  return [
    {
      type: "run_started",
      at: 1_700_000_000_000,
      target: "acme-app",
      seed: "seed-1",
      plan,
      strict_policy: false,
      whole: false,
      shard: false,
    },
    { type: "phase", at: 2, text: "starting the SP" },
    { type: "doctor", at: 3, findings: [{ topic: "SP", ok: true, message: "answers" }] },
    ...told.map((each): RunEvent => ({ type: "check_started", at: 4, check: each })),
    { type: "warning", at: 5, text: "the clean-up was refused" },
    ...told.map((each, index): RunEvent => {
      const of = verdicts[index] ?? "passed";
      const text = of === "failed" ? HOSTILE : "created 2";
      return {
        type: "check_finished",
        at: 6,
        check: each,
        observation: observation(each, text),
        verdict: verdict(of, text),
        duration_ms: 40 + index,
      };
    }),
    { type: "run_finished", at: 1_700_000_001_500, duration_ms: 1500, partial },
  ];
}

/** A check that the plan has settled, as a run tells of it. */
export function leftover(
  id: string,
  settled: NonNullable<Check["settled"]>,
): Extract<RunEvent, { type: "check_finished" }> {
  const left: Check = { ...check(id, "oidc"), settled };
  const { verdict, reason } = settled;
  const observation = { check: left.name, variants: [] };
  return {
    type: "check_finished",
    at: 7,
    check: left,
    observation,
    verdict: { verdict, reason, steps: [] },
    duration_ms: 0,
  };
}
