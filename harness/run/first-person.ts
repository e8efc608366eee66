import type { CheckObservation } from "../observe/observation.ts";
import type { Account } from "../observe/snapshot.ts";
import type { Check } from "../plan/index.ts";
import type { Connection } from "../scenario/model/index.ts";
import { drivePatiently, planAlone } from "./alone.ts";
import type { CleanUp } from "./clean-up.ts";
import { namespaces } from "./namespaces.ts";
import type { OpenWorld } from "./open-world.ts";
import { strangerAt } from "./stranger.ts";

/** So many connections are tried before it is left to the first check. */
const MOST_TRIES = 3;

interface Came {
  readonly check: Check;
  readonly observation: CheckObservation;
  readonly account: Account;
}

/**
 * Many SPs make the first person who signs in their administrator, some of them the first of each organization. One is
 * spent on that before the first check, and where it is so one for each other organization, who stay until the last
 * check has ended, so that none meets an SP that is empty again.
 */
export class FirstPerson {
  readonly #world: OpenWorld;
  readonly #cleanUp: CleanUp;
  readonly #mint: (n: number) => string;
  readonly #came: Came[] = [];
  #minted = 0;

  constructor(world: OpenWorld, cleanUp: CleanUp, seed: string) {
    this.#world = world;
    this.#cleanUp = cleanUp;
    // Of their own, so that the namespaces of the checks stay what they are.
    this.#mint = namespaces(`${seed}:first`);
  }

  /**
   * Signs a person in at the first of these connections that makes an account of it. Resolves to what they were given
   * that the next one was not, in words; null where nothing shows that, or nobody could be signed in.
   */
  async spend(connections: readonly Connection[]): Promise<string | null> {
    const open = connections.filter((connection) => this.#plan(connection) !== undefined).slice(0, MOST_TRIES);
    for (const connection of open) {
      const first = await this.#signIn(connection);
      if (first === null) continue;
      if (!isDoubtful(first, connection)) return null;
      const next = await this.#signIn(connection);
      const more = next === null ? [] : extras(first, next);
      if (more.length === 0) return null;
      await this.#spendElsewhere(connection, connections);
      return told(more, connection);
    }
    return null;
  }

  async #spendElsewhere(spent: Connection, connections: readonly Connection[]): Promise<void> {
    const byOrganization = Map.groupBy(connections, ({ organization }) => organization);
    byOrganization.delete(spent.organization);
    for (const those of byOrganization.values()) {
      const open = those.filter((connection) => this.#plan(connection) !== undefined).slice(0, MOST_TRIES);
      for (const connection of open) if ((await this.#signIn(connection)) !== null) break;
    }
  }

  /** Once nothing is driven any more; whoever came first goes last. */
  async leave(): Promise<void> {
    for (const { check, observation } of this.#came.toReversed()) await this.#cleanUp.after(check, observation);
  }

  #plan(connection: Connection): Check | undefined {
    const { target } = this.#world;
    const scenario = strangerAt(target.place, "first-person", 1);
    const check = planAlone(this.#world, { scenario, connection, ns: this.#mint(this.#minted) });
    return check?.settled === undefined ? check : undefined;
  }

  async #signIn(connection: Connection): Promise<Account | null> {
    const check = this.#plan(connection);
    const { sp, signal } = this.#world;
    if (check === undefined || sp.exited !== null || signal?.aborted === true) return null;
    this.#minted++;
    this.#cleanUp.begin(check);
    const observation = await drivePatiently(check, this.#world);
    const [account] = observation.variants[0]?.steps.at(-1)?.after.accounts ?? [];
    if (account === undefined) {
      await this.#cleanUp.after(check, observation);
      return null;
    }
    this.#came.push({ check, observation, account });
    return account;
  }
}

/** Whether the account has what not everybody may have; else nobody needs to come after it. */
function isDoubtful(account: Account, { roles }: Connection): boolean {
  return (account.roles ?? []).some((role) => role !== roles.default) || flags(account).length > 0;
}

function extras(first: Account, next: Account): readonly string[] {
  const roles = (first.roles ?? []).filter((role) => next.roles?.includes(role) === false);
  const attributes = flags(first).filter((name) => isOff(next.attributes?.[name]));
  return [
    ...(roles.length === 0 ? [] : [`the role${roles.length === 1 ? "" : "s"} ${roles.join(", ")}`]),
    ...attributes.map((name) => `attributes.${name}`),
  ];
}

function flags({ attributes = {} }: Account): readonly string[] {
  return Object.entries(attributes).flatMap(([name, value]) => (value === true || value === 1 ? [name] : []));
}

function isOff(value: unknown): boolean {
  return value === false || value === 0 || value === null;
}

function told(more: readonly string[], { name }: Connection): string {
  return `the first person who signed in got ${more.join(" and ")}, and the next one, of whom ${name} said the same, did not: nobody gave it, so whoever comes first to an empty SP has it; no check was driven in that state`;
}
