import { describe, expect, it } from "vitest";
import { Behind } from "./small/behind.ts";
import { runSmall, type Ran } from "./small/run.ts";
import { NotGiven, SmallSp, type Claims } from "./small/sp.ts";

const TAMPERS = [
  "wrong-nonce",
  "missing-nonce",
  "wrong-audience",
  "longer-audience",
  "missing-audience",
  "expired",
  "missing-expiry",
  "non-number-expiry",
  "wrong-issuer",
  "missing-issuer",
];

/** As the kit's own scenarios are about a corrupted message. */
function about(tamper: string) {
  const refused = {
    outcome: "refused",
    session: { account: "none" },
    accounts: { created: 0, changed: 0, deleted: 0 },
  };
  return {
    id: tamper,
    given: { people: ["ada", "bystander"] },
    steps: [
      { sign_in: "bystander", control: true, expect: { outcome: "signed_in", remember: "bystanders" } },
      { sign_in: "ada", tamper, expect: refused },
      {
        sign_in: "ada",
        tamper: "nothing",
        control: true,
        expect: { outcome: "signed_in", accounts: { created: 1, total: 2 }, remember: "adas" },
      },
      { change: { ada: { given_name: "Augusta-{{ns}}" } } },
      { sign_in: "ada", tamper, expect: refused },
      {
        sign_in: "ada",
        tamper: "nothing",
        control: true,
        expect: { outcome: "signed_in", session: { account: "adas" }, accounts: { created: 0, total: 2 } },
      },
    ],
  };
}

const scenarios = TAMPERS.map(about);

/** Refuses with words; `came` counts who was sent by the IdP. */
class Counts extends SmallSp {
  came = 0;
  refusals = 0;

  override arrives(): void {
    this.came++;
  }

  override refused(error: unknown): Claims {
    this.refusals++;
    throw new NotGiven(error === undefined ? 400 : 403);
  }
}

/** Nobody comes in any more once so many were refused; or, until somebody comes in who is good, so many in a row. */
class LocksUp extends Counts {
  readonly after: number;
  readonly inRow: boolean;

  constructor(after: number, inRow: boolean) {
    super();
    this.after = after;
    this.inRow = inRow;
  }

  override arrives(): void {
    super.arrives();
    if (this.refusals < this.after) return;
    if (this.inRow) this.refusals = 0;
    throw new NotGiven(403);
  }

  override admit(claims: Claims) {
    if (this.inRow) this.refusals = 0;
    return super.admit(claims);
  }
}

/** Takes an ID token with another nonce, or another audience. */
class Takes extends Counts {
  readonly claim: string;

  constructor(claim: string) {
    super();
    this.claim = claim;
  }

  override refused(error: unknown): Claims {
    const { message, cause } = (error as { readonly cause: Error & { readonly cause: { claims?: Claims } } }).cause;
    return message.includes(`"${this.claim}"`) && cause.claims !== undefined ? cause.claims : super.refused(error);
  }
}

/** The answer to one of them is cut short in such a way that no account can be read any more. */
class DiesOfNonce extends Counts {
  dead = false;

  override refused(error: unknown): Claims {
    if (String((error as Error).cause).includes("nonce")) this.dead = true;
    return super.refused(error);
  }

  override list(query: string): unknown {
    if (this.dead) throw new NotGiven(500);
    return super.list(query);
  }
}

/** Refuses a token with another nonce, and keeps the address that it brings: of who is known, or in an account of its own. */
class WritesFirst extends Counts {
  override refused(error: unknown): Claims {
    const { message, cause } = (error as { readonly cause: Error & { readonly cause: { claims?: Claims } } }).cause;
    const claims = cause.claims;
    if (message.includes('"nonce"') && claims !== undefined) {
      const known = this.rows.find(({ subject }) => subject === claims.sub);
      if (known === undefined)
        this.create({ email: `unasked.${String(claims.email)}`, subject: `unasked ${claims.sub}` });
      else known["visits"] = Number(known["visits"] ?? 0) + 1;
    }
    return super.refused(error);
  }
}

/** Right in everything, and refuses with words; its list is behind. */
class RefusesBehind extends Behind {
  override refused(error: unknown): Claims {
    throw new NotGiven(error === undefined ? 400 : 403);
  }
}

