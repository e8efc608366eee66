/** The room's door: files in, the frozen model out, every fault told at once. */
import { dirname, join, resolve } from "node:path";
import { JitterbugError, type Fault } from "../errors.ts";
import { guestNotes } from "./check/profile.ts";
import type { TargetDraft } from "./draft/draft.ts";
import { writeTarget } from "./draft/write.ts";
import { unsetVariables, type Environment } from "./env.ts";
import { freeze } from "./freeze.ts";
import { Loader, peopleFile, type KnownByCaller } from "./load.ts";
import type { Reckoning } from "./check/known-failures.ts";
import type { KnownFailure, PeopleFile, Person, Scenario, Target } from "./model/index.ts";

export type { AccountsDraft, ConnectionDraft, SignInDraft, TargetDraft } from "./draft/draft.ts";
export { rewriteKnownFailures, type NewFailure } from "./baseline/rewrite.ts";
export type { Reckoning } from "./check/known-failures.ts";
export { declarePolicy } from "./declare/index.ts";
export { editYaml } from "./edit/edit.ts";
export { rewritePerson } from "./edit/person.ts";
export { scenarioLike } from "./edit/scenario.ts";
export { writeRecording } from "./draft/write-recording.ts";
export type { Act, RecordedConnection } from "./draft/recording.ts";
export { PROFILE_NAMES } from "../idp/profiles/index.ts";
export type { Environment } from "./env.ts";
export { kindOfFile, type KnownByCaller } from "./load.ts";
export { formatFault, MOST_TOLD } from "./faults.ts";
export { editorSchema, FILE_KINDS, jsonSchema } from "./json-schema.ts";
export type { FileKind } from "./json-schema.ts";
export type { TargetFile } from "./schema/target.ts";
export { tampersOf } from "./meant.ts";
export { needsOf, needsOfScenario } from "./needs.ts";
export { effectivePolicy } from "./policy.ts";
export { shapedBy } from "./in-shape.ts";
export { shapedFacts } from "./shaped-facts.ts";
export { whyOne } from "./several.ts";

export interface LoadOptions {
  /** Left out: no target file is read. */
  readonly targetFile?: string;
  /** Scenario files, and folders that are searched for `*.yaml`. */
  readonly scenarioPaths: readonly string[];
  /** The project's folder: relative paths start here, places are told from here, includes must lie below it. */
  readonly root: string;
  readonly env: Environment;
  readonly known?: KnownByCaller;
  /** The vendor in whose shape connections are read that name none, where none names this one. */
  readonly profile?: string;
}

/** Reads a target file. Throws ERR_YAML with every fault; ERR_USAGE where there is no such file. */
export function loadTarget(
  file: string,
  options: { readonly env: Environment; readonly root?: string; readonly profile?: string },
): Target {
  const loader = new Loader(options.root);
  const target = loader.target(file, options.env, options.profile);
  return complete(loader, target);
}

/** As `loadTarget`, of a file that may lack `observe.accounts`: then its `observe.accounts` is empty, and nothing shows them. */
export function loadByHand(
  file: string,
  options: { readonly env: Environment; readonly root?: string; readonly profile?: string },
): Target {
  const loader = new Loader(options.root);
  return complete(loader, loader.targetByHand(file, options.env, options.profile));
}

/** Reads of a target file what the IdPs alone need: `connections`, and what they name. Throws like `loadTarget`. */
export function loadIdps(file: string, options: { readonly env: Environment; readonly root?: string }): Target {
  const loader = new Loader(options.root);
  return complete(loader, loader.idps(file, options.env));
}

/**
 * A target file as it would stand in `jitterbug.json` of the project's folder. Throws ERR_YAML, with places in that text.
 * `idpsAlone`: as `loadIdps`.
 */
export function parseTarget(
  written: object,
  options: { readonly env: Environment; readonly root: string; readonly idpsAlone: boolean },
): Target {
  const loader = new Loader(options.root);
  // JSON is YAML.
  const text = JSON.stringify(written, null, 2);
  return complete(
    loader,
    loader.targetText(text, join(options.root, "jitterbug.json"), options.env, options.idpsAlone),
  );
}

/** People by name, as a people file has them. Throws ERR_YAML, with places in that text. */
export function parsePeople(people: object): readonly Person[] {
  const loader = new Loader(undefined);
  return complete(loader, loader.peopleText(JSON.stringify({ people }, null, 2), "people.json"));
}

