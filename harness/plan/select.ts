import { createHash } from "node:crypto";
import type { Knob, Policy, Protocol, Scenario } from "../scenario/model/index.ts";
import type { Check } from "./check.ts";

/** What of a plan is wanted; an empty list wants everything. */
export interface PlanSelection {
  readonly protocols: readonly Protocol[];
  readonly profiles: readonly string[];
  /** Ids of scenarios; `*` stands for any characters (`mail-*`). */
  readonly ids: readonly string[];
  readonly tags: readonly string[];
  /** Only checks whose own connection declares every one of these. */
  readonly policies: readonly { readonly knob: string; readonly value: string }[];
  /** Names of checks; left out: all. */
  readonly names?: readonly string[];
  /** 1-based: this shard of so many. */
  readonly shard?: { readonly index: number; readonly of: number };
}

export function wantsScenario({ ids, tags, names, shard }: PlanSelection, { id, tags: own }: Scenario): boolean {
  // The name of a check begins with the id of its scenario.
  if (names?.some((name) => name.startsWith(`${id} `)) === false) return false;
  if (ids.length > 0 && !ids.some((pattern) => matchesId(pattern, id))) return false;
  if (tags.length > 0 && !tags.some((tag) => own.includes(tag))) return false;
  return shard === undefined || shardOf(id, shard.of) === shard.index;
}

export function wantsCheck(select: PlanSelection, { name, protocol, profile, declared }: Check): boolean {
  const { protocols, names } = select;
  if (names?.includes(name) === false || (protocols.length > 0 && !protocols.includes(protocol))) return false;
  return wantsPlace(select, profile, declared);
}

/** Whether checks at a connection of this profile and policy are wanted. */
export function wantsPlace({ profiles, policies }: PlanSelection, profile: string | null, declared: Policy): boolean {
  if (profiles.length > 0 && (profile === null || !profiles.includes(profile))) return false;
  return policies.every(({ knob, value }) => declares(declared, knob, value));
}

function declares(declared: Policy, knob: string, value: string): boolean {
  if (knob === "required_attributes") return declared.required_attributes?.includes(value) === true;
  return declared[knob as Knob | "identity_key"] === value;
}

/** The shard of a scenario, from its id alone, so that adding one moves no other. */
export function shardOf(id: string, of: number): number {
  return (createHash("sha256").update(id).digest().readUInt32BE(0) % of) + 1;
}

/** Whether an id is what a pattern stands for: `*` is any characters. */
export function matchesId(pattern: string, id: string): boolean {
  const [first = "", ...parts] = pattern.split("*");
  const last = parts.pop();
  if (last === undefined) return pattern === id;
  if (id.length < first.length + last.length || !id.startsWith(first) || !id.endsWith(last)) return false;
  let rest = id.slice(first.length, id.length - last.length);
  for (const part of parts) {
    const at = rest.indexOf(part);
    if (at === -1) return false;
    rest = rest.slice(at + part.length);
  }
  return true;
}
