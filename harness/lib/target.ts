import { join, resolve } from "node:path";
import { cwd, env } from "node:process";
import { loadIdps, loadPeople, loadTarget, parsePeople, parseTarget, type TargetFile } from "../scenario/index.ts";
import type { Person, Target } from "../scenario/model/index.ts";

export type { TargetFile } from "../scenario/index.ts";

/** As much of one as the identity providers alone need. */
export type IdpsTarget = Partial<Omit<TargetFile, "connections">> & {
  readonly connections: { readonly [name: string]: Signless<TargetFile["connections"][string]> };
};

/** Of each kind of connection. */
type Signless<C> = C extends { readonly sign_in: infer S } ? Omit<C, "sign_in"> & { readonly sign_in?: S } : C;

/** People by name, as a people file has them. */
export type People = { readonly [name: string]: { readonly [claim: string]: unknown } | null };

/** A target file in code, held to its form by the types. */
export function defineTarget(target: TargetFile): TargetFile {
  return target;
}

/** Of a file, itself or by its folder, or as it would stand in one here. Throws JitterbugError ERR_YAML, ERR_USAGE. */
export function readTarget(target: string | IdpsTarget, idpsAlone = false): Target {
  const options = { env, root: cwd() };
  if (typeof target !== "string") return parseTarget(target, { ...options, idpsAlone });
  const file = /\.(ya?ml|json)$/.test(target) ? resolve(target) : join(resolve(target), "jitterbug.yaml");
  return idpsAlone ? loadIdps(file, options) : loadTarget(file, options);
}

/** Of a file, or as they would stand in one. Throws JitterbugError ERR_YAML, ERR_USAGE. */
export function readPeople(people: string | People): readonly Person[] {
  return typeof people === "string" ? loadPeople(resolve(people), { root: cwd() }).people : parsePeople(people);
}