/** Reads scenarios; each file's pack is the name of its folder. Throws like `loadTarget`. */
export function loadScenarios(
  paths: readonly string[],
  options: { readonly root: string; readonly known?: KnownByCaller },
): readonly Scenario[] {
  const loader = new Loader(options.root);
  const loaded = loader.scenarios(paths);
  loader.proof(loaded, undefined, options.known ?? {});
  return complete(
    loader,
    loaded.map(({ scenario }) => scenario),
  );
}

/** A scenario as it would stand in this file. Throws ERR_YAML with every fault. */
export function parseScenario(text: string, file: string): Scenario {
  const loader = new Loader(dirname(file));
  const [loaded] = loader.scenarioText(text, file);
  return complete(loader, loaded?.scenario);
}

/** Reads a people file. Throws like `loadTarget`. */
export function loadPeople(file: string, options: { readonly root?: string } = {}): PeopleFile {
  const loader = new Loader(options.root);
  return complete(loader, peopleFile(loader, file));
}

/** Reads a file of shared steps. Throws like `loadTarget`. */
export function loadShared(file: string, options: { readonly root?: string } = {}): void {
  const loader = new Loader(options.root);
  loader.shared(file);
  loader.faults.throwIfAny();
}

/** Reads a baseline, and holds it to the day and to the scenarios that there are. Throws like `loadTarget`. */
export function loadKnownFailures(
  file: string,
  options: { readonly root?: string; readonly reckoning: Reckoning },
): readonly KnownFailure[] {
  const loader = new Loader(options.root);
  return complete(loader, loader.knownFailures(file, options.reckoning));
}

/** A person as a people file would have them under this name. Throws ERR_YAML. */
export function parsePerson(name: string, written: object): Person {
  const loader = new Loader(undefined);
  const people = loader.peopleText(JSON.stringify({ people: { [name]: written } }), "request.json");
  const [person] = complete(loader, people);
  if (person === undefined) throw new Error("a person was read");
  return person;
}

/** Reads a target file and scenarios; the faults of all files are thrown together. */
export function loadAll(options: LoadOptions): { readonly target?: Target; readonly scenarios: readonly Scenario[] } {
  const loader = new Loader(options.root);
  const target =
    options.targetFile === undefined ? undefined : loader.target(options.targetFile, options.env, options.profile);
  const loaded = loader.scenarios(options.scenarioPaths);
  loader.proof(loaded, target, options.known ?? {});
  const scenarios = loaded.map(({ scenario }) => scenario);
  return complete(loader, target === undefined ? { scenarios } : { target, scenarios });
}

/** Every fault of the files, as the others would throw them. Throws ERR_USAGE only. */
export function lint(options: LoadOptions): readonly Fault[] {
  const loader = new Loader(options.root);
  const target = options.targetFile === undefined ? undefined : loader.target(options.targetFile, options.env);
  loader.proof(loader.scenarios(options.scenarioPaths), target, options.known ?? {});
  return loader.faults.sorted();
}

/**
 * What of a target file that has no fault may surprise: what its connections say in spite of their profile, and whom of
 * its people a vendor has no word for.
 */
export function notes(file: string, options: { readonly env: Environment; readonly root?: string }): readonly Fault[] {
  const loader = new Loader(options.root);
  const target = loader.target(file, options.env);
  const { people } = target?.idps ?? {};
  if (target === undefined || people === undefined) return loader.notes;
  return [...loader.notes, ...guestNotes(loader.people(resolve(target.dir, people)), target)];
}

/**
 * The text of a target file for a draft of one, as it would stand in `file`. Throws ERR_YAML with the faults that the
 * draft makes. `unset` names the environment variables that it needs, and that are not there.
 */
export function draftTarget(
  draft: TargetDraft,
  file: string,
  options: { readonly env: Environment; readonly root: string },
): { readonly text: string; readonly unset: readonly string[] } {
  const text = writeTarget(draft);
  const unset = unsetVariables(text, options.env);
  const loader = new Loader(options.root);
  loader.targetText(text, file, { ...options.env, ...Object.fromEntries(unset.map((name) => [name, "unset"])) });
  const faults = loader.faults.sorted();
  if (faults.length === 0) return { text, unset };
  throw new JitterbugError("ERR_YAML", "the answers make a faulty file, and nothing was written", {
    faults,
    hint: "Answer otherwise where the marks stand.",
  });
}

function complete<T>(loader: Loader, value: T | undefined): T {
  loader.faults.throwIfAny();
  if (value === undefined) throw new Error("a file was rejected without a fault");
  return freeze(value);
}
export { expandedSecrets } from "./env.ts";
