import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { defined } from "../defined.ts";
import { pathFrom } from "../paths.ts";
import { failedIn } from "./failed.ts";
import { JitterbugError } from "../errors.ts";
import { matchesId, type PlanSelection } from "../plan/index.ts";
import { suggest } from "../scenario/faults.ts";
import { PROFILE_NAMES } from "../scenario/index.ts";
import { OWN_FOLDERS } from "./write-scenario.ts";
import type { Protocol, Scenario, Target } from "../scenario/model/index.ts";

/** Where there are too many to name. */
const LIST = "`jitterbug list` shows them all.";

/** As commander gives them: what was not written is left out. */
export interface SelectionFlags {
  readonly protocol?: readonly Protocol[];
  readonly profile?: readonly string[];
  readonly id?: readonly string[];
  readonly tag?: readonly string[];
  readonly policy?: PlanSelection["policies"];
  readonly shard?: NonNullable<PlanSelection["shard"]>;
  /** A JSON report. */
  readonly failed?: string;
}

/** What the flags select. What no scenario and no connection has is a slip, told with the nearest one. */
export function select(
  scenarios: readonly Scenario[],
  target: Target,
  flags: SelectionFlags,
  cwd = target.dir,
): PlanSelection {
  const ids = scenarios.map(({ id }) => id);
  for (const id of flags.id ?? []) knownId(id, ids, cwd);
  const tags = new Set(scenarios.flatMap((scenario) => scenario.tags));
  for (const tag of flags.tag ?? []) knownName("scenario has the tag", tag, [...tags]);
  for (const profile of flags.profile ?? []) knownProfile(profile, target, flags.profile?.length === 1);
  return {
    protocols: flags.protocol ?? [],
    profiles: flags.profile ?? [],
    ids: flags.id ?? [],
    tags: flags.tag ?? [],
    policies: flags.policy ?? [],
    ...defined({ shard: flags.shard }),
    ...(flags.failed === undefined ? {} : { names: failedIn(pathFrom(cwd, flags.failed)) }),
  };
}

/** An id, or a pattern that at least one has. */
function knownId(id: string, ids: readonly string[], cwd: string): void {
  if (!id.includes("*")) return knownName("scenario has the id", id, ids, lyingHere(id, cwd) ?? beginning(id, ids));
  if (ids.some((one) => matchesId(id, one))) return;
  const families = new Set(ids.flatMap((one) => (one.includes("-") ? [`${one.slice(0, one.indexOf("-"))}-*`] : [])));
  throw new JitterbugError("ERR_USAGE", `no scenario has an id like ${id}`, {
    hint: suggest(id, families, "There are") ?? LIST,
  });
}

/** Scenarios of one's own are run by their path. */
function lyingHere(id: string, cwd: string): string | undefined {
  const file = OWN_FOLDERS.map((folder) => join(folder, `${id}.yaml`)).find(
    (path) => /^[\w-]+$/.test(id) && existsSync(resolve(cwd, path)),
  );
  return file === undefined ? undefined : `${file} lies here: \`jitterbug run ${file}\` runs it.`;
}

/** What somebody meant who wrote the beginning of an id, or the name of a family of them. */
function beginning(id: string, ids: readonly string[]): string | undefined {
  const alike = ids.filter((one) => one.startsWith(id));
  const [only] = alike;
  if (only === undefined || id === "") return undefined;
  return alike.length === 1
    ? `Did you mean \`${only}\`?`
    : `${alike.length} ids begin so: --id '${id}*' selects them all.`;
}

/** A vendor that connections name, or in whose shape those are judged that name none. Throws ERR_USAGE. */
export function knownProfile(profile: string, { connections, file }: Target, alone: boolean): void {
  if (connections.some((connection) => connection.profile === profile)) return;
  const named = connections.flatMap((connection) => connection.profile ?? []);
  const why = alone
    ? `Each connection of ${file} names another one, or is of a protocol that ${profile} does not have.`
    : "In the shape of a vendor that no connection names, one is judged at a time: name it alone.";
  const hint = PROFILE_NAMES.includes(profile)
    ? why
    : suggest(profile, [...new Set([...named, ...PROFILE_NAMES])], "There are");
  throw new JitterbugError("ERR_USAGE", `no connection has the profile ${profile}`, defined({ hint }));
}

/** The scenario with this id. Throws ERR_USAGE with the nearest id. */
export function scenarioOf(scenarios: readonly Scenario[], id: string): Scenario {
  knownName(
    "scenario has the id",
    id,
    scenarios.map((scenario) => scenario.id),
  );
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`${id} was just found`);
  return found;
}

/** Throws ERR_USAGE with the nearest right name: `no scenario has the id mail-chnage`; `meant`: where that is known better. */
export function knownName(what: string, name: string, names: readonly string[], meant?: string): void {
  if (names.includes(name)) return;
  throw new JitterbugError("ERR_USAGE", `no ${what} ${name}`, {
    hint: meant ?? suggest(name, names, "There are") ?? (names.length === 0 ? "There are none." : LIST),
  });
}
