import type { PushObservation, PushOutcome } from "../../observe/push.ts";
import type { Operation, Resource, ScimDialect, ScimKey } from "../profiles/index.ts";
import { ScimExchange, shown, type Patience } from "./exchange.ts";
import type { ScimAnswer, ScimReply, ScimSend } from "./port.ts";
import { isObject, readJson, wordsOf } from "./trouble.ts";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

export type Claims = { readonly [claim: string]: unknown };

/** What a push came to, and the id that the SP gave the resource; null: it gave none. */
export interface Pushed extends PushObservation {
  readonly id: string | null;
}

/** Somebody, and the id by which the SP is known to know them. */
export interface Whom {
  readonly claims: Claims;
  readonly id: string | null;
  /** What is there is not read before it is written: whoever can not read it may yet write it. */
  readonly unread?: boolean;
}

export interface GroupPush {
  readonly name: string;
  /** Ids of users. */
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly rename?: string;
  readonly delete?: boolean;
}

export interface ScimClientOptions {
  readonly dialect: ScimDialect;
  readonly send: ScimSend;
  readonly patience: Patience;
}

/** What a request, or a chain of them, came to. */
type End = Omit<Pushed, "requests">;

/**
 * Pushes people and groups to an SP as a vendor's IdP does. Every push ends: what is sent again is sent three times at
 * most. Throws ScimTrouble where no SCIM server answers.
 */
export class ScimClient {
  readonly #options: ScimClientOptions;

  constructor(options: ScimClientOptions) {
    this.#options = options;
  }

