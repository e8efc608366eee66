import { JitterbugError, messageOf } from "../errors.ts";
import { defined } from "../defined.ts";
import { parsePerson } from "../scenario/index.ts";
import type { Connection, Person } from "../scenario/model/index.ts";
import { setupFields } from "../run/setup-fields.ts";
import type { Live, OwnSignIn } from "../run/live.ts";
import type { Step, Visitor } from "./decided.ts";
import type { ConsoleOptions, Otherwise, Side } from "./options.ts";
import { stateOf } from "./state.ts";
import { sideSeen, type Entry, type SideEntry } from "./entry.ts";
import { Runs, type RunEntry } from "./runs.ts";
import { ScenarioDesk } from "./scenario-desk.ts";
import {
  formOf,
  named,
  nameOf,
  objectIn,
  otherwiseIn,
  provisioningIn,
  requireKnownTemplates,
  requireTold,
  signOutAtIn,
  tamperOf,
  textIn,
  usage,
} from "./asked.ts";
import { Roll } from "./roll.ts";
import { Recorder, type AtEachSide } from "./recorder.ts";
import type { Api, Json } from "./server.ts";
import { storiesOf, type GuidedStory } from "./stories.ts";

const MOST_ENTRIES = 60; // more are not looked at again

/** What the page shows and asks for. Everything that a browser is told leaves through `listen` and `answer`. */
export class Console implements Api {
  readonly #options: ConsoleOptions;
  readonly #sides: Side[];
  readonly #listeners = new Set<(event: object) => void>();
  readonly #runs: Runs;
  readonly #recorder: Recorder;
  readonly #desk: ScenarioDesk;
  #entries: (Entry | RunEntry)[] = [];
  #count = 0;
  readonly #roll: Roll;
  /** Label, person and connection -> the account that they were last in. */
  readonly #accounts = new Map<string, string>();
  /** A sign-out -> the sign-in that it was of. */
  readonly #signIns = new WeakMap<Step, Step>();
  /** Every address that an IdP said or an account had, in small letters: who is to get one that is new gets none of them. */
  readonly #addresses = new Set<string>();
  /** Person and connection -> what the IdP said of them last. */
  readonly #said = new Map<string, { readonly [claim: string]: unknown }>();

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#sides = [options.side];
    this.#roll = new Roll(options.side.live.people);
    this.#recorder = new Recorder(options.side.live);
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
    this.#desk = new ScenarioDesk(options.shelf, options.side.live, this.#recorder, this.#runs.takes);
  }

  /** What the file has now; who was changed by hand since, and is as before in the file, stays as they are. */
  replacePeople(people: readonly Person[]): void {
    this.#roll.replace(people);
    this.#admit();
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
    const found = this.#roll.people.find(({ name }) => name === person);
    const there = side.live.target.connections.find(({ name }) => name === connection);
    const who = found === undefined || there === undefined ? person : nameOf(this.#live, found, there);
    const visitor = this.#visitor(who);
    const told = sideSeen({ label: side.label, defect: side.defect }, step, visitor, this.#options.vault);
    if (found !== undefined && there !== undefined && side === this.#options.side) {
      const changed = this.#changedSince(found, there);
      const doing = { person: found, connection: there, claims: this.#live.claimsOf(found, there), changed };
      this.#recorder.signedIn({ ...doing, decision: told.decision }, step, { tamper: null, idp_initiated: false });
    }
    this.#add({
      kind: "sign_in",
      at,
      person,
      who,
      connection,
      tamper: null,
      idp_initiated: false,
      does: null,
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
    if (asked === "GET plan") return this.#desk.plan();
    if (asked === "GET scenarios") return name === undefined ? this.#desk.list() : this.#desk.read(name);
    if (asked === "POST scim") return await this.#provision(body);
    if (asked === "POST sign-out") return await this.#signOut(body);
    if (asked === "POST keys") return await this.#rotate(body);
    if (asked === "GET health" && name !== undefined) return await this.#live.health(this.#connection(name));
    if (asked === "GET recording" && name !== undefined) return this.#desk.recording(name);
    if (asked === "POST recording") return await this.#record(name, body);
    if (asked === "POST run") return name === undefined ? this.#run(body) : await this.#tellRun(name);
    if (asked === "GET runs" && name !== undefined && more !== undefined) return this.#runs.detail(Number(name), more);
    if (asked === "POST people" && name !== undefined && more === "save") return await this.#save(name);
    if (asked === "POST people" && name !== undefined && more === "restore") return this.#restore(name);
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
    return stateOf({
      ...this.#options,
      sides: this.#sides,
      running: this.#runs.isGoing,
      recorded: this.#recorder.count,
      people: this.#roll.people,
      unsaved: this.#roll.unsaved,
      stories: this.#stories(),
    });
  }

  /** They begin with everybody as the file has them, and change an address to one that nothing is left of. */
  #stories(): readonly GuidedStory[] {
    return storiesOf(this.#live, this.#roll.inFile, this.#options.defects, (address) =>
      this.#addresses.has(address.toLowerCase()),
    );
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

  #run(body: Json): object {
    this.#runs.begin(this.#desk.askedFor(body), this.#sides);
    this.#tellState();
    return {};
  }

  async #tellRun(word: string): Promise<object> {
    await this.#runs.tell(word);
    return {};
  }

  /** Where nobody is driven by scenarios. */
  #requireIdle(): void {
    if (this.#runs.isGoing) throw usage("scenarios are being run: stop them, or wait");
  }

  async #signIn(body: Json): Promise<object> {
    this.#requireIdle();
    const name = textIn(body, "person");
    const connection = this.#connection(textIn(body, "connection"));
    const { tamper, change, from_file } = body;
    if (from_file === true) this.#restore(name);
    if (change !== undefined) this.#change(name, { ...formOf(this.#roll.person(name)), ...objectIn(change) });
    const person = this.#roll.person(name);
    const use = tamper === undefined || tamper === null ? undefined : tamperOf(connection, tamper);
    const how = { ...defined({ tamper: use }), ...(body["idp_initiated"] === true ? { idp_initiated: true } : {}) };
    const as = { tamper: use?.name ?? null, idp_initiated: how.idp_initiated === true };
    return await this.#atEachSide(person, connection, {
      does: null,
      ...as,
      work: (live, there) => live.signIn(person, there, how),
      record: (doing, step) => this.#recorder.signedIn(doing, step, as),
    });
  }

  async #provision(body: Json): Promise<object> {
    this.#requireIdle();
    const person = this.#roll.person(textIn(body, "person"));
    const connection = this.#connection(textIn(body, "connection"));
    const does = provisioningIn(body);
    return await this.#atEachSide(person, connection, {
      does: `scim ${does}`,
      tamper: null,
      idp_initiated: false,
      work: (live, there) => live.provision(person, there, does),
      record: (doing, step) => this.#recorder.provisioned(doing, step, does),
    });
  }

  async #signOut(body: Json): Promise<object> {
    this.#requireIdle();
    const person = this.#roll.person(textIn(body, "person"));
    const connection = this.#connection(textIn(body, "connection"));
    const from = signOutAtIn(body);
    return await this.#atEachSide(person, connection, {
      does: `signs out at the ${from === "idp" ? "IdP" : "SP"}`,
      tamper: null,
      idp_initiated: false,
      work: async (live, there) => {
        const { signIn, out } = await live.signOut(person, there, from);
        this.#signIns.set(out, signIn);
        return out;
      },
      record: (doing, step) => this.#recorder.signedOut(doing, this.#signIns.get(step) ?? step, step, from),
    });
  }

  async #rotate(body: Json): Promise<object> {
    const connection = this.#connection(textIn(body, "connection"));
    for (const { live } of this.#sides) await live.rotateKeys(connection);
    this.#recorder.rotated(connection);
    this.#tellState();
    return {};
  }

  /** Does it at every SP at once, and tells what came of it. */
  async #atEachSide(person: Person, connection: Connection, doing: AtEachSide): Promise<Entry> {
    const { does, tamper, idp_initiated, work, record } = doing;
    const { name } = person;
    const who = nameOf(this.#live, person, connection);
    const at = Date.now();
    const claims = this.#live.claimsOf(person, connection);
    const changed = this.#changedSince(person, connection);
    const sides = await Promise.all(
      this.#sides.map(async (side): Promise<SideEntry> => {
        const { label, defect } = side;
        try {
          const there = side.live.target.connections.find((one) => one.name === connection.name) ?? connection;
          requireTold(there);
          const step = await work(side.live, there);
          const key = JSON.stringify([label, name, connection.name]);
          const visitor = this.#visitor(who, this.#accounts.get(key));
          const [signIn] = step.sign_ins;
          if (signIn?.session.state === "signed_in" && tamper === null) this.#accounts.set(key, signIn.session.account);
          for (const { email } of step.after.accounts) this.#heard(email);
          const told = sideSeen({ label, defect }, step, visitor, this.#options.vault);
          if (side === this.#options.side)
            record({ person, connection, claims, changed, decision: told.decision }, step);
          return told;
        } catch (error) {
          const hint = error instanceof JitterbugError ? (error.hint ?? null) : null;
          return { label, defect, error: this.#options.vault.printed(messageOf(error)), hint };
        }
      }),
    );
    const told = { kind: "sign_in" as const, at, person: name, who, connection: connection.name, changed, sides };
    const entry = this.#add({ ...told, own: false, does, tamper, idp_initiated });
    this.#tellState();
    return entry;
  }

  async #record(word: string | undefined, body: Json): Promise<object> {
    if (word !== "begin") return await this.#desk.keepRecording(body);
    this.#recorder.begin();
    this.#tellState();
    return {};
  }

  async #ownAddress(body: Json): Promise<object> {
    const person = this.#roll.person(textIn(body, "person"));
    const connection = this.#connection(textIn(body, "connection"));
    const label = body["side"];
    const side = this.#sides.find((one) => one.label === label) ?? this.#options.side;
    return { url: await side.live.ownAddress(person, connection) };
  }

  async #beside(body: Json): Promise<object> {
    const asked = otherwiseIn(body, this.#options);
    try {
      for (const side of this.#sides.splice(1)) await side.close();
      if (asked !== null) await this.putBeside(asked);
    } finally {
      this.#tellState();
    }
    return {};
  }

  /** The same SP, otherwise, beside the first. Throws what its start throws. */
  async putBeside(otherwise: Otherwise): Promise<Side> {
    const side = await this.#options.startBeside(otherwise);
    side.live.replacePeople(this.#roll.people);
    this.#sides.push(side);
    return side;
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
    requireKnownTemplates(this.#live, person);
    this.#roll.change(person);
    this.#admit();
    return {};
  }

  /** As the file has them, from the next sign-in on. Throws ERR_USAGE where it does not. */
  #restore(name: string): object {
    this.#roll.restore(name);
    this.#admit();
    return {};
  }

  #heard(address: unknown): void {
    if (typeof address === "string") this.#addresses.add(address.toLowerCase());
  }

  async #save(name: string): Promise<object> {
    const file = await this.#options.savePerson(this.#roll.person(name));
    this.#roll.saved(name);
    this.#tellState();
    return { file };
  }

  #visitor(name: string, earlier: string | null = null): Visitor {
    return { name, earlier, unseen: !this.#live.showsAccounts };
  }

  /** The IdPs know everybody as they are now. */
  #admit(): void {
    for (const { live } of this.#sides) live.replacePeople(this.#roll.people);
    this.#tellState();
  }

  /** Which claims are other than when they last signed in here. */
  #changedSince(person: Person, connection: Connection): readonly string[] {
    const key = JSON.stringify([person.name, connection.name]);
    const before = this.#said.get(key);
    const now = this.#live.claimsOf(person, connection);
    this.#said.set(key, now);
    this.#heard(now["email"]);
    if (before === undefined) return [];
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    return names.filter((claim) => JSON.stringify(before[claim]) !== JSON.stringify(now[claim]));
  }

  #connection(name: string): Connection {
    return named(this.#live.target.connections, name, `there is no connection ${JSON.stringify(name)}`);
  }
}
