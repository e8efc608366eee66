import { join } from "node:path";
import { driveCheck } from "../../harness/drive/index.ts";
import { PICK_FIELD, PICK_FORM } from "../../harness/idp/port.ts";
import { makePlan } from "../../harness/plan/index.ts";
import { namespaces, randomSeed } from "../../harness/run/namespaces.ts";
import { openWorld, type OpenWorld } from "../../harness/run/open-world.ts";
import { Teardown } from "../../harness/run/teardown.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import type { Check } from "../../harness/plan/check.ts";
import { ROOT } from "./processes.ts";

export interface SignInFigures {
  readonly protocol: string;
  /** Milliseconds of each whole sign-in: through the harness, observation included, and bare. */
  readonly harness: readonly number[];
  readonly bare: readonly number[];
}

/** One sign-in of a new person, with the observation that a check makes, against the same calls with nothing else, in turn. */
export async function signIns(rounds: number): Promise<readonly SignInFigures[]> {
  const teardown = new Teardown();
  try {
    const target = loadTarget(join(ROOT, "sp-reference/jitterbug.yaml"), { env: process.env });
    const world = await openWorld(
      { target, environment: process.env, allowRemote: [], stateDir: join(target.dir, ".jitterbug") },
      teardown,
    );
    const scenarios = loadScenarios([join(import.meta.dirname, "one-sign-in.yaml")], { root: ROOT });
    const figures: SignInFigures[] = [];
    const mint = namespaces(randomSeed());
    let minted = 0;
    const select = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
    const plan = () => makePlan({ scenarios, target: world.target, select, mint: () => mint(minted++) });
    for (const { protocol } of plan().checks) {
      const harness: number[] = [];
      const bare: number[] = [];
      for (let round = -5; round < rounds; round++) {
        const check = plan().checks.find((one) => one.protocol === protocol);
        if (check === undefined) throw new Error(`no check on ${protocol}`);
        const one = await clock(() => throughHarness(check, world));
        const other = await clock(() => bareLoop(check, world, `bare-${round + 5}`));
        if (round < 0) continue;
        harness.push(one);
        bare.push(other);
      }
      figures.push({ protocol, harness, bare });
    }
    return figures;
  } finally {
    await teardown.run();
  }
}

async function throughHarness(check: Check, world: OpenWorld): Promise<void> {
  const { variants } = await driveCheck(check, world);
  if (variants[0]?.steps[0]?.sign_ins[0]?.outcome !== "signed_in")
    throw new Error("the sign-in through the harness failed");
}

/** Agent, IdP and SP calls and nothing else: no namespace, no recording, no snapshot, no session question. */
async function bareLoop(check: Check, world: OpenWorld, name: string): Promise<void> {
  const connection = check.connections[0];
  const person = Object.values(check.variants[0]?.people ?? {})[0];
  const [start] = connection?.sign_in ?? [];
  if (connection === undefined || person === undefined || start?.kind !== "open")
    throw new Error("not a plain sign-in");
  const { email = null } = person.claims;
  if (typeof email !== "string") throw new Error("nobody with an email");
  const claims = { ...person.claims, subject: `${name}-${person.key}`, email: `${name}.${email}` };
  world.idps.admit(connection.name, { key: person.key, claims });
  const browser = world.agent.browser(name);
  await browser.open(new URL(start.target, world.sp.base_url).href);
  const page = await browser.submit(PICK_FORM, { [PICK_FIELD]: person.key });
  world.idps.dismiss(connection.name, person.key);
  await browser.close();
  if (page?.status !== 200 || !page.url.startsWith(world.sp.base_url))
    throw new Error(`the bare sign-in ended at ${page?.url ?? "no page"} with ${page?.status ?? "no answer"}`);
}

async function clock(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
