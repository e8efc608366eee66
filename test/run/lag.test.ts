import { describe, expect, it } from "vitest";
import { Behind } from "./small/behind.ts";
import { examineSmall, runSmall, type Ran } from "./small/run.ts";
import { SmallSp, type Claims, type Row } from "./small/sp.ts";

/** Turns people away who bring no address, and makes them an account all the same. */
class Ghosts extends Behind {
  override async admit(claims: Claims): Promise<Row | null> {
    if (claims.email !== undefined) return super.admit(claims);
    this.create({ email: "", subject: claims.sub });
    return null;
  }
}

/** A new account is shown at once; what is changed of it, some time after. */
class LateUpdates extends SmallSp {
  readonly #old = new Map<Row["id"], string>();

  override async admit(claims: Claims): Promise<Row | null> {
    const row = await super.admit(claims);
    if (row !== null && row.email !== claims.email) {
      this.#old.set(row.id, row.email);
      row.email = String(claims.email);
      setTimeout(() => this.#old.delete(row.id), 700);
    }
    return row;
  }

  override list(): unknown {
    return this.rows.map((row) => ({ ...row, email: this.#old.get(row.id) ?? row.email }));
  }
}

/** A worker makes the account some time after the person is in. */
class Queued extends SmallSp {
  readonly ms: number;
  /** Whether the session tells the account before it is there. */
  readonly early: boolean;

  constructor(ms: number, early: boolean) {
    super();
    this.ms = ms;
    this.early = early;
  }

  override store(row: Row): void {
    setTimeout(() => super.store(row), this.ms);
  }

  override me(id: Row["id"] | undefined): Row | undefined {
    const there = super.me(id);
    if (there !== undefined || !this.early || id === undefined) return there;
    return { id, email: "", subject: "", active: true };
  }
}

const created = {
  id: "created",
  given: { people: ["ada", "bob"] },
  steps: [
    { sign_in: "ada", expect: { outcome: "signed_in", accounts: { created: 1 }, remember: "adas" } },
    {
      sign_in: "bob",
      expect: { outcome: "signed_in", session: { account: "new" }, accounts: { created: 1, untouched: ["adas"] } },
    },
    { sign_in: "ada", expect: { session: { account: "adas" }, accounts: { created: 0, total: 2 } } },
  ],
};
const refused = {
  id: "refused",
  given: { people: { ada: { without: ["email"] }, bob: {} } },
  steps: [
    { sign_in: "ada", expect: { outcome: "refused", accounts: { created: 0, total: 0 } } },
    { sign_in: "bob", expect: { outcome: "signed_in", accounts: { created: 1 } } },
  ],
};
const changed = {
  id: "changed",
  given: { people: ["ada"] },
  steps: [
    { sign_in: "ada", control: true, expect: { outcome: "signed_in", remember: "adas" } },
    { change: { ada: { email: "ada.king.{{ns}}@{{domain}}" } } },
    { sign_in: "ada", expect: { session: { account: "adas" }, account: { email: "ada.king.{{ns}}@{{domain}}" } } },
  ],
};
const scenarios = [refused, created, changed];

const told = ({ verdicts }: Ran) =>
  Object.fromEntries([...verdicts].map(([id, { verdict, reason }]) => [id, `${verdict} ${reason}`.trim()]));
const warnings = ({ events }: Ran) => events.flatMap((event) => (event.type === "warning" ? [event.text] : []));
const lags = (ran: Ran) =>
  warnings(ran).filter((text) => /up to \d+ ms later.* declare observe: \{ settle: [\d.]+ \}/.test(text)).length;

const PASSED = { refused: "passed", created: "passed", changed: "passed" };

describe("a list that lags", () => {
  it.each([
    ["by 250 ms", new Behind(250), 3],
    ["by 2 s", new Behind(2_000), 3],
  ])("%s makes nothing false of a sound SP, whichever check comes first", async (_, sp, jobs) => {
    const ran = await runSmall(sp, { scenarios, options: { jobs } });
    expect(told(ran)).toEqual(PASSED);
    if (sp.ms > 1_000) expect(lags(ran)).toBe(1);
    expect(ran.result.exitStatus).toBe(0);
  });

  it("hides no account that a refusal makes", async () => {
    const ran = await runSmall(new Ghosts(400), { scenarios, options: { jobs: 1 } });
    expect(told(ran)).toMatchObject({ created: "passed", changed: "passed" });
    expect(told(ran)["refused"]).toMatch(/^failed .*no account after a sign-in that failed.*refused, and yet created/);
    const last = ran.events.findLast((event) => event.type === "check_finished" && event.check.id === "refused");
    const seen = last?.type === "check_finished" ? last.observation.variants[0]?.steps[0]?.after.still_ms : 0;
    expect(seen).toBeGreaterThan(300);
  });

  it("may do so in changes alone", async () => {
    const ran = await runSmall(new LateUpdates(), { scenarios: [created, changed], options: { jobs: 1 } });
    expect(told(ran)).toEqual({ created: "passed", changed: "passed" });
  });

  it("is told of as the target file's matter only where it stays behind", async () => {
    const ran = await runSmall(new Behind(60_000), { scenarios: [created] });
    expect(told(ran)["created"]).toMatch(
      /^misconfigured .*no account \d came to be shown .* in a list of all accounts: .*observe\.settle/,
    );
  });
});

/** What was not there when it was asked for is said not to be there for a while. */
class Caching extends SmallSp {
  readonly #empty = new Map<string, number>();

  override list(query: string): unknown {
    const found = super.list(query) as readonly Row[];
    const until = this.#empty.get(query) ?? 0;
    if (until > performance.now()) return [];
    if (found.length === 0) this.#empty.set(query, performance.now() + 500);
    return found;
  }
}

class CachingGhosts extends Caching {
  override admit(claims: Claims): Row | null | Promise<Row | null> {
    if (claims.email !== undefined) return super.admit(claims);
    this.create({ email: "", subject: claims.sub });
    return null;
  }
}

it("a list that keeps saying that nobody is there makes nothing false, and hides nothing", async () => {
  const observe = {
    session: { request: "GET /me", map: { account: "$.id" } },
    accounts: {
      http: "GET /accounts?q={{ns}}",
      each: "$[*]",
      map: { id: "$.id", email: "$.email", identities: "$.subject" },
    },
  };
  const some = [refused, created];
  const sound = await runSmall(new Caching(), { scenarios: some, target: { observe } });
  expect(told(sound)).toEqual({ refused: "passed", created: "passed" });
  const faulty = await runSmall(new CachingGhosts(), { scenarios: some, target: { observe } });
  expect(told(faulty)).toMatchObject({
    refused: expect.stringMatching(/^failed .*yet created/) as unknown,
    created: "passed",
  });
});

/** It has two lists, of which one is late. */
class TwoLists extends Behind {
  override list(query?: string): unknown {
    return query === "late" ? super.list() : this.rows;
  }
}

it("one of two lists may lag behind the other", async () => {
  const list = (query: string, map: object) => ({ http: `GET /accounts?q=${query}`, each: "$[*]", map });
  const observe = {
    session: { request: "GET /me", map: { account: "$.id" } },
    accounts: [
      list("", { id: "$.id", email: "$.email" }),
      list("late", { id: "$.id", email: "$.email", active: "$.active", identities: "$.subject" }),
    ],
  };
  const ran = await runSmall(new TwoLists(300), { scenarios, target: { observe } });
  expect(told(ran)).toEqual(PASSED);
});

describe("a list that lags behind seeding", () => {
  const account = { http: "POST /accounts", json: { email: "{{email}}" } };
  const remove = { http: "DELETE /accounts/{{id}}" };
  const seeded = {
    id: "seeded",
    given: {
      accounts: { old: { email: "old.{{ns}}@{{domain}}" }, other: { email: "other.{{ns}}@{{domain}}" } },
      people: ["ada"],
    },
    steps: [
      {
        sign_in: "ada",
        expect: { session: { account: "new" }, accounts: { created: 1, total: 3, untouched: ["old"] } },
      },
      { remove: "old", expect: { accounts: { deleted: 1, created: 0 } } },
    ],
  };

  it.each([{ ...account, id: "$.id" }, account])(
    "shows what was seeded, and removed, before it is judged: %j",
    async (call) => {
      const target = { seed: { account: call, remove } };
      expect(told(await runSmall(new Behind(300), { scenarios: [seeded], target }))).toEqual({ seeded: "passed" });
    },
  );

  it("is well for the doctor, who proposes what to declare", async () => {
    const findings = await examineSmall(new Behind(300), { seed: { account: { ...account, id: "$.id" }, remove } });
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.at(-1)).toMatchObject({
      message: expect.stringMatching(/up to \d+ ms later/) as unknown,
      hint: expect.stringMatching(/declare observe: \{ settle: [\d.]+ \}/) as unknown,
    });
  });
});

describe("an SP that provisions in a queue", () => {
  it.each([true, false])("makes the account after the session, which tells it before: %s", async (early) => {
    const ran = await runSmall(new Queued(400, early), { scenarios: [created, changedNot], options: { jobs: 2 } });
    expect(told(ran)).toEqual({ created: "passed", "changed-not": "passed" });
  });
});

const changedNot = { ...created, id: "changed-not" };

/** Each read of the list counts. */
class Counted extends SmallSp {
  #reads = 0;
  override list(query: string): unknown {
    this.#reads++;
    return (super.list(query) as Row[]).map((row) => ({ ...row, reads: this.#reads }));
  }
}

it("an attribute that changes from read to read by itself is left out, and told", async () => {
  const accounts = {
    http: "GET /accounts",
    each: "$[*]",
    map: { id: "$.id", email: "$.email", identities: "$.subject", "attributes.last_seen_at": "$.reads" },
  };
  const observe = { session: { request: "GET /me", map: { account: "$.id" } }, accounts };
  for (const settle of [0, 1]) {
    const ran = await runSmall(new Counted(), { scenarios: [created], target: { observe: { ...observe, settle } } });
    expect(told(ran)).toEqual({ created: "passed" });
    expect(warnings(ran)).toEqual([expect.stringContaining("attributes.last_seen_at changes from read to read")]);
  }
});

it("an SP that shows everything at once is looked at once after each step", async () => {
  const ran = await runSmall(new SmallSp(), { scenarios: [refused, created], options: { jobs: 1 } });
  expect(told(ran)).toEqual({ refused: "passed", created: "passed" });
  expect(warnings(ran)).toEqual([]);
  for (const event of ran.events) {
    if (event.type !== "check_finished") continue;
    const [variant] = event.observation.variants;
    for (const { after, exchanges } of variant?.steps ?? []) {
      expect(after.still_ms).toBeUndefined();
      expect(
        exchanges.filter(({ by, request }) => by === "kit" && request.url.includes("/accounts")).length,
      ).toBeLessThan(2);
    }
  }
});
