import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import type { Scenario, Target } from "../../harness/scenario/model/index.ts";
import { DECLARED_UNSAFE } from "../../harness/plan/unsafe.ts";
import { makePlan, type Check, type Plan, type PlanSelection, type TupleChoice } from "../../harness/plan/index.ts";

/** Everything is wanted. */
export const ALL: PlanSelection = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };

export const mint = (n: number): string => `n${String(n).padStart(7, "0")}`;

/** An SP with these organizations and connections, which shows and can do everything unless `rest` says otherwise. */
export function targetOf(
  connections: string,
  more: { organizations?: string; policy?: string; map?: string; seed?: string; observe?: string; rest?: string } = {},
): Target {
  const {
    organizations = "{ acme: { verified_domains: [acme.test] }, globex: { verified_domains: [globex.test] } }",
    policy = "{}",
    map = "{ id: $.id, email: $.email, email_verified: $.v, username: $.u, given_name: $.g, family_name: $.f, name: $.n, roles: $.roles, identities: $.ids, active: $.a }",
    seed = `{ account: { http: POST /seed, json: { email: "{{email}}", ids: "{{identities}}" } }, grant: { http: POST /grant, json: { id: "{{id}}", role: "{{role}}" } } }`,
    observe = "",
    rest = "",
  } = more;
  const text = `target: app
base_url: http://localhost:3000
organizations: ${organizations}
connections:
${connections}
policy: ${policy}
observe: { session: { request: GET /api/me, map: { account: $.id } }, accounts: [{ http: GET /accounts, each: "$[*]", map: ${map} }]${observe} }
seed: ${seed}
${rest}
`;
  return loadTarget(write("jitterbug.yaml", text), { env: {} });
}

export function oidc(name: string, more = "", organization = "acme"): string {
  return `  ${name}: { organization: ${organization}, protocol: oidc, client_id: app, redirect_uris: [http://localhost:3000/cb/${name}], sign_in: GET /in/${name}${more === "" ? "" : `, ${more}`} }`;
}

export function saml(name: string, more = "", organization = "acme"): string {
  return `  ${name}: { organization: ${organization}, protocol: saml, sp_entity_id: urn:app, acs: http://localhost:3000/acs/${name}, sign_in: GET /in/${name}${more === "" ? "" : `, ${more}`} }`;
}

/** A scenario from the parts that matter. */
export function scenarioOf(body: string, id = "one", protocols = "[oidc, saml]"): Scenario {
  const text = `id: ${id}
title: One
severity: MUST
protocols: ${protocols}
explain: { cause: c, fix: f }
killed_by: [x]
${body}
`;
  const file = write(join("scenarios", "pack", `${id}.yaml`), text);
  const [scenario] = loadScenarios([file], { root: join(file, "..", "..", "..") });
  if (scenario === undefined) throw new Error("no scenario was read");
  return scenario;
}

export function plan(
  scenarios: readonly Scenario[],
  target: Target,
  select: Partial<PlanSelection> = {},
  tuples: TupleChoice = "rows",
): Plan {
  const whole = wholePlan(scenarios, target, select, tuples);
  return { ...whole, checks: whole.checks.filter(({ id }) => id !== DECLARED_UNSAFE) };
}

/** With the entries of what the target declares unsafe. */
export function wholePlan(
  scenarios: readonly Scenario[],
  target: Target,
  select: Partial<PlanSelection> = {},
  tuples: TupleChoice = "rows",
): Plan {
  return makePlan({ scenarios, target, select: { ...ALL, ...select }, mint, tuples });
}

/** The one check of a scenario on OpenID Connect. */
export function only(scenario: Scenario, target: Target): Check {
  const [check, ...others] = plan([scenario], target, { protocols: ["oidc"] }).checks;
  if (check === undefined || others.length > 0)
    throw new Error(`${others.length + (check === undefined ? 0 : 1)} checks instead of one`);
  return check;
}

function write(name: string, text: string): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-plan-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}
