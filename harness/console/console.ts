import { JitterbugError, messageOf } from "../errors.ts";
import { defined } from "../defined.ts";
import { parsePerson } from "../scenario/index.ts";
import type { Connection, Json as Value, Person, Scenario, TamperUse } from "../scenario/model/index.ts";
import { expectationInWords, stepInWords } from "../scenario/vocabulary/index.ts";
import { setupFields } from "../run/setup-fields.ts";
import type { Vault } from "../run/index.ts";
import type { Live, OwnSignIn } from "../run/live.ts";
import { findTamper, TAMPERS } from "../tampers/index.ts";
import { sideSeen, type Entry, type SideEntry } from "./entry.ts";
import { Runs, type Asked, type RunEntry } from "./runs.ts";
import { brief, type Shelf } from "./shelf.ts";
import type { Api, Json } from "./server.ts";
import { storiesOf, type GuidedStory } from "./stories.ts";

/** An SP that people are signed in at, sound as it is or with a defect. */
export interface Side {
  readonly label: string;
  readonly defect: string | null;
  /** Where it is. */
  readonly url: string;
  readonly live: Live;
  close(): Promise<void>;
}

export interface ConsoleOptions {
  readonly target: string;
  readonly side: Side;
  /** What the SP can be broken with. */
  readonly defects: readonly string[];
  /** Starts the same SP with a defect. */
  readonly startBeside: (defect: string) => Promise<Side>;
  /** Writes somebody into the people file; tells which. */
  readonly savePerson: (person: Person) => Promise<string>;
  /** How that file is called. */
  readonly peopleFile: string;
  readonly vault: Vault;
  readonly shelf: Shelf;
  /** Checks at once, where several are run. */
  readonly jobs: number;
}

/** More are not looked at again. */
const MOST_ENTRIES = 60;

