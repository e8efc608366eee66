import { describe, expect, it } from "vitest";
import { loadScenarios } from "../../harness/scenario/index.ts";
import { runSmall, type Ran } from "./small/run.ts";
import { SmallSp, type Claims, type Row } from "./small/sp.ts";

/** Looks accounts up by their address, and at nothing else. */
class ByEmail extends SmallSp {
  override admit(claims: Claims): Row {
    const known = this.rows.find(({ email }) => email === claims.email);
    return known ?? this.create({ email: String(claims.email), subject: claims.sub });
  }
}

const kit = new URL("../../scenarios", import.meta.url).pathname;
const MORE = { email_sync: "off", profile_sync: "off", jit: "on", identity_key: "iss_sub" };

function shows(sp: SmallSp, map: object, observe: object, policy: object, ...ids: readonly string[]): Promise<Ran> {
  return runSmall(sp, {
    scenarios: [],
    target: {
      policy,
      observe: {
        session: { request: "GET /me", map: { account: "$.id" } },
        accounts: { http: "GET /accounts", each: "$[*]", map },
        ...observe,
      },
    },
    options: {
      scenarios: loadScenarios([kit], { root: kit }).filter(({ id }) => ids.includes(id)),
      select: { protocols: ["oidc"], profiles: [], ids: [], tags: [], policies: [] },
    },
  });
}

describe("an SP that shows no email", () => {
  const map = { id: "$.id", identities: "$.subject" };

  it("is failed for the second account of somebody whose email changed", async () => {
    const { verdicts } = await shows(new ByEmail(), map, {}, MORE, "mail-change");
    expect(verdicts.get("mail-change")).toMatchObject({ verdict: "failed", harm: "second_account" });
  });

  it("is not passed where it does right, and says what could not be seen", async () => {
    const { verdicts, result } = await shows(new SmallSp(), map, {}, MORE, "mail-change");
    expect(verdicts.get("mail-change")).toMatchObject({ verdict: "unobservable", unseen: [{ what: "email" }] });
    expect(result.exitStatus).toBe(1);
  });
});

describe("an SP without identities", () => {
  const map = { id: "$.id", email: "$.email" };

  it("passes where it says so", async () => {
    const { verdicts, result } = await shows(
      new SmallSp(),
      map,
      { identities: "none" },
      MORE,
      "first-create",
      "rep-same",
    );
    expect([...verdicts.values()].map(({ verdict }) => verdict)).toEqual(["passed", "passed"]);
    expect(result.exitStatus).toBe(0);
  });
});
