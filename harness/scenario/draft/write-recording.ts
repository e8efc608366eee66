import { Document, isMap, isScalar, isSeq, visit, type YAMLMap } from "yaml";
import { defined } from "../../defined.ts";
import { IDENTIFYING, withNamespace } from "../check/namespace.ts";
import type { Json, KnobValues } from "../model/index.ts";
import type { Act, Recording, RecordedAccount, SignedOut } from "./recording.ts";

type OfPerson = Exclude<Act, { readonly did: "rotate_keys" }>;
type Claims = { readonly [claim: string]: Json };

/**
 * A scenario that does again what was done, and expects what was seen, for a person to correct. Texts of the recording are
 * values and never syntax. Throws an Error where nobody did anything.
 */
export function writeRecording({ id, ns, earlier, acts }: Recording): string {
  const [first] = acts;
  if (first === undefined) throw new Error("nothing was done yet");
  const writer = new Writer(ns, earlier, acts);
  const steps = acts.flatMap((act, index) => writer.steps(act, index));
  const people = [...new Set(acts.flatMap((act) => (act.did === "rotate_keys" ? [] : [act.person])))];
  const places = placesOf(acts);
  const policy = writer.policy;
  const document = new Document(
    {
      id,
      title: `As recorded: ${people.join(", ")} at ${first.at.protocol}`,
      severity: "SHOULD",
      protocols: [first.at.protocol],
      references: [],
      ...(Object.keys(policy).length === 0 ? {} : { require: { policy } }),
      ...(acts.some(({ did }) => did === "rotate_keys") ? { lane: "exclusive" } : {}),
      given: {
        people: writer.given,
        ...(places.size < 2 ? {} : { connections: connectionsOf(acts, places) }),
      },
      steps: steps.map(({ step }) => step),
    },
    { version: "1.2" },
  );
  lay(
    document,
    steps.map(({ comment }) => comment),
  );
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

interface Written {
  readonly step: object;
  readonly comment: string | null;
}

class Writer {
  readonly given: Record<string, object> = {};
  readonly policy: Record<string, readonly string[] | string> = {};
  readonly #ns: string;
  readonly #earlier: readonly Act[];
  readonly #acts: readonly Act[];
  readonly #places: ReadonlyMap<string, string>;
  /** Person -> what the IdP says of them by now. */
  readonly #said = new Map<string, Claims>();
  /** The SP's id of an account -> its name here. */
  readonly #names = new Map<string, string>();

  constructor(ns: string, earlier: readonly Act[], acts: readonly Act[]) {
    this.#ns = ns;
    this.#earlier = earlier;
    this.#acts = acts;
    this.#places = placesOf(acts);
  }

  steps(act: Act, index: number): readonly Written[] {
    if (act.did === "rotate_keys") return [{ step: { idp: { rotate_keys: true } }, comment: null }];
    const before = this.#begin(act);
    const change = this.#change(act);
    return [
      ...before,
      ...(change === null ? [] : [{ step: { change: { [act.person]: change } }, comment: null }]),
      this.#step(act, index),
      ...(act.did === "sign_out" ? [this.#out(act, index)] : []),
    ];
  }

  /** The sign-out, in the browser of the sign-in before it. */
  #out(act: SignedOut, index: number): Written {
    const browser = browserOf(index);
    const done = act.from === "idp" ? { logout: { from_idp: act.person }, browser } : { sign_out: browser };
    const name = act.account === null ? undefined : this.#names.get(act.account.id);
    const account = act.ended === false ? name : "none";
    const session = act.ended === null || account === undefined ? {} : { session: { account } };
    return {
      step: {
        ...done,
        ...(act.from === "idp" ? this.#at(act, "connection") : {}),
        expect: { ...session, accounts: { created: 0, deleted: 0, changed: 0 } },
      },
      comment: act.ended === false ? " No SP means to do this: write what it should have done." : null,
    };
  }

  /** Who they are when they first come; an account from before the recording is made again by a sign-in of its own. */
  #begin(act: OfPerson): readonly Written[] {
    if (this.#said.has(act.person)) return [];
    const last = this.#earlier
      .filter(
        (one) => one.did !== "scim" && one.did !== "rotate_keys" && one.person === act.person && one.account !== null,
      )
      .at(-1) as OfPerson | undefined;
    const account = act.account?.known === true ? act.account : act.account === null ? (last?.account ?? null) : null;
    const from = account === null ? act : (last ?? act);
    const { claims, without } = from.written;
    this.given[act.person] = {
      ...this.#at(act, "at"),
      ...Object.fromEntries(Object.entries(claims).flatMap(([claim, value]) => this.#claim(act, claim, value))),
      ...(without.length === 0 ? {} : { without }),
    };
    this.#said.set(act.person, from.claims);
    if (account === null) return [];
    const expect = { outcome: "signed_in", accounts: { created: 1 }, remember: this.#name(account, act.person) };
    return [
      {
        step: { sign_in: act.person, ...this.#at(act, "connection"), control: true, expect },
        comment: " They had an account when the recording began: here it is made.",
      },
    ];
  }

  /** What the IdP says otherwise than before; null: nothing. */
  #change(act: OfPerson): object | null {
    const before = this.#said.get(act.person) ?? {};
    this.#said.set(act.person, act.claims);
    const differs = (claim: string) => JSON.stringify(before[claim]) !== JSON.stringify(act.claims[claim]);
    const now = Object.keys(act.claims).filter(differs);
    const gone = Object.keys(before).filter((claim) => act.claims[claim] === undefined);
    if (now.length + gone.length === 0) return null;
    for (const claim of [...now, ...gone]) this.#reckonWith(act, KNOB_OF[claim] ?? "profile_sync");
    return {
      ...Object.fromEntries(now.flatMap((claim) => this.#claim(act, claim, act.claims[claim] ?? null))),
      ...(gone.length === 0 ? {} : { without: gone }),
    };
  }

  #step(act: OfPerson, index: number): Written {
    const isFirst = act.did !== "scim" && act.outcome === "signed_in" && act.account?.known === false;
    const tamper = act.did === "sign_in" ? act.tamper : null;
    const isLast = act.did === "sign_in" && index === this.#acts.length - 1;
    const isControl = isFirst && tamper === null && !act.odd && !isLast;
    const done =
      act.did === "scim"
        ? { scim: { [act.does]: act.person } }
        : {
            sign_in: act.person,
            ...this.#at(act, "connection"),
            ...(act.did === "sign_out" ? { browser: browserOf(index) } : {}),
            ...(tamper === null ? {} : { tamper }),
            ...(act.did === "sign_in" && act.idp_initiated ? { idp_initiated: true } : {}),
            ...(isControl ? { control: true } : {}),
          };
    return {
      step: { ...done, expect: this.#expect(act) },
      comment: act.odd ? " No SP means to do this: write what it should have done." : null,
    };
  }

  #expect(act: OfPerson): object {
    if (act.did === "scim") for (const knob of KNOBS_OF_SCIM) this.#reckonWith(act, knob);
    const { account, counts } = act;
    const isIn = act.did !== "scim" && act.outcome === "signed_in" && account !== null;
    const known = account === null ? undefined : this.#names.get(account.id);
    const name = account === null ? undefined : (known ?? this.#name(account, act.person));
    const told =
      account === null
        ? {}
        : defined({
            email: typeof account.email === "string" ? this.#text(act, "email", account.email) : account.email,
            roles: account.roles === undefined ? undefined : { is: [...account.roles] },
            active: account.active,
          });
    return {
      ...(act.did === "scim" ? { push: act.outcome } : act.outcome === null ? {} : { outcome: act.outcome }),
      ...(isIn && known !== undefined ? { session: { account: name } } : {}),
      accounts: { ...counts },
      ...(Object.keys(told).length === 0 ? {} : { account: { of: name, ...told } }),
      ...(name !== undefined && known === undefined ? { remember: name } : {}),
    };
  }

  #name({ id }: RecordedAccount, person: string): string {
    const taken = new Set(this.#names.values());
    const base = `${person}s`;
    let name = base;
    for (let more = 2; taken.has(name); more++) name = `${base}${more}`;
    this.#names.set(id, name);
    return name;
  }

  #at({ at }: Act, key: string): object {
    return this.#places.size < 2 ? {} : { [key]: this.#places.get(at.name) };
  }

  /** Only where the same is declared does the same follow. */
  #reckonWith({ at }: Act, knob: string): void {
    const value = (at.policy as KnobValues & { readonly [knob: string]: readonly string[] | undefined })[knob];
    if (value !== undefined) this.policy[knob] = value;
  }

  #claim(act: OfPerson, claim: string, value: Json): readonly (readonly [string, Json])[] {
    if (claim === "note") return [];
    if (typeof value === "string") return [[claim, this.#text(act, claim, value)]];
    if (Array.isArray(value))
      return [[claim, value.map((one: Json) => (typeof one === "string" ? this.#text(act, claim, one) : one))]];
    return [[claim, value]];
  }

  /** Whoever a check is of is somebody else each time. */
  #text({ at: { domain } }: OfPerson, claim: string, text: string): string {
    const own = text.replaceAll(new RegExp(String.raw`\b${this.#ns}\b`, "g"), "{{ns}}");
    const placed = domain !== null && own.endsWith(`@${domain}`) ? `${own.slice(0, -domain.length)}{{domain}}` : own;
    const isOwn = placed.includes("{{ns}}") || !IDENTIFYING.includes(claim) || placed.trim() === "";
    return isOwn ? placed : withNamespace(placed);
  }
}

/** Each of whom signs out has a browser of their own, which nobody used before. */
function browserOf(index: number): string {
  return `browser${index + 1}`;
}

/** What says whether an account follows a claim; the names of a person are all of one. */
const KNOB_OF: { readonly [claim: string]: string } = { email: "email_sync", groups: "role_sync" };

/** What says what becomes of people whom an IdP pushes. */
const KNOBS_OF_SCIM = ["scim", "scim_match", "scim_existing", "scim_vs_sso", "deactivated_login"];

const ORDINALS = ["first", "second", "third", "fourth", "fifth"];

/** The target's connections by the scenario's names for them. */
function placesOf(acts: readonly Act[]): ReadonlyMap<string, string> {
  const names = [...new Set(acts.map(({ at }) => at.name))];
  return new Map(names.map((name, index) => [name, ORDINALS[index] ?? `connection${index + 1}`]));
}

function connectionsOf(acts: readonly Act[], places: ReadonlyMap<string, string>): object {
  const [first] = acts;
  return Object.fromEntries(
    [...places].map(([name, place], index) => {
      const at = acts.find((act) => act.at.name === name)?.at;
      if (index === 0 || at === undefined || first === undefined) return [place, {}];
      const organization = at.organization === first.at.organization ? "same" : "other";
      return [place, { organization, ...(at.protocol === first.at.protocol ? {} : { protocol: at.protocol }) }];
    }),
  );
}

/** Below this depth of the path, a map of plain values stands on one line. */
const FLOW_DEPTH = 6;

function lay(document: Document, comments: readonly (string | null)[]): void {
  document.commentBefore =
    " Recorded in Jitterbug's console. What stands below `expect` is what was seen, not what is right: correct it.";
  visit(document, {
    Map(_, node, path) {
      const isPlain = node.items.every(({ value }) => isScalar(value) || (isSeq(value) && value.items.every(isScalar)));
      if (isPlain && path.length > FLOW_DEPTH) node.flow = true;
    },
    Seq(_, node) {
      if (node.items.every((item) => isScalar(item))) node.flow = true;
    },
  });
  const steps = document.get("steps");
  if (!isSeq(steps)) return;
  for (const [index, comment] of comments.entries())
    if (comment !== null) (steps.items[index] as YAMLMap).commentBefore = comment;
  const given = document.getIn(["given", "people"]);
  if (isMap(given)) for (const { value } of given.items) if (isMap(value)) value.flow = value.items.length < 3;
}
