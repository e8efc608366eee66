import { defined } from "../defined.ts";
import { diffSnapshots } from "../run/index.ts";
import type { Live } from "../run/live.ts";
import { BY_HAND } from "../run/people.ts";
import { effectivePolicy, writeRecording, type Act, type RecordedConnection } from "../scenario/index.ts";
import type { Connection, Json, KnobValues, Person } from "../scenario/model/index.ts";
import type { Decision, Step } from "./decided.ts";
import type { Entry } from "./entry.ts";

/** More are not remembered. */
const MOST_ACTS = 200;

/** Fields of an account by the claim that says them. */
const FIELDS = { email: "email", groups: "roles" } as const;

/** Who did something, and what of it is not in what was seen. */
interface Doing {
  readonly person: Person;
  readonly connection: Connection;
  /** What the IdP said of them. */
  readonly claims: { readonly [claim: string]: unknown };
  /** Claims that were other than the last time. */
  readonly changed: readonly string[];
  readonly decision: Decision;
}

/** What was done by hand since the console began, and since when it is to become a scenario. */
export class Recorder {
  readonly #live: Live;
  #acts: readonly Act[] = [];
  #from = 0;

  constructor(live: Live) {
    this.#live = live;
  }

  /** How many acts there are that a scenario would be made of. */
  get count(): number {
    return this.#acts.length - this.#from;
  }

  /** What was done before is not part of it. */
  begin(): void {
    this.#from = this.#acts.length;
  }

  /** The scenario that does the same again. Throws an Error where nothing was done. */
  write(id: string): string {
    const [earlier, acts] = [this.#acts.slice(0, this.#from), this.#acts.slice(this.#from)];
    return writeRecording({ id, ns: BY_HAND, earlier, acts });
  }

  signedIn(doing: Doing, step: Step, how: { readonly tamper: string | null; readonly idp_initiated: boolean }): void {
    const [signIn] = step.sign_ins;
    const session = signIn?.session.state === "signed_in" ? signIn.session.account : null;
    this.#add({
      did: "sign_in",
      ...this.#seen(doing, step, session),
      ...how,
      outcome: signIn?.outcome ?? null,
    });
  }

  /** `signIn`: the one that `out` ended, in the same browser. */
  signedOut(doing: Doing, signIn: Step, out: Step, from: "idp" | "sp"): void {
    const [first] = signIn.sign_ins;
    const session = first?.session.state === "signed_in" ? first.session.account : null;
    const { state } = out.session ?? { state: "unknown" };
    this.#add({
      did: "sign_out",
      from,
      ...this.#seen(doing, signIn, session),
      odd: false,
      outcome: first?.outcome ?? null,
      ended: state === "unknown" || out.logout?.untold !== undefined ? null : state === "signed_out",
    });
  }

  provisioned(doing: Doing, step: Step, does: Extract<Act, { did: "scim" }>["does"]): void {
    this.#add({ did: "scim", does, ...this.#seen(doing, step, null), outcome: step.push?.outcome ?? "broken" });
  }

  rotated(connection: Connection): void {
    this.#add({ did: "rotate_keys", at: this.#at(connection) });
  }

  #add(act: Act): void {
    this.#acts = [...this.#acts, act];
    const more = this.#acts.length - MOST_ACTS;
    if (more <= 0) return;
    this.#acts = this.#acts.slice(more);
    this.#from = Math.max(0, this.#from - more);
  }

  #seen({ person, connection, claims, changed, decision }: Doing, { before, after }: Step, session: string | null) {
    const { created, deleted, changed: others } = diffSnapshots(before, after);
    // Of a push, and of a browser that was not looked at, it is the one that came or changed.
    const [touched] = [...created.map(({ id }) => id), ...others.map(({ after: { id } }) => id)];
    const id = session ?? touched;
    const account = after.accounts.find((one) => one.id === id);
    const known = before.accounts.find((one) => one.id === id);
    const asked = new Set<string>(changed.flatMap((claim) => FIELDS[claim as keyof typeof FIELDS] ?? []));
    if (known !== undefined && account !== undefined)
      for (const field of ["email", "roles", "active"] as const)
        if (JSON.stringify(known[field]) !== JSON.stringify(account[field])) asked.add(field);
    const of = <T>(field: string, value: T | undefined) => (asked.has(field) ? value : undefined);
    return {
      person: person.name,
      at: this.#at(connection),
      claims: claims as { readonly [claim: string]: Json },
      written: { claims: person.claims, without: person.without },
      counts: { created: created.length, deleted: deleted.length, changed: others.length },
      account:
        account === undefined
          ? null
          : {
              id: account.id,
              known: known !== undefined,
              ...defined({
                email: of("email", account.email),
                roles: of("roles", account.roles),
                active: of("active", account.active ?? undefined),
              }),
            },
      odd: decision.tone === "bad",
    };
  }

  #at(connection: Connection): RecordedConnection {
    const { target } = this.#live;
    const { name, protocol, organization } = connection;
    const domain = target.organizations.find((one) => one.name === organization)?.verified_domains[0] ?? null;
    const declared = effectivePolicy(target, connection);
    const policy = Object.fromEntries(
      Object.entries(declared).flatMap(([knob, value]) => (typeof value === "string" ? [[knob, [value]]] : [])),
    ) as KnobValues;
    return { name, protocol, organization, domain, policy };
  }
}

/** What is done at every SP at once, and told of as an entry. */
export interface AtEachSide extends Pick<Entry, "does" | "tamper" | "idp_initiated"> {
  readonly work: (live: Live, there: Connection) => Promise<Step>;
  /** Told of what came of it at the sound SP. */
  readonly record: (doing: Doing, step: Step) => void;
}
