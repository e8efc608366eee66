import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "../../harness/agent/chromium/index.ts";
import { judgeCheck } from "../../harness/judge/index.ts";
import type { CheckVerdict } from "../../harness/judge/verdict.ts";
import { freePort } from "../../harness/ports.ts";
import type { RunEvent } from "../../harness/report/events.ts";
import { createListReporter } from "../../harness/report/index.ts";
import { examine, type Examination } from "../../harness/run/index.ts";
import type { RunOptions, RunResult } from "../../harness/run/options.ts";
import { runSuite } from "../../harness/run/run-suite.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { later } from "../sp/support/world.ts";
import { SECRET, SmallSp } from "./sp.ts";

/** With CI set a missing browser is a failure. */
export const AGENTS =
  findChromium(process.env["JITTERBUG_CHROMIUM"]) === null && process.env["CI"] === undefined
    ? (["http"] as const)
    : (["http", "chromium"] as const);

export interface Case {
  /** One connection, and so one check of each scenario, for each; the connection has the way's name. */
  readonly ways: readonly string[];
  /** By id: its steps, or all that is not the plainest in it. */
  readonly scenarios: { readonly [id: string]: readonly object[] | { readonly steps: readonly object[] } };
  /** Who there is in each; ada and eve where left out. */
  readonly people?: object;
  /** Further members of the target, and of each connection. */
  readonly target?: object;
  readonly connection?: object;
  readonly options?: Partial<RunOptions>;
}

type CheckFinished = Extract<RunEvent, { type: "check_finished" }>;

export interface Told {
  readonly sp: SmallSp;
  readonly result: RunResult;
  readonly warnings: readonly string[];
  /** What the list printed. */
  readonly list: string;
  /** `WAY/ID`. Throws where there is none. */
  readonly check: (name: string) => CheckVerdict;
  readonly finished: (name: string) => CheckFinished;
}

/** Runs scenarios at the small SP, once for each way, and holds that what was seen is judged again to the same. */
export async function run(one: Case): Promise<Told> {
  const { target, scenarios, sp } = await ground(one);
  const events: RunEvent[] = [];
  let list = "";
  const output = { write: (text: string) => void (list += text), isTTY: false, colors: false, columns: 400 };
  const result = await runSuite({
    target: loadTarget(target, { env: {} }),
    scenarios: loadScenarios([scenarios], { root: scenarios }),
    select: { protocols: [], profiles: [], ids: [], tags: [], policies: [] },
    environment: process.env,
    jobs: 1,
    allowRemote: [],
    allowUnobservable: false,
    strictPolicy: false,
    stateDir: null,
    ...one.options,
    reporters: [
      { name: "witness", on: (event) => void events.push(event) },
      createListReporter({ output, reports: [] }),
      ...(one.options?.reporters ?? []),
    ],
  });
  const all = events.filter((event) => event.type === "check_finished");
  for (const { check, observation, verdict } of all) {
    const saved: unknown = JSON.parse(JSON.stringify({ check, observation }));
    const again = judgeCheck(...(Object.values(saved as object) as [typeof check, typeof observation]), {
      strictPolicy: false,
    });
    if (JSON.stringify(again) !== JSON.stringify(verdict)) throw new Error(`${check.name} is judged otherwise again`);
  }
  const finished = (name: string) => {
    const found = all.findLast(({ check }) => `${check.connection}/${check.id}` === name);
    if (found === undefined) throw new Error(`no check ${name} in ${all.map(({ check }) => check.name).join(", ")}`);
    return found;
  };
  const warnings = events.flatMap((event) => (event.type === "warning" ? [event.text] : []));
  return { sp, result, warnings, list, finished, check: (name) => finished(name).verdict };
}

/** What the doctor says of the small SP. */
export async function doctor(one: Omit<Case, "scenarios">): Promise<Examination & { readonly sp: SmallSp }> {
  const { target, sp } = await ground({ ...one, scenarios: {} });
  const examination = await examine({
    target: loadTarget(target, { env: {} }),
    environment: process.env,
    allowRemote: [],
    stateDir: null,
    signIns: true,
    ...(one.options?.agent === undefined ? {} : { agent: one.options.agent }),
  });
  return { ...examination, sp };
}

/** The target file and the folder of scenarios. */
async function ground(
  one: Case,
): Promise<{ readonly target: string; readonly scenarios: string; readonly sp: SmallSp }> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-outcomes-"));
  later(() => rmSync(dir, { recursive: true, force: true }));
  const port = await freePort();
  const sp = await new SmallSp(`http://127.0.0.1:${port}`).start();
  const [target, scenarios] = [join(dir, "jitterbug.yaml"), join(dir, "scenarios")];
  mkdirSync(scenarios);
  // JSON is YAML.
  writeFileSync(target, JSON.stringify(targetOf(one, sp.url, port)));
  for (const [id, written] of Object.entries(one.scenarios))
    writeFileSync(join(scenarios, `${id}.yaml`), JSON.stringify(scenarioOf(id, written, one.people)));
  return { target, scenarios, sp };
}

function targetOf({ ways, target, connection }: Case, base_url: string, port: number): object {
  return {
    target: "small",
    base_url,
    idps: { listen: `127.0.0.1:${port}` },
    organizations: { acme: { verified_domains: ["acme.test"] } },
    connections: Object.fromEntries(
      ways.map((way) => [
        way,
        {
          protocol: "oidc",
          // Two that are alike are one check.
          claims: { department: way },
          client_id: "small",
          client_secret: SECRET,
          signing_alg: "ES256",
          redirect_uris: [`${base_url}/${way}/callback`],
          claims_in: ["id_token"],
          sign_in: `GET /${way}/sign-in`,
          ...connection,
        },
      ]),
    ),
    observe: {
      session: { request: "GET /me", map: { account: "$.id" } },
      accounts: {
        http: "GET /admin/accounts",
        each: "$[*]",
        map: { id: "$.id", email: "$.email" },
        collect: { identities: { subject: "$.subjects[*]" } },
      },
    },
    ...target,
  };
}

function scenarioOf(id: string, written: Case["scenarios"][string], people: object | undefined): object {
  return {
    id,
    title: `The scenario ${id}`,
    severity: "MUST",
    basis: "harm",
    protocols: ["oidc"],
    given: { people: people ?? { ada: {}, eve: {} } },
    explain: { cause: "the scenario's cause", fix: "the scenario's fix" },
    killed_by: ["x"],
    ...("steps" in written ? written : { steps: written }),
  };
}