/** Lets in everybody but for who comes with that address. */
class NoSecond extends SmallSp {
  override admit(claims: Claims) {
    return String(claims.email).startsWith("second.") ? null : super.admit(claims);
  }
}

function told({ verdicts }: Ran): { readonly [id: string]: string } {
  return Object.fromEntries([...verdicts].map(([id, { verdict }]) => [id, verdict]));
}

function namespacesOf({ events }: Ran): ReadonlySet<string> {
  const finished = events.filter((event) => event.type === "check_finished");
  return new Set(finished.flatMap(({ observation }) => observation.variants.map(({ ns }) => ns)));
}

const all = (verdict: string) => Object.fromEntries(TAMPERS.map((tamper) => [tamper, verdict]));

describe("controls that checks share", { timeout: 120_000 }, () => {
  it("prove all that was refused between them, once before and once after", async () => {
    const sp = new Counts();
    const ran = await runSmall(sp, { scenarios });
    expect(told(ran)).toEqual(all("passed"));
    expect(namespacesOf(ran).size).toBe(1);
    // Ten messages to a stranger and ten to somebody known, three controls, and the first person of the run.
    expect(sp.came).toBe(24);
    expect(sp.rows, "what they left was removed").toEqual([]);
  });

  it("are those of its own rows where one scenario runs alone", async () => {
    const sp = new Counts();
    const { id: _, ...rest } = about("{{tamper}}");
    const scenario = { ...rest, id: "all", each: { tamper: TAMPERS } };
    expect(told(await runSmall(sp, { scenarios: [scenario] }))).toEqual({ all: "passed" });
    expect(sp.came).toBe(24);
  });

  it("prove nothing where the one after does not hold: an SP that locks itself refuses everybody", async () => {
    expect(told(await runSmall(new LocksUp(7, false), { scenarios }))).toEqual(all("misconfigured"));
  });

  it("cost nothing but themselves where the SP takes no ten in a row: each is driven with its own", async () => {
    const ran = await runSmall(new LocksUp(10, true), { scenarios });
    expect(told(ran)).toEqual(all("passed"));
    expect(namespacesOf(ran).size).toBe(TAMPERS.length);
  });

  it("excuse nobody who was let in, and blame nobody else", async () => {
    const ran = await runSmall(new Takes("nonce"), { scenarios });
    const failed = { "wrong-nonce": "failed", "missing-nonce": "failed" };
    expect(told(ran)).toEqual({ ...all("passed"), ...failed });
    expect(namespacesOf(ran).size).toBeLessThan(TAMPERS.length);
    expect(told(await runSmall(new Takes("aud"), { scenarios }))).toMatchObject({
      "wrong-audience": "failed",
      "longer-audience": "failed",
      "wrong-nonce": "passed",
      expired: "passed",
    });
  });

  it("hide no message that leaves a trace without a session", async () => {
    const failed = { "wrong-nonce": "failed", "missing-nonce": "failed" };
    expect(told(await runSmall(new WritesFirst(), { scenarios }))).toEqual({ ...all("passed"), ...failed });
  });

  it("blame no SP whose list is behind", async () => {
    expect(told(await runSmall(new RefusesBehind(400), { scenarios }))).toEqual(all("passed"));
  });

  it("are of corrupted messages alone: rows of anything else are driven each for itself", async () => {
    const sp = new NoSecond();
    const steps = [{ sign_in: "ada", expect: { outcome: "signed_in", session: { account: "new" } } }];
    const each = { address: ["first.{{ns}}@acme.test", "second.{{ns}}@acme.test", "third.{{ns}}@acme.test"] };
    const scenario = { id: "rows", given: { people: { ada: { email: "{{address}}" } } }, each, steps };
    const ran = await runSmall(sp, { scenarios: [scenario] });
    expect(told(ran)).toEqual({ rows: "failed" });
    expect(namespacesOf(ran).size).toBe(3);
  });

  it("name the message after which no account could be read any more", async () => {
    const ran = await runSmall(new DiesOfNonce(), { scenarios });
    expect(ran.verdicts.get("missing-nonce")?.harm ?? ran.verdicts.get("wrong-nonce")?.harm).toBe("accounts_destroyed");
    expect(Object.values(told(ran))).not.toContain("passed");
  });
});
