import { join } from "node:path";
import { env } from "node:process";
import { defined } from "../defined.ts";
import { JitterbugError } from "../errors.ts";
import { Companion, type Visit } from "../run/companion.ts";
import type { Connection, Person, Target } from "../scenario/model/index.ts";
import { peopleOf } from "./idps.ts";
import type { RunningSp, SignIn, SignInOptions, SpOptions } from "./sp.ts";
import { readPeople, readTarget } from "./target.ts";

/** A context of Playwright's in which people sign in. */
type Context = NonNullable<Parameters<Companion["signIn"]>[2]["context"]>;

export interface OpenSp extends RunningSp {
  signIn(person: Described, options?: SignInOptions & { readonly context?: Context }): Promise<SignIn>;
}

type Described = string | { readonly [claim: string]: unknown };

/** As `startSp`, where a test may have a browser of its own. In a file apart: its types are not for who imports the kit. */
export async function openSp(options: SpOptions): Promise<OpenSp> {
  const target = readTarget(options.target);
  const people = new Map(peopleOf(target, options.people).map((person) => [person.name, person]));
  const companion = await Companion.open({
    target,
    environment: env,
    allowRemote: options.allowRemote ?? [],
    stateDir: options.keep === true ? join(target.dir, ".jitterbug") : null,
    ...defined({ signal: options.signal }),
  });
  let described = 0;
  const personOf = (asked: Described): Person => {
    if (typeof asked !== "string") return onlyOne(readPeople({ [`somebody-${++described}`]: asked }));
    const known = people.get(asked);
    if (known !== undefined) return known;
    throw new JitterbugError("ERR_USAGE", `nobody called ${JSON.stringify(asked)} is known`, {
      hint: `There is ${[...people.keys()].join(", ")}.`,
    });
  };
  return {
    baseUrl: companion.world.target.base_url,
    async signIn(asked, how = {}) {
      const visit = await companion.signIn(personOf(asked), connectionOf(companion.world.target, how.connection), {
        ...defined({
          tamper: tamperOf(how.tamper),
          idp_initiated: how.idpInitiated,
          return_to: how.returnTo,
          context: how.context,
        }),
      });
      return told(visit, companion.world.target.base_url);
    },
    setPerson: (name, claims) => void people.set(name, onlyOne(readPeople({ [name]: claims }))),
    close: () => companion.close(),
    [Symbol.asyncDispose]: () => companion.close(),
  };
}

function onlyOne([person]: readonly Person[]): Person {
  if (person === undefined) throw new Error("a person was read");
  return person;
}

function connectionOf({ connections }: Target, asked: string | undefined): Connection {
  const found = asked === undefined ? connections[0] : connections.find(({ name }) => name === asked);
  if (found !== undefined) return found;
  throw new JitterbugError("ERR_USAGE", `there is no connection ${JSON.stringify(asked)}`, {
    hint: `There is ${connections.map(({ name }) => name).join(", ")}.`,
  });
}

function tamperOf(asked: SignInOptions["tamper"]) {
  if (asked === undefined) return undefined;
  const { name, ...parameters } = typeof asked === "string" ? { name: asked } : asked;
  return { name, parameters };
}

function told({ signIn, before, after, cookies }: Visit, baseUrl: string): SignIn {
  const { outcome, why, session, page, tamper } = signIn;
  const id = session.state === "signed_in" ? session.account : null;
  const { hostname } = new URL(baseUrl);
  const own = cookies.filter(
    ({ domain, hostOnly }) => domain === hostname || (!hostOnly && hostname.endsWith(`.${domain}`)),
  );
  return {
    outcome,
    why,
    account: after.accounts.find((account) => account.id === id) ?? (id === null ? null : { id, seen_by: {} }),
    before: before.accounts,
    after: after.accounts,
    page: { url: page.url, status: page.status, text: page.text },
    ...(tamper === undefined ? {} : { delivered: tamper.delivered }),
    cookie: own.map(({ name, value }) => `${name}=${value}`).join("; "),
  };
}
