import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../harness/ports.ts";
import type { CheckVerdict } from "../../../harness/judge/index.ts";
import type { Finding, RunEvent } from "../../../harness/report/events.ts";
import type { RunOptions, RunResult } from "../../../harness/run/options.ts";
import { examine } from "../../../harness/run/demo.ts";
import type { Target } from "../../../harness/scenario/model/index.ts";
import { loadScenarios, loadTarget } from "../../../harness/scenario/index.ts";
import { runAndJudgeAgain } from "../saved.ts";
import type { SmallSp } from "./sp.ts";

export interface Ran {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  /** Of each scenario, what was told of it last. */
  readonly verdicts: ReadonlyMap<string, CheckVerdict>;
}

export interface SmallRun {
  readonly scenarios: readonly object[];
  /** Beside, or instead of, what the SP's target file says. */
  readonly target?: { readonly [key: string]: unknown };
  /** Beside what its connection has. */
  readonly connection?: { readonly [key: string]: unknown };
  readonly options?: Partial<RunOptions>;
}

/** Runs scenarios on a small SP, and judges everything that was told once more from what was saved of it. */
export function runSmall(sp: SmallSp, { scenarios, options = {}, ...changes }: SmallRun): Promise<Ran> {
  return withTarget(sp, changes, async (file, dir) => {
    const events: RunEvent[] = [];
    const pack = join(dir, "pack");
    mkdirSync(pack);
    for (const scenario of scenarios) {
      const { id } = scenario as { readonly id: string };
      writeFileSync(join(pack, `${id}.yaml`), JSON.stringify({ ...FRAME, title: id, ...scenario }));
    }
    const result = await runAndJudgeAgain({
      target: file,
      scenarios: options.scenarios ?? loadScenarios([pack], { root: dir }),
      select: { protocols: [], profiles: [], ids: [], tags: [], policies: [] },
      environment: process.env,
      jobs: 1,
      allowRemote: [],
      allowUnobservable: false,
      strictPolicy: false,
      stateDir: null,
      reporters: [{ name: "witness", on: (event) => void events.push(event) }],
      ...options,
    });
    const finished = events.filter((event) => event.type === "check_finished");
    return { result, events, verdicts: new Map(finished.map(({ check, verdict }) => [check.id, verdict])) };
  });
}

/** What the doctor finds of a small SP. */
export async function examineSmall(sp: SmallSp, target: object = {}): Promise<readonly Finding[]> {
  const { findings } = await withTarget(sp, { target }, (file) =>
    examine({ target: file, environment: process.env, signIns: true, allowRemote: [], stateDir: null }),
  );
  return findings;
}

async function withTarget<T>(
  sp: SmallSp,
  { target = {}, connection = {} }: { readonly target?: object; readonly connection?: object },
  work: (target: Target, dir: string) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-small-"));
  await sp.start();
  try {
    const listen = `127.0.0.1:${await freePort()}`;
    sp.idp = `http://${listen}`;
    // JSON is YAML.
    writeFileSync(join(dir, "jitterbug.yaml"), JSON.stringify({ ...targetOf(sp, listen, connection), ...target }));
    return await work(loadTarget(join(dir, "jitterbug.yaml"), { env: {} }), dir);
  } finally {
    await sp.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const FRAME = {
  severity: "MUST",
  basis: "harm",
  protocols: ["oidc"],
  explain: { cause: "It is faulty.", fix: "Mend it." },
  killed_by: [],
};

function targetOf({ base_url }: SmallSp, listen: string, connection: object): object {
  return {
    target: "small",
    base_url,
    idps: { listen },
    email_domain: "acme.test",
    connections: {
      acme: {
        protocol: "oidc",
        client_id: "small",
        client_auth: "none",
        redirect_uris: [`${base_url}/callback`],
        claims_in: ["id_token"],
        sign_in: "GET /sign-in",
        ...connection,
      },
    },
    policy: { identity_key: "iss_sub", jit: "on" },
    observe: {
      session: { request: "GET /me", map: { account: "$.id" } },
      accounts: { http: "GET /accounts", each: "$[*]", map: MAP },
    },
    seed: { remove: { http: "DELETE /accounts/{{id}}" } },
  };
}

const MAP = { id: "$.id", email: "$.email", active: "$.active", identities: "$.subject" };
