/** From files to the frozen model. */
import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Fault } from "../errors.ts";
import { statsOf } from "../files.ts";
import { withCertificates } from "./certificates.ts";
import { checkContainer } from "./check/container.ts";
import { checkKnownFailures, type Reckoning } from "./check/known-failures.ts";
import { checkNames } from "./check/names.ts";
import { checkNamespace } from "./check/namespace.ts";
import { checkPads, checkUnfolding } from "./check/lengths.ts";
import { checkApiKey } from "./check/api-key.ts";
import { checkMail } from "./check/mail.ts";
import { checkNone } from "./check/none.ts";
import { checkOidcConnections } from "./check/oidc.ts";
import { checkOwnCode } from "./check/own-code.ts";
import { profileNotes } from "./check/profile.ts";
import { giveProfile, shapedBy, withUntold } from "./in-shape.ts";
import { checkSamlConnections } from "./check/saml.ts";
import { checkProof, checkScenario } from "./check/scenario.ts";
import { checkSigning } from "./check/signing.ts";
import { checkTampers } from "./check/tampers.ts";
import { checkMixup } from "./check/mixup.ts";
import { checkTarget } from "./check/target.ts";
import { checkPeopleTemplates, checkScenarioTemplates, checkTargetTemplates } from "./check/template-paths.ts";
import { checkWorlds } from "./check/worlds.ts";
import { applyDefaults } from "./defaults.ts";
import { discover } from "./discover.ts";
import type { Found } from "./discover.ts";
import { expandEnvironment } from "./env.ts";
import { refuseNul } from "./check/nul.ts";
import type { Environment } from "./env.ts";
import { FaultCollector, quote } from "./faults.ts";
import { forgetSignIns, forgetSp } from "./idps-alone.ts";
import { standInForAccounts, withoutAccounts } from "./unseen.ts";
import type { FileKind } from "./json-schema.ts";
import { withIdpCertificate } from "./idp-certificate.ts";
import type { KnownFailure, PeopleFile, Person, Scenario, Target } from "./model/index.ts";
import { Cursor } from "./schema/cursor.ts";
import { BASELINE_STAND_INS, baselineSchema, buildKnownFailures } from "./schema/known-failures.ts";
import { PEOPLE_STAND_INS, peopleFileSchema } from "./schema/people.ts";
import { buildPeople } from "./schema/person.ts";
import { SCENARIO_STAND_INS, buildScenario, scenarioSchema } from "./schema/scenario.ts";
import { SHARED_STAND_INS, sharedSchema } from "./schema/shared.ts";
import { checkShared, expandUses, type Shared } from "./shared/expand.ts";
import { parametersIn } from "./shared/fill.ts";
import { TARGET_STAND_INS, buildTarget, targetSchema } from "./schema/target.ts";
import { checkShape } from "./yaml/check.ts";
import { YamlText, type YamlDocument } from "./yaml/document.ts";
import { parseYaml } from "./yaml/parse.ts";
import { displayName, isInside, readText } from "./yaml/read.ts";
import { at } from "./yaml/tree.ts";

/** What a scenario may name, or is held to, that only the caller knows; what is left out is not looked at. */
export interface KnownByCaller {
  /** Ids of the defects that the target, if there is one, and the kit's reference SP have; undefined where nobody can tell. */
  readonly defects?: (target: Target | undefined) => readonly string[] | undefined;
  /** Whether a file, by its absolute path, is one of the scenarios that the kit ships. */
  readonly shipped?: (file: string) => boolean;
}

/** A scenario with the file that it came from. */
export interface Loaded {
  readonly document: YamlDocument;
  readonly scenario: Scenario;
}

/** Reads files and gathers the faults of all of them. */
export class Loader {
  readonly faults = new FaultCollector();
  /** What is no fault, and may surprise. */
  readonly notes: Fault[] = [];
  readonly #root: string | undefined;
  readonly #people = new Map<string, readonly Person[]>();
  readonly #sharedFiles = new Map<string, Shared>();

  constructor(root: string | undefined) {
    this.#root = root;
  }

  /** `profile`: of this vendor's shape are, where no connection names it, all that name none (`run --profile`). */
  target(file: string, env: Environment, profile?: string): Target | undefined {
    return this.#inShape((document) => this.#target(document, env), file, profile);
  }

