import { join } from "node:path";
import { createChromiumAgent } from "../../harness/agent/chromium/index.ts";
import type { Agent } from "../../harness/agent/port.ts";
import { PICK_FIELD, PICK_FORM } from "../../harness/idp/port.ts";
import { openWorld, type OpenWorld } from "../../harness/run/open-world.ts";
import { Teardown } from "../../harness/run/teardown.ts";
import { loadTarget } from "../../harness/scenario/index.ts";
import { ROOT } from "./processes.ts";

interface AgentFigures {
  readonly protocol: string;
  /** Milliseconds of each whole sign-in in a new browser, the session question included. */
  readonly http: readonly number[];
  readonly chromium: readonly number[];
}

/** The same sign-in by both agents, in turn, against one SP: a new browser, the SP, the IdP's page, the session. */
export async function agentSignIns(rounds: number): Promise<readonly AgentFigures[]> {
  const teardown = new Teardown();
  try {
    const target = loadTarget(join(ROOT, "sp-reference/jitterbug.yaml"), { env: process.env });
    const stateDir = join(target.dir, ".jitterbug");
    const world = await openWorld({ target, environment: process.env, allowRemote: [], stateDir }, teardown);
    const executable = process.env["JITTERBUG_CHROMIUM"];
    const chromium = await createChromiumAgent({
      environment: process.env,
      ...(executable === undefined ? {} : { executable }),
    });
    teardown.add(() => chromium.close());
    const figures: AgentFigures[] = [];
    for (const [protocol, connection] of [
      ["oidc", "acme-oidc"],
      ["saml", "acme-saml"],
    ] as const) {
      const http: number[] = [];
      const real: number[] = [];
      for (let round = -2; round < rounds; round++) {
        const one = await signIn(world, world.agent, connection, `h${round + 2}`);
        const other = await signIn(world, chromium, connection, `c${round + 2}`);
        if (round < 0) continue;
        http.push(one);
        real.push(other);
      }
      figures.push({ protocol, http, chromium: real });
    }
    return figures;
  } finally {
    await teardown.run();
  }
}

async function signIn(world: OpenWorld, agent: Agent, name: string, round: string): Promise<number> {
  const connection = world.target.connections.find((one) => one.name === name);
  const [start] = connection?.sign_in ?? [];
  if (connection === undefined || start?.kind !== "open") throw new Error(`${name} is not signed in to plainly`);
  const organization = world.target.organizations.find((one) => one.name === connection.organization);
  const key = `bench-${name}-${round}`;
  const email = `${key}@${organization?.verified_domains[0] ?? ""}`;
  const claims = {
    subject: key,
    email,
    email_verified: true,
    given_name: "Ada",
    family_name: "Byron",
    name: "Ada Byron",
  };
  world.idps.admit(name, { key, claims });
  const started = performance.now();
  const browser = agent.browser(key);
  await browser.open(new URL(start.target, world.sp.base_url).href);
  await browser.submit(PICK_FORM, { [PICK_FIELD]: key });
  const session = await world.sp.session(browser);
  await browser.close();
  world.idps.dismiss(name, key);
  if (session.state !== "signed_in") throw new Error(`nobody was signed in on ${name}: ${JSON.stringify(session)}`);
  return performance.now() - started;
}
