import { expect, test } from "vitest";
import { runSmall, type SmallRun } from "./small/run.ts";
import { SmallSp, type Claims, type Row } from "./small/sp.ts";

/** Whoever comes to an empty SP is its administrator. */
class FirstIsAdmin extends SmallSp {
  made = 0;

  override create(fields: { readonly email: string; readonly subject: string }): Row {
    const roles = this.rows.length === 0 ? ["member", "admin"] : ["member"];
    this.made++;
    return super.create({ ...fields, roles } as typeof fields);
  }
}

/** Everybody is alike. */
class Alike extends FirstIsAdmin {
  override create(fields: { readonly email: string; readonly subject: string }): Row {
    const row = super.create(fields);
    row["roles"] = ["member"];
    return row;
  }
}

const MAP = { id: "$.id", email: "$.email", identities: "$.subject", roles: "$.roles", "attributes.admin": "$.admin" };
const TARGET = {
  observe: {
    session: { request: "GET /me", map: { account: "$.id" } },
    accounts: { http: "GET /accounts", each: "$[*]", map: MAP },
  },
};
const member = (id: string) => ({
  id,
  given: { people: ["ada"] },
  steps: [{ sign_in: "ada", expect: { outcome: "signed_in", account: { roles: { is: ["member"] } } } }],
});

function run(sp: SmallSp, more: Partial<SmallRun> = {}) {
  return runSmall(sp, { scenarios: [member("one"), member("two")], target: TARGET, ...more });
}

const warnings = ({ events }: Awaited<ReturnType<typeof run>>) =>
  events.flatMap((event) => (event.type === "warning" ? [event.text] : []));
const verdicts = ({ result }: Awaited<ReturnType<typeof run>>) => result.checks.map(({ verdict }) => verdict.verdict);

test("no check meets an SP that makes the first person its administrator, and that it does is told", async () => {
  const sp = new FirstIsAdmin();
  const ran = await run(sp);
  expect(verdicts(ran)).toEqual(["passed", "passed"]);
  expect(warnings(ran)).toEqual([
    expect.stringMatching(/^the first person who signed in got the role admin, and the next one, .* did not/),
  ]);
  expect(ran.result.exitStatus).toBe(0);
  // Nobody is left.
  expect(sp.rows).toEqual([]);
});

test("an attribute that says so is seen as well", async () => {
  class Flagged extends Alike {
    override create(fields: { readonly email: string; readonly subject: string }): Row {
      const isFirst = this.rows.length === 0;
      const row = super.create(fields);
      row["admin"] = isFirst;
      return row;
    }
  }
  const ran = await run(new Flagged());
  expect(warnings(ran)).toEqual([expect.stringContaining("got attributes.admin, and the next one,")]);
});

test("where everybody is alike nothing is said of it, and one person more than the checks have is all", async () => {
  const sp = new Alike();
  const ran = await run(sp, { scenarios: [member("one")] });
  expect([verdicts(ran), warnings(ran)]).toEqual([["passed"], []]);
  expect(ran.events.filter(({ type }) => type === "check_started")).toHaveLength(1);
});

test("the first person stays until the last check has ended", async () => {
  const seen: string[] = [];
  class Watched extends FirstIsAdmin {
    override remove(id: string): void {
      seen.push(String(this.rows.find((row) => String(row.id) === id)?.["roles"]));
      super.remove(id);
    }
  }
  const ran = await run(new Watched());
  expect(seen.at(-1)).toBe("member,admin");
  expect(verdicts(ran)).toEqual(["passed", "passed"]);
});

test("nor one that makes the first person of each organization its administrator", async () => {
  class FirstOfEach extends SmallSp {
    override admit(claims: Claims): Row | null | Promise<Row | null> {
      const isFirst = !this.rows.some(({ issuer }) => issuer === claims.iss);
      const row = super.admit(claims);
      if (row !== null && !(row instanceof Promise) && row["issuer"] === undefined)
        Object.assign(row, { issuer: claims.iss, roles: isFirst ? ["member", "admin"] : ["member"] });
      return row;
    }
  }
  const at = {
    protocol: "oidc",
    client_id: "small",
    client_auth: "none",
    claims_in: ["id_token"],
    redirect_uris: ["{{base_url}}/callback"],
  };
  const account = { roles: { is: ["member"] } };
  const rows = ["on", "off", "verified_only"].map((email_sync) => ({ when: { email_sync }, account }));
  const sp = new FirstOfEach();
  const ran = await run(sp, {
    scenarios: [{ ...member("one"), steps: [{ sign_in: "ada", expect: { outcome: "signed_in", one_of: rows } }] }],
    target: {
      ...TARGET,
      email_domain: undefined,
      organizations: {
        acme: { verified_domains: ["acme.test"], policy: { email_sync: "on" } },
        globex: { verified_domains: ["globex.test"], policy: { email_sync: "off" } },
      },
      connections: {
        acme: { ...at, organization: "acme", sign_in: "GET /sign-in" },
        globex: { ...at, organization: "globex", sign_in: "GET /sign-in/globex" },
      },
    },
    options: { tuples: "all" },
  });
  expect(ran.events.filter(({ type }) => type === "check_started")).toHaveLength(2);
  expect([verdicts(ran), warnings(ran).length, sp.rows]).toEqual([["passed", "passed"], 1, []]);
});

test("a selection and a shard meet it as little", async () => {
  const select = { protocols: [], profiles: [], ids: ["two"], tags: [], policies: [] };
  expect(verdicts(await run(new FirstIsAdmin(), { options: { select } }))).toEqual(["passed"]);
});

test("an SP that does not let that person in is judged as it is, and nothing is said", async () => {
  class Choosy extends FirstIsAdmin {
    override admit(claims: Claims): Row | null | Promise<Row | null> {
      return String(claims.email).startsWith("ada.") ? super.admit(claims) : null;
    }
  }
  const ran = await run(new Choosy(), { scenarios: [member("one")] });
  expect([verdicts(ran), warnings(ran)]).toEqual([["failed"], []]);
});

test("where nobody is made at a sign-in nobody is tried", async () => {
  const sp = new FirstIsAdmin();
  const closed = { id: "one", require: { policy: { jit: "off" } }, given: { people: ["ada"] } };
  const steps = [{ sign_in: "ada", expect: { outcome: "signed_in" } }];
  await run(sp, {
    scenarios: [{ ...closed, steps }],
    target: { ...TARGET, policy: { identity_key: "iss_sub", jit: "off" } },
  });
  expect(sp.made).toBe(1);
});