  /** Asks by what the vendor matches; whoever is there is changed, else somebody is made. */
  create(claims: Claims): Promise<Pushed> {
    return this.#push(async (wire) => {
      const { match, person } = this.#options.dialect;
      const found = await this.#find(wire, claims, match.value);
      if (found === SEVERAL) return AMBIGUOUS;
      const resource = person.value(claims);
      if (found !== null) return this.#change(wire, found, resource);
      return this.#ended(wire, await wire.ask("POST", "/Users", resource), null);
    });
  }

  /** `done` where the answer is the resource of that id. */
  read(whom: Whom): Promise<Pushed> {
    return this.#known(whom, async (wire, id) => {
      const reply = await wire.ask("GET", `/Users/${encodeURIComponent(id)}`);
      const end = await this.#ended(wire, reply, id);
      const shown = "status" in reply && idIn(reply) === id;
      return end.outcome === "done" && !shown
        ? { ...end, outcome: "refused", why: `${end.why}, and no such user` }
        : end;
    });
  }

  /** `done` where they are among those whom the SP shows for their userName. */
  find(whom: Whom): Promise<Pushed> {
    const name = this.#options.dialect.person.value(whom.claims)["userName"];
    const filter = encodeURIComponent(`userName eq ${JSON.stringify(name)}`);
    return this.#among(whom, `/Users?filter=${filter}&`, PAGE);
  }

  /** `done` where they are among all whom the SP shows, in pages of that many. */
  list(whom: Whom, count = PAGE): Promise<Pushed> {
    return this.#among(whom, "/Users?", count);
  }

  /** The whole resource by PUT, whatever the vendor does otherwise. */
  replace(whom: Whom): Promise<Pushed> {
    return this.#known(whom, (wire, id) =>
      this.#put(wire, id, this.#options.dialect.person.value(whom.claims), whom.unread),
    );
  }

  /** What has changed, in the vendor's form; or these operations, as they are. */
  patch(whom: Whom, operations?: readonly Operation[]): Promise<Pushed> {
    return this.#known(whom, (wire, id) =>
      operations === undefined
        ? this.#change(wire, id, this.#options.dialect.person.value(whom.claims))
        : this.#operate(wire, `/Users/${encodeURIComponent(id)}`, operations, id),
    );
  }

  setActive(whom: Whom, active: boolean): Promise<Pushed> {
    return this.#known(whom, (wire, id) => this.#setActive(wire, id, whom.claims, active));
  }

  /** What the vendor tells of somebody who is deleted; `whole`: they are deleted at the SP whatever it does otherwise. */
  remove(whom: Whom, whole = false): Promise<Pushed> {
    return this.#known(whom, async (wire, id) => {
      let end: End = AMBIGUOUS;
      for (const what of whole ? (["delete"] as const) : this.#options.dialect.gone.value) {
        end =
          what === "deactivate"
            ? await this.#setActive(wire, id, whom.claims, false)
            : await this.#ended(wire, await wire.ask("DELETE", `/Users/${encodeURIComponent(id)}`), id);
        if (end.outcome !== "done") break;
      }
      return end;
    });
  }

  /** Finds the group by its name, makes it where it is not, and then changes it. */
  group(push: GroupPush): Promise<Pushed> {
    return this.#push(async (wire) => {
      const made = await this.#groupId(wire, push.name);
      if (made.id === null || made.outcome !== "done") return made;
      const path = `/Groups/${encodeURIComponent(made.id)}`;
      if (push.delete === true) return this.#ended(wire, await wire.ask("DELETE", path), made.id);
      const { groups } = this.#options.dialect;
      if (groups.value === "put") return this.#putGroup(wire, path, made.id, push);
      const operations = [
        ...(push.add === undefined ? [] : groups.value.add(push.add)),
        ...(push.remove === undefined ? [] : groups.value.remove(push.remove)),
        ...(push.rename === undefined ? [] : groups.value.rename(made.id, push.rename)),
      ];
      return operations.length === 0 ? made : this.#operate(wire, path, operations, made.id);
    });
  }

  async #push(work: (wire: ScimExchange) => Promise<End>): Promise<Pushed> {
    const wire = new ScimExchange(this.#options.send, this.#options.patience);
    return { ...(await work(wire)), requests: wire.requests };
  }

  #known({ claims, id }: Whom, work: (wire: ScimExchange, id: string) => Promise<End>): Promise<Pushed> {
    return this.#push(async (wire) => {
      const { match } = this.#options.dialect;
      const keys = match.value.length === 0 ? (["userName"] as const) : match.value;
      const found = id ?? (await this.#find(wire, claims, keys));
      if (found === SEVERAL) return AMBIGUOUS;
      if (found === null) return { outcome: "refused", why: "nobody is there by that name", id: null };
      return work(wire, found);
    });
  }

  /** A server that can not be asked is taken to know nobody. */
  async #find(wire: ScimExchange, claims: Claims, keys: readonly ScimKey[]): Promise<string | typeof SEVERAL | null> {
    const resource = this.#options.dialect.person.value(claims);
    for (const key of keys) {
      const value = key === "email" ? claims["email"] : resource[key];
      if (typeof value !== "string" || value === "") continue;
      const attribute = key === "email" ? 'emails[type eq "work"].value' : key;
      const filter = encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`);
      const found = idsIn(await wire.ask("GET", `/Users?filter=${filter}&startIndex=1&count=100`));
      if (found.length > 1) return SEVERAL;
      if (found[0] !== undefined) return found[0];
    }
    return null;
  }

  /** Page by page, until they are shown, or there is no other page. */
  #among({ id }: Whom, asked: string, count: number): Promise<Pushed> {
    return this.#push(async (wire) => {
      let from = 1;
      for (let page = 1; page <= MOST_PAGES; page++) {
        const reply = await wire.ask("GET", `${asked}startIndex=${from}&count=${count}`);
        if (!isOk(reply)) return asksTooMuch(reply) ? unsupported(reply, id) : this.#ended(wire, reply, id);
        const ids = idsIn(reply);
        if (id !== null && ids.includes(id)) return { outcome: "done", why: "they are among those who are shown", id };
        from += ids.length;
        const total = readJson(reply.body)?.["totalResults"];
        if (ids.length === 0 || typeof total !== "number" || from > total)
          return { outcome: "refused", why: "they are not among those who are shown", id };
      }
      return { outcome: "unsupported", why: `the list is longer than ${MOST_PAGES} pages`, id };
    });
  }

  #change(wire: ScimExchange, id: string, resource: Resource): Promise<End> {
    const { change } = this.#options.dialect;
    if (change.value === "put") return this.#put(wire, id, resource);
    return this.#operate(wire, `/Users/${encodeURIComponent(id)}`, change.value(resource), id);
  }

  async #setActive(wire: ScimExchange, id: string, claims: Claims, active: boolean): Promise<End> {
    const how = this.#options.dialect.active.value;
    if (how === "put") return this.#put(wire, id, { ...this.#options.dialect.person.value(claims), active });
    return this.#operate(wire, `/Users/${encodeURIComponent(id)}`, how(active), id);
  }

  async #operate(wire: ScimExchange, path: string, Operations: readonly Operation[], id: string): Promise<End> {
    return this.#ended(wire, await wire.ask("PATCH", path, { schemas: [PATCH], Operations }), id);
  }

  /** A password is set once, and what the IdP knows the person by is not sent again. */
  async #put(wire: ScimExchange, id: string, resource: Resource, unread = false): Promise<End> {
    const { password: _, externalId, ...rest } = resource;
    const kept = this.#options.dialect.change.value === "put" || externalId === undefined ? {} : { externalId };
    const path = `/Users/${encodeURIComponent(id)}`;
    if (!unread) {
      const now = await wire.ask("GET", path);
      if (!isOk(now)) return this.#ended(wire, now, id);
    }
    return this.#ended(wire, await wire.ask("PUT", path, { ...rest, ...kept, id }), id);
  }

  async #groupId(wire: ScimExchange, name: string): Promise<End> {
    const look = async () => {
      const filter = encodeURIComponent(`displayName eq ${JSON.stringify(name)}`);
      return idsIn(await wire.ask("GET", `/Groups?excludedAttributes=members&filter=${filter}`))[0];
    };
    const known = await look();
    if (known !== undefined) return { outcome: "done", why: `the group ${name} is there`, id: known };
    const made = await wire.ask("POST", "/Groups", { schemas: [GROUP], displayName: name, members: [] });
    const end = await this.#ended(wire, made, null);
    // Somebody else made it a moment ago.
    const late = "status" in made && made.status === 409 ? await look() : undefined;
    return late === undefined ? end : { outcome: "done", why: `the group ${name} is there`, id: late };
  }

  async #putGroup(wire: ScimExchange, path: string, id: string, push: GroupPush): Promise<End> {
    const now = await wire.ask("GET", path);
    if (!isOk(now)) return this.#ended(wire, now, id);
    const group = readJson(now.body) ?? {};
    const listed: readonly unknown[] = Array.isArray(group["members"]) ? group["members"] : [];
    const members = listed.flatMap((one) => (isObject(one) && typeof one["value"] === "string" ? [one["value"]] : []));
    const left = members.filter((one) => push.remove?.includes(one) !== true);
    const all = [...new Set([...left, ...(push.add ?? [])])].map((value) => ({ value }));
    const whole = { schemas: [GROUP], id, displayName: push.rename ?? push.name, members: all };
    return this.#ended(wire, await wire.ask("PUT", path, whole), id);
  }

  async #ended(wire: ScimExchange, reply: ScimReply, id: string | null): Promise<End> {
    const last = wire.requests.at(-1);
    const at = last === undefined ? "" : ` at ${last.method} ${shown(last.path)}`;
    if ("failure" in reply) return { outcome: "broken", why: `no answer${at}: ${reply.detail}`, id };
    const said = reply.status >= 300 ? wordsOf(reply) : "";
    const why = `HTTP ${reply.status}${at}${said === "" ? "" : `: ${JSON.stringify(said)}`}`;
    return { outcome: outcomeOf(reply, last?.path ?? ""), why, id: idIn(reply) ?? id };
  }
}

/** How many are asked for at a time. */
const PAGE = 100;

/** Of a list that may have no end. */
const MOST_PAGES = 200;

/** A server need not filter (RFC 7644, section 3.4.2.2), nor show all (section 3.4.2.4). */
function asksTooMuch(reply: ScimReply): reply is ScimAnswer {
  return "status" in reply && /invalidFilter|tooMany/.test(wordsOf(reply));
}

function unsupported(reply: ScimAnswer, id: string | null): End {
  return { outcome: "unsupported", why: `HTTP ${reply.status}: ${JSON.stringify(wordsOf(reply))}`, id };
}

/** More than one is there, and nobody knows which is meant. */
const SEVERAL = Symbol("several");
const AMBIGUOUS: End = { outcome: "refused", why: "several are there by that name, and none is taken", id: null };

/** An endpoint that is not there at all is not the same as a resource that is not. */
function outcomeOf({ status }: ScimAnswer, path: string): PushOutcome {
  if (status >= 200 && status < 300) return "done";
  if (status === 501 || status === 405) return "unsupported";
  if (status === 404 && /^\/Groups(?:\?|$)/.test(path)) return "unsupported";
  return status >= 500 ? "broken" : "refused";
}

function isOk(reply: ScimReply): reply is ScimAnswer {
  return "status" in reply && reply.status >= 200 && reply.status < 300;
}

function idIn({ status, body, headers }: ScimAnswer): string | null {
  if (status < 200 || status >= 300) return null;
  const id = readJson(body)?.["id"];
  if (typeof id === "string" || typeof id === "number") return String(id);
  const to = headers["location"];
  const [, last] = typeof to === "string" ? (/\/(?:Users|Groups)\/([^/?#]+)$/.exec(to) ?? []) : [];
  return last === undefined ? null : decodeURIComponent(last);
}

function idsIn(reply: ScimReply): readonly string[] {
  if (!isOk(reply)) return [];
  const found = readJson(reply.body)?.["Resources"];
  if (!Array.isArray(found)) return [];
  return found.flatMap((one: unknown) => (isObject(one) && typeof one["id"] === "string" ? [one["id"]] : []));
}
