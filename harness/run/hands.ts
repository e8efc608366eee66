import { defined } from "../defined.ts";
import type { Finding } from "../observe/finding.ts";
import { makePlan, type Withheld } from "../plan/index.ts";
import { needsOfScenario } from "../scenario/index.ts";
import type { Connection, Scenario } from "../scenario/model/index.ts";
import { namespaces, randomSeed } from "./namespaces.ts";
import type { OpenWorld } from "./open-world.ts";
import { HANDS, type Hand } from "./trial-scenarios.ts";
import { tryOut, type Tried } from "./trial.ts";

/** So many connections are tried for one list before it is left untried. */
const MOST_TRIES = 3;

/**
 * The doctor tries every list of `drive`, each in the situation that it is for: where the checks would use it, else
 * where that situation may come about. What may be the SP's own doing is worth a look, and no fault of the file.
 */
export async function tryHands(
  world: OpenWorld,
  scenarios: readonly Scenario[],
  withheld: Withheld,
): Promise<readonly Finding[]> {
  const mint = namespaces(randomSeed());
  const findings: Finding[] = [];
  let minted = 0;
  for (const hand of HANDS) {
    const actions = world.target.drive[hand.name];
    if (actions === undefined || actions === "none") continue;
    let tried: Tried = { state: "untried", message: "no connection marks a page as `interrupted`" };
    for (const connection of placesFor(hand, world, scenarios, withheld).slice(0, MOST_TRIES)) {
      if (world.signal?.aborted === true || world.sp.exited !== null) return findings;
      tried = await tryOut(world, { hand, connection, ns: mint(minted++), withheld });
      if (tried.state !== "untried") break;
    }
    findings.push(findingOf(hand.name, tried));
  }
  return findings;
}

function findingOf(hand: string, { state, message, hint }: Tried): Finding {
  const told = state === "untried" ? `not tried: ${message}` : message;
  return { topic: `drive.${hand}`, ok: state !== "wrong", message: told, ...defined({ hint }) };
}

/** The connections at which checks use it come first. */
function placesFor(
  hand: Hand,
  { target }: OpenWorld,
  scenarios: readonly Scenario[],
  withheld: Withheld,
): readonly Connection[] {
  const mint = namespaces("hands");
  let minted = 0;
  const select = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
  const using = scenarios.filter((scenario) => needsOfScenario(scenario).abilities.includes(hand.name));
  const { checks } = makePlan({ scenarios: using, target, select, mint: () => mint(minted++), withheld });
  const used = new Set(checks.filter(({ settled }) => settled === undefined).map(({ connection }) => connection));
  const fit = target.connections.filter(
    ({ interrupted }) => hand.trial.after !== "interrupted" || interrupted !== undefined,
  );
  return [...fit.filter(({ name }) => used.has(name)), ...fit.filter(({ name }) => !used.has(name))];
}