/** What the page shows and asks for. Everything that a browser is told leaves through `listen` and `answer`. */
export class Console implements Api {
  readonly #options: ConsoleOptions;
  readonly #sides: Side[];
  readonly #stories: readonly GuidedStory[];
  readonly #listeners = new Set<(event: object) => void>();
  readonly #runs: Runs;
  #entries: (Entry | RunEntry)[] = [];
  #count = 0;
  #people: readonly Person[];
  /** Everybody as the file has them. */
  #file: ReadonlyMap<string, string>;
  /** Who differs from the file. */
  readonly #unsaved = new Set<string>();
  /** Label, person and connection -> the account that they were last in. */
  readonly #accounts = new Map<string, string>();
  /** Person and connection -> what the IdP said of them last. */
  readonly #said = new Map<string, { readonly [claim: string]: unknown }>();

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#sides = [options.side];
    this.#people = options.side.live.people;
    this.#file = new Map(this.#people.map((person) => [person.name, inFile(person)]));
    this.#stories = storiesOf(options.side.live, options.defects);
    this.#runs = new Runs({
      jobs: options.jobs,
      vault: options.vault,
      nextId: () => ++this.#count,
      changed: (run) => this.#put(run),
      checked: (run, row) => {
        this.#keep(run);
        this.#tell({ type: "checked", run: run.id, row });
      },
      over: () => this.#tellState(),
    });
  }

  /** What the file has now; who was changed by hand since, and is as before in the file, stays as they are. */
  replacePeople(people: readonly Person[]): void {
    const now = people.map((person) => {
      const own = this.#people.find(({ name }) => name === person.name);
      const stays =
        own !== undefined && this.#unsaved.has(person.name) && this.#file.get(person.name) === inFile(person);
      if (!stays) this.#unsaved.delete(person.name);
      return stays ? own : person;
    });
    this.#file = new Map(people.map((person) => [person.name, inFile(person)]));
    this.#setPeople(now);
  }

  listen(told: (event: object) => void): () => void {
    this.#listeners.add(told);
    told({ type: "state", state: this.#state() });
    told({ type: "entries", entries: this.#entries });
    return () => this.#listeners.delete(told);
  }

  /** One request on the wire, as it comes. */
  hop(label: string, hop: object): void {
    if (this.#runs.isMany) return;
    this.#tell({ type: "hop", side: label, hop });
  }

  /** Somebody came by a browser of their own. */
  came({ at, person, connection, step }: OwnSignIn, side: Side): void {
    const found = this.#people.find(({ name }) => name === person);
    const there = side.live.target.connections.find(({ name }) => name === connection);
    const who = found === undefined || there === undefined ? person : this.#nameOf(found, there);
    const visitor = { name: who, earlier: null };
    const told = sideSeen({ label: side.label, defect: side.defect }, step, visitor, this.#options.vault);
    this.#add({
      kind: "sign_in",
      at,
      person,
      who,
      connection,
      tamper: null,
      idp_initiated: false,
      changed: [],
      own: true,
      sides: [told],
    });
  }

  async answer(method: string, [what, name, more]: readonly string[], body: Json): Promise<object | null> {
    const asked = `${method} ${what ?? ""}`;
    if (asked === "POST sign-in") return await this.#signIn(body);
    if (asked === "POST own") return await this.#ownAddress(body);
    if (asked === "POST beside") return await this.#beside(body);
    if (asked === "GET connections" && name !== undefined) return await this.#setup(name);
    if (asked === "PUT people" && name !== undefined) return this.#change(name, body);
    if (asked === "GET scenarios") return name === undefined ? this.#scenarios() : this.#scenario(name);
    if (asked === "POST run") return name === undefined ? this.#run(body) : await this.#tellRun(name);
    if (asked === "GET runs" && name !== undefined && more !== undefined) return this.#runs.detail(Number(name), more);
    if (asked === "POST people" && name !== undefined && more === "save") return await this.#save(name);
    return null;
  }

  async close(): Promise<void> {
    await this.#runs.close();
    for (const side of this.#sides.slice(1)) await side.close();
  }

  get #live(): Live {
    return this.#options.side.live;
  }

  #state(): object {
    const { target, defects, peopleFile } = this.#options;
    const { connections } = this.#live.target;
    const [first] = connections;
    return {
      target,
      sides: this.#sides.map(({ label, defect, url, live }) => ({ label, defect, url, idps: live.origin })),
      defects,
      people_file: peopleFile,
      running: this.#runs.isGoing,
      people: this.#people.map((person) => ({
        name: person.name,
        unsaved: this.#unsaved.has(person.name),
        written: { ...person.claims },
        without: person.without,
        said: first === undefined ? {} : this.#live.claimsOf(person, first),
      })),
      connections: connections.map(({ name, protocol, organization, profile }) => ({
        name,
        protocol,
        organization,
        profile: profile ?? null,
      })),
      tampers: Object.fromEntries(
        Object.entries(TAMPERS).map(([protocol, rows]) => [
          protocol,
          Object.entries(rows).map(([tamper, { about, at }]) => ({ name: tamper, about, at })),
        ]),
      ),
      stories: this.#stories,
    };
  }

  #tell(event: object): void {
    for (const told of this.#listeners) told(event);
  }

  #tellState(): void {
    this.#tell({ type: "state", state: this.#state() });
  }

  #add(entry: Omit<Entry, "id">): Entry {
    const whole = { id: ++this.#count, ...entry };
    this.#put(whole);
    return whole;
  }

  /** A new entry, or one that is otherwise than it was. */
  #put(entry: Entry | RunEntry): void {
    this.#keep(entry);
    this.#tell({ type: "entry", entry });
  }

  #keep(entry: Entry | RunEntry): void {
    const at = this.#entries.findIndex(({ id }) => id === entry.id);
    this.#entries = at < 0 ? [...this.#entries, entry].slice(-MOST_ENTRIES) : this.#entries.with(at, entry);
  }

  #scenarios(): object {
    const { scenarios, own, fault } = this.#options.shelf.list();
    return { scenarios: scenarios.map((scenario) => brief(scenario, own)), fault };
  }

  #scenario(id: string): object | null {
    const found = this.#options.shelf.list().scenarios.find((scenario) => scenario.id === id);
    if (found === undefined) return null;
    const { place, steps, explain, references } = found;
    return {
      file: place.file,
      text: this.#options.shelf.text(found),
      steps: steps.map((step) => ({
        does: stepInWords(step),
        expects: step.expect?.all.flatMap(expectationInWords) ?? [],
      })),
      explain,
      references,
    };
  }

  #run(body: Json): object {
    this.#runs.begin(this.#askedFor(body), this.#sides);
    this.#tellState();
    return {};
  }

  #askedFor({ id, pack, paced, connection }: Json): Asked {
    const { scenarios } = this.#options.shelf.list();
    const some = (are: (scenario: Scenario) => boolean, what: string, isAll = false): Asked => {
      const those = scenarios.filter(are);
      if (those.length === 0) throw usage(`there is no scenario in ${what}`);
      if (paced !== true) return { what, scenarios: those, isAll, paced: false };
      // Nobody walks through eighteen of them: one, where people sign in at the moment if it fits there.
      const checks = this.#live.plan(those).checks.filter(({ settled }) => settled === undefined);
      const one = checks.find((check) => check.connection === connection) ?? checks[0];
      return { what, scenarios: those, isAll, paced: true, ...defined({ check: one?.name }) };
    };
    if (typeof id === "string") return some((scenario) => scenario.id === id, id);
    if (typeof pack === "string") return some((scenario) => scenario.pack === pack, `the pack ${pack}`);
    return some(() => true, "all scenarios", true);
  }

  async #tellRun(word: string): Promise<object> {
    await this.#runs.tell(word);
    return {};
  }

  async #signIn(body: Json): Promise<object> {
    if (this.#runs.isGoing) throw usage("scenarios are being run: stop them, or wait");
    const name = textIn(body, "person");
    const connection = this.#connection(textIn(body, "connection"));
    const { tamper, change } = body;
    if (change !== undefined) this.#change(name, { ...this.#person(name).claims, ...objectIn(change) });
    const person = this.#person(name);
    const use = tamper === undefined || tamper === null ? undefined : tamperOf(connection, tamper);
    const how = { ...defined({ tamper: use }), ...(body["idp_initiated"] === true ? { idp_initiated: true } : {}) };
    const who = this.#nameOf(person, connection);
    const at = Date.now();
    const changed = this.#changedSince(person, connection);
    const sides = await Promise.all(
      this.#sides.map(async (side): Promise<SideEntry> => {
        const { label, defect } = side;
        try {
          const there = side.live.target.connections.find((one) => one.name === connection.name) ?? connection;
          const step = await side.live.signIn(person, there, how);
          const key = JSON.stringify([label, name, connection.name]);
          const visitor = { name: who, earlier: this.#accounts.get(key) ?? null };
          const [signIn] = step.sign_ins;
          if (signIn?.session.state === "signed_in" && use === undefined)
            this.#accounts.set(key, signIn.session.account);
          return sideSeen({ label, defect }, step, visitor, this.#options.vault);
        } catch (error) {
          const hint = error instanceof JitterbugError ? (error.hint ?? null) : null;
          return { label, defect, error: this.#options.vault.printed(messageOf(error)), hint };
        }
      }),
    );
    const idp_initiated = how.idp_initiated === true;
    const told = {
      kind: "sign_in" as const,
      at,
      person: name,
      who,
      connection: connection.name,
      changed,
      own: false,
      idp_initiated,
      sides,
    };
    return this.#add({ ...told, tamper: use?.name ?? null });
  }

  async #ownAddress(body: Json): Promise<object> {
    const person = this.#person(textIn(body, "person"));
    const connection = this.#connection(textIn(body, "connection"));
    const label = body["side"];
    const side = this.#sides.find((one) => one.label === label) ?? this.#options.side;
    return { url: await side.live.ownAddress(person, connection) };
  }

  async #beside({ defect }: Json): Promise<object> {
    const asked = defect ?? null;
    if (asked !== null && (typeof asked !== "string" || !this.#options.defects.includes(asked)))
      throw usage(`this SP has no defect ${JSON.stringify(defect)}`);
    try {
      for (const side of this.#sides.splice(1)) await side.close();
      if (asked !== null) await this.putBeside(asked);
    } finally {
      this.#tellState();
    }
    return {};
  }

  /** The same SP, broken, beside the sound one. Throws what its start throws. */
  async putBeside(defect: string): Promise<void> {
    const side = await this.#options.startBeside(defect);
    side.live.replacePeople(this.#people);
    this.#sides.push(side);
  }

  async #setup(name: string): Promise<object | null> {
    const connection = this.#connection(name);
    const setup = await this.#live.setup(connection);
    if (setup === undefined) return null;
    const secret = setup.protocol === "oidc" ? setup.idp.client_secret : "";
    const { title = null, ...parts } = setupFields(setup);
    const certificate = setup.protocol === "saml" ? setup.idp.certificate.trim() : null;
    return { name, protocol: setup.protocol, title, ...parts, certificate, secret };
  }

  #change(name: string, body: Json): object {
    const person = parsePerson(name, body);
    this.#requireKnownTemplates(person);
    const rest = this.#people.some((one) => one.name === name)
      ? this.#people.map((one) => (one.name === name ? keepingPlace(person, one) : one))
      : [...this.#people, person];
    this.#unsaved.add(name);
    this.#setPeople(rest);
    return {};
  }

  /** What a file may not say, a form may not either. */
  #requireKnownTemplates(person: Person): void {
    try {
      for (const connection of this.#live.target.connections.slice(0, 1)) this.#live.claimsOf(person, connection);
    } catch (error) {
      throw usage(`${messageOf(error)}: a claim may hold {{ns}} and {{domain}} alone`);
    }
  }

  async #save(name: string): Promise<object> {
    const file = await this.#options.savePerson(this.#person(name));
    this.#unsaved.delete(name);
    this.#file = new Map([...this.#file, [name, inFile(this.#person(name))]]);
    this.#tellState();
    return { file };
  }

  #setPeople(people: readonly Person[]): void {
    this.#people = people;
    for (const { live } of this.#sides) live.replacePeople(people);
    this.#tellState();
  }

  /** Which claims are other than when they last signed in here. */
  #changedSince(person: Person, connection: Connection): readonly string[] {
    const key = JSON.stringify([person.name, connection.name]);
    const before = this.#said.get(key);
    const now = this.#live.claimsOf(person, connection);
    this.#said.set(key, now);
    if (before === undefined) return [];
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    return names.filter((claim) => JSON.stringify(before[claim]) !== JSON.stringify(now[claim]));
  }

  #person(name: string): Person {
    const found = this.#people.find((person) => person.name === name);
    if (found !== undefined) return found;
    throw usage(`nobody called ${JSON.stringify(name)} is known`);
  }

  #connection(name: string): Connection {
    const found = this.#live.target.connections.find((connection) => connection.name === name);
    if (found !== undefined) return found;
    throw usage(`there is no connection ${JSON.stringify(name)}`);
  }

  #nameOf(person: Person, connection: Connection): string {
    const { name } = this.#live.claimsOf(person, connection) as { readonly name?: Value };
    return typeof name === "string" && name.trim() !== "" ? name : person.name;
  }
}

/** All but where it stands. */
function inFile({ name, at, guest, without, claims }: Person): string {
  return JSON.stringify([name, at, guest, without, claims]);
}

/** What a form does not show of a person stays. */
function keepingPlace(now: Person, before: Person): Person {
  return { ...now, place: before.place, ...defined({ at: now.at ?? before.at, guest: now.guest ?? before.guest }) };
}

function tamperOf({ protocol, name }: Connection, asked: unknown): TamperUse {
  if (typeof asked === "string" && findTamper(protocol, asked) !== undefined) return { name: asked, parameters: {} };
  throw usage(`${name} knows no tamper ${JSON.stringify(asked)}`);
}

function textIn(body: Json, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  throw usage(`\`${name}\` is missing`);
}

function objectIn(value: unknown): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw usage("`change` is a map of claims");
}

function usage(message: string): JitterbugError {
  return new JitterbugError("ERR_USAGE", message);
}