  #inShape(
    read: (document: YamlDocument | undefined) => Target | undefined,
    file: string,
    profile: string | undefined,
  ): Target | undefined {
    const written = read(this.#read(file));
    if (written === undefined || profile === undefined || this.faults.count > 0) return written;
    const shaped = shapedBy(written, profile);
    const document = shaped.length === 0 ? undefined : this.#read(file);
    if (document === undefined) return written;
    giveProfile(document, shaped, profile);
    const other = read(document);
    return other === undefined ? undefined : withUntold(written, other);
  }

  /** For the IdPs alone: see idps-alone.ts. */
  idps(file: string, env: Environment): Target | undefined {
    return this.#target(this.#read(file), env, true);
  }

  /** For who looks on by hand: see unseen.ts. */
  targetByHand(file: string, env: Environment, profile?: string): Target | undefined {
    const read = (document: YamlDocument | undefined) => {
      const isUnseen = document !== undefined && standInForAccounts(document);
      const target = this.#target(document, env);
      return target === undefined || !isUnseen ? target : withoutAccounts(target);
    };
    return this.#inShape(read, file, profile);
  }

  /** As it would stand in the file. */
  targetText(text: string, file: string, env: Environment, idpsAlone = false): Target | undefined {
    const document = parseYaml(new YamlText(resolve(file), displayName(file, this.#root), text), this.faults);
    return this.#target(document, env, idpsAlone);
  }

  #target(document: YamlDocument | undefined, env: Environment, idpsAlone = false): Target | undefined {
    if (document === undefined || this.#isOther(document, "target")) return undefined;
    if (idpsAlone) forgetSp(document);
    expandEnvironment(document, env, this.faults);
    refuseNul(document, this.faults);
    if (!applyDefaults(document, this.faults)) return undefined;
    if (idpsAlone) forgetSignIns(document);
    const written = checkShape(document, targetSchema, TARGET_STAND_INS, this.faults);
    if (written === undefined) return undefined;
    const built = withCertificates(document, buildTarget(written, new Cursor(document)), this.faults);
    const target = withIdpCertificate(document, built, written.idps?.tls, this.faults);
    checkTarget(document, target, this.faults);
    checkMixup(document, target, this.faults);
    checkSigning(document, target, this.faults);
    checkOidcConnections(document, target, this.faults);
    checkSamlConnections(document, target, this.faults);
    checkContainer(document, target, this.faults);
    checkNone(document, target, this.faults);
    checkMail(document, target, this.faults);
    checkApiKey(document, target, this.faults);
    checkTargetTemplates(document, target, this.faults);
    checkPads(document, this.faults);
    this.notes.push(...profileNotes(document, target));
    return target;
  }

  people(file: string): readonly Person[] {
    const document = this.#read(file);
    return document === undefined || this.#isOther(document, "people") ? [] : this.#peopleOf(document);
  }

  /** As it would stand in the file. */
  peopleText(text: string, file: string): readonly Person[] {
    const document = parseYaml(new YamlText(resolve(file), displayName(file, this.#root), text), this.faults);
    return document === undefined ? [] : this.#peopleOf(document);
  }

  knownFailures(file: string, reckoning: Reckoning): readonly KnownFailure[] {
    const document = this.#read(file);
    if (document === undefined || this.#isOther(document, "baseline")) return [];
    const written = checkShape(document, baselineSchema, BASELINE_STAND_INS, this.faults);
    const known = written === undefined ? [] : buildKnownFailures(written, new Cursor(document));
    checkKnownFailures(document, known, reckoning, this.faults);
    return known;
  }

  scenarios(paths: readonly string[]): readonly Loaded[] {
    const loaded = discover(paths, this.#root ?? ".", this.faults).flatMap((found) => this.#scenario(found));
    this.#checkIds(loaded);
    return loaded;
  }

  /** What scenarios name against what there is, and whether the kit's own are proven. */
  proof(loaded: readonly Loaded[], target: Target | undefined, { defects, shipped }: KnownByCaller): void {
    let ids: readonly string[] | undefined;
    for (const { document, scenario } of loaded) {
      if (scenario.killed_by.length > 0) ids ??= (defects ?? written)(target);
      const known = { defects: ids, shipped: shipped?.(document.path) ?? false };
      checkProof(document, scenario, known, this.faults);
    }
  }

  /** One word about a file of another kind, instead of one about each of its keys. */
  #isOther(document: YamlDocument, wanted: FileKind): boolean {
    const kind = kindOf(document);
    if (kind === undefined || kind === wanted) return false;
    const message = `this is a ${kind} file, and a ${wanted} file is asked for`;
    this.faults.add(document.fault(document.place([]), message, "Name another file."));
    return true;
  }

  #read(file: string): YamlDocument | undefined {
    const text = readText(file, displayName(file, this.#root), this.faults);
    return text === undefined ? undefined : parseYaml(text, this.faults);
  }

  /** As it would stand in the file. */
  scenarioText(text: string, file: string): readonly Loaded[] {
    const document = parseYaml(new YamlText(resolve(file), displayName(file, this.#root), text), this.faults);
    return document === undefined
      ? []
      : this.#scenarioOf(document, { file, pack: basename(dirname(file)), named: true });
  }

  #scenario(found: Found): readonly Loaded[] {
    const document = this.#read(found.file);
    return document === undefined ? [] : this.#scenarioOf(document, found);
  }

  #scenarioOf(document: YamlDocument, found: Found): readonly Loaded[] {
    if (!found.named && kindOf(document) !== undefined && kindOf(document) !== "scenario") {
      if (kindOf(document) === "people") this.#peopleOf(document);
      if (kindOf(document) === "shared") this.#sharedOf(document);
      return [];
    }
    if (this.#isOther(document, "scenario")) return [];
    const root = this.#root ?? dirname(document.path);
    expandUses(document, { root, read: (path) => this.#shared(path) }, this.faults);
    const written = checkShape(document, scenarioSchema, SCENARIO_STAND_INS, this.faults);
    if (written === undefined) return [];
    const cursor = new Cursor(document);
    const bases = this.#bases(document, written.include ?? []);
    const scenario = buildScenario(written, cursor, found.pack, bases);
    checkNames(document, cursor.mentions, this.faults);
    checkWorlds(document, scenario, this.faults);
    checkScenarioTemplates(document, scenario, this.faults);
    checkUnfolding(document, scenario, this.faults);
    checkScenario(document, scenario, this.faults);
    checkOwnCode(document, scenario, root, this.faults);
    checkTampers(document, scenario, this.faults);
    checkNamespace(document, scenario, this.faults);
    return [{ document, scenario }];
  }

  /** A file of shared steps. */
  shared(file: string): void {
    const document = this.#read(file);
    if (document !== undefined && !this.#isOther(document, "shared")) this.#sharedOf(document);
  }

  #shared(path: string): Shared | "not_shared" | undefined {
    const known = this.#sharedFiles.get(path);
    if (known !== undefined) return known;
    if (statsOf(path)?.isFile() !== true) return "not_shared";
    const document = this.#read(path);
    if (document === undefined) return undefined;
    return kindOf(document) === "shared" ? this.#sharedOf(document) : "not_shared";
  }

  /** Undefined where its parameters are no such thing, which is told. */
  #sharedOf(document: YamlDocument): Shared | undefined {
    const known = this.#sharedFiles.get(document.path);
    if (known !== undefined) return known;
    const written = checkShape(document, sharedSchema, SHARED_STAND_INS, this.faults);
    if (document.lostPaths.some(([key, ...more]) => key === "parameters" && more.length === 0)) return undefined;
    const shared = { document, parameters: new Set(Object.keys(written?.parameters ?? {})) };
    checkShared(shared, parametersIn, this.faults);
    this.#sharedFiles.set(document.path, shared);
    return shared;
  }

  #peopleOf(document: YamlDocument): readonly Person[] {
    const known = this.#people.get(document.path);
    if (known !== undefined) return known;
    const written = checkShape(document, peopleFileSchema, PEOPLE_STAND_INS, this.faults);
    const people = buildPeople(written?.people ?? {}, new Cursor(document, ["people"]));
    checkPeopleTemplates(document, this.faults);
    checkPads(document, this.faults);
    this.#people.set(document.path, people);
    return people;
  }

  #bases(document: YamlDocument, includes: readonly string[]): ReadonlyMap<string, Person> {
    const bases = new Map<string, Person>();
    for (const [index, include] of includes.entries()) {
      for (const person of this.#include(document, include, index)) bases.set(person.name, person);
    }
    return bases;
  }

  #include(document: YamlDocument, include: string, index: number): readonly Person[] {
    const path = resolve(dirname(document.path), include);
    const tell = (message: string, hint: string): readonly Person[] => {
      this.faults.add(document.fault(document.place(["include", index]), message, hint));
      return [];
    };
    const root = this.#root ?? dirname(document.path);
    if (!existsSync(path))
      return tell(`there is no file ${quote(include)}`, "The path starts from the folder of this file.");
    if (!isInside(root, path))
      return tell(`${quote(include)} lies outside the project`, "Include files of the project's own folder only.");
    return this.#people.get(path) ?? this.people(path);
  }

  #checkIds(loaded: readonly Loaded[]): void {
    const first = new Map<string, YamlDocument>();
    for (const { document, scenario } of loaded) {
      if (document.lostPaths.some(([key]) => key === "id")) continue;
      const other = first.get(scenario.id);
      if (other === undefined) {
        first.set(scenario.id, document);
        continue;
      }
      const { file, line } = other.place(["id"]);
      const message = `the id ${quote(scenario.id)} is taken by ${file}:${line}`;
      this.faults.add(document.fault(document.place(["id"]), message, "Every scenario has an id of its own."));
    }
  }
}

/** What a file is, where it can be read at all; a file that is faulty elsewhere is what it means to be. */
export function kindOfFile(file: string): FileKind | undefined {
  const faults = new FaultCollector();
  const text = readText(file, file, faults);
  const document = text === undefined ? undefined : parseYaml(text, faults);
  return document === undefined ? undefined : kindOf(document);
}

/** Those that stand in the target file. */
function written(target: Target | undefined): readonly string[] | undefined {
  const ids = target?.defects?.ids;
  return ids === undefined || "command" in ids ? undefined : ids;
}

export function peopleFile(loader: Loader, file: string): PeopleFile {
  return { file: resolve(file), people: loader.people(file) };
}

/** What a file means to be, by the key that only its kind has; undefined where no such key is there. */
function kindOf(document: YamlDocument): FileKind | undefined {
  const has = (key: string): boolean => at(document.root, [key]) !== undefined;
  if (has("shared")) return "shared";
  if (has("steps") || has("id")) return "scenario";
  if (has("target") || has("connections")) return "target";
  if (has("known_failures")) return "baseline";
  return has("people") ? "people" : undefined;
}
