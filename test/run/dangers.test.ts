import { describe, expect, it } from "vitest";
import { loadScenarios } from "../../harness/scenario/index.ts";
import { runSmall, type Ran } from "./small/run.ts";
import { SmallSp, type Claims, type Row } from "./small/sp.ts";

/** Looks accounts up by their address, and at nothing else. */
class ByEmail extends SmallSp {
  override admit(claims: Claims): Row | null {
    const { email, sub } = claims;
    if (typeof email !== "string") return null;
    return this.rows.find((row) => row.email === email) ?? this.create({ email, subject: sub });
  }
}

/** By address, too, and there is no second subject for an account that it knows. */
class Crashing extends ByEmail {
  override admit(claims: Claims): Row | null {
    const known = this.rows.find(({ subject }) => subject === claims.sub);
    if (known !== undefined && known.email !== claims.email) throw new Error("UNIQUE constraint failed: users.subject");
    return super.admit(claims);
  }
}

class LocksOut extends ByEmail {
  override admit(claims: Claims): Row | null {
    const known = this.rows.find(({ subject }) => subject === claims.sub);
    return known !== undefined && known.email !== claims.email ? null : super.admit(claims);
  }
}

const kit = new URL("../../scenarios", import.meta.url).pathname;

function declared(sp: SmallSp, identity_key: string, ...ids: readonly string[]): Promise<Ran> {
  return runSmall(sp, {
    scenarios: [],
    target: {
      policy: { identity_key, jit: "on", email_sync: "on", link_by: "any_email" },
      observe: {
        session: { request: "GET /me", map: { account: "$.id" } },
        accounts: { http: "GET /accounts", each: "$[*]", map: { id: "$.id", email: "$.email" } },
        identities: "none",
      },
    },
    options: {
      scenarios: loadScenarios([kit], { root: kit }).filter(({ id }) => ids.includes(id)),
      select: { protocols: ["oidc"], profiles: [], ids: [], tags: [], policies: [] },
    },
  });
}

describe("a key of identity that is none, declared", () => {
  it.each(["email", "claim:email"])(
    "%s: a second account is what that says, and somebody else's is not",
    async (key) => {
      const { verdicts } = await declared(new ByEmail(), key, "mail-change", "mail-collision", "mail-swap", "rep-same");
      expect(verdicts.get("mail-change")).toMatchObject({ verdict: "not_applicable" });
      expect(verdicts.get("mail-change")?.reason).toContain(
        "the declared identity_key makes of a changed one another person",
      );
      for (const id of ["mail-collision", "mail-swap"])
        expect(verdicts.get(id)).toMatchObject({ verdict: "failed", harm: "foreign_account" });
      expect(verdicts.get("rep-same")).toMatchObject({ verdict: "passed" });
    },
  );

  it("excuses no crash, and nobody who is locked out", async () => {
    for (const sp of [new Crashing(), new LocksOut()]) {
      const { verdicts } = await declared(sp, "email", "mail-change");
      expect(verdicts.get("mail-change")).toMatchObject({ verdict: "failed" });
    }
  });

  it("that is not what it says fails all the same: an account that creates each time", async () => {
    class EachTime extends ByEmail {
      override admit({ email, sub }: Claims): Row {
        return this.create({ email: String(email), subject: sub });
      }
    }
    const { verdicts } = await declared(new EachTime(), "email", "rep-same");
    expect(verdicts.get("rep-same")).toMatchObject({ verdict: "failed", harm: "second_account" });
  });
});

describe("nothing of it declared", () => {
  it("the second account fails", async () => {
    const { verdicts } = await declared(new ByEmail(), "iss_sub", "mail-change");
    expect(verdicts.get("mail-change")).toMatchObject({ verdict: "failed", harm: "second_account" });
  });
});
