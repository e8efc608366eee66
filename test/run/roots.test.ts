import { expect, it } from "vitest";
import { loadScenarios } from "../../harness/scenario/index.ts";
import { runSmall } from "./small/run.ts";
import { SmallSp, type Claims, type Row } from "./small/sp.ts";

class EachTime extends SmallSp {
  override admit({ email, sub }: Claims): Row {
    return this.create({ email: typeof email === "string" ? email : "", subject: sub });
  }
}

class ByEmail extends SmallSp {
  override admit({ email, sub }: Claims): Row {
    return this.rows.find((row) => row.email === email) ?? this.create({ email: String(email), subject: sub });
  }
}

const kit = new URL("../../scenarios", import.meta.url).pathname;

/** Of every check of the kit that went wrong: what it follows from, and its cause where it tells one. */
async function explained(sp: SmallSp): Promise<readonly (readonly [string, string | undefined, string | undefined])[]> {
  const { result } = await runSmall(sp, {
    scenarios: [],
    target: {
      policy: { identity_key: "iss_sub", jit: "on", email_sync: "off", profile_sync: "off", link_by: "never" },
    },
    options: {
      scenarios: loadScenarios([kit], { root: kit }),
      select: { protocols: ["oidc"], profiles: [], ids: [], tags: [], policies: [] },
      jobs: 4,
    },
  });
  return result.checks
    .filter(({ verdict: { verdict } }) => verdict === "failed" || verdict === "warned")
    .map(({ check, verdict }) => [check.id, verdict.follows_from, verdict.cause] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

it("an account at each sign-in: told once, and what follows from it says so", async () => {
  const wrong = await explained(new EachTime());
  const own = wrong.filter(([, follows]) => follows === undefined).map(([id, , cause]) => [id, cause]);
  expect(own).toEqual([
    // Two are wrong with the small SP itself: it answers every refusal with HTTP 500, and ends no session.
    ["fault-error-markup", expect.anything()],
    ["rep-same", "A sign-in creates without looking, or does not find what it created."],
    ["sess-replaced", expect.anything()],
  ]);
  const rest = wrong.filter(([, follows]) => follows !== undefined);
  expect(rest.map(([id]) => id)).toEqual(
    expect.arrayContaining(["conc-first", "first-create", "mail-change", "mail-swap"]),
  );
  for (const [id, follows, cause] of rest) expect([id, follows, cause]).toEqual([id, "rep-same [oidc]", undefined]);
});

it("accounts found by their address: told once", async () => {
  const wrong = new Map((await explained(new ByEmail())).map(([id, follows, cause]) => [id, { follows, cause }]));
  expect(wrong.get("mail-change")?.cause).toBe("The account is looked up by email, so a new address is a new person.");
  for (const id of ["mail-collision", "mail-freed", "mail-swap"])
    expect(wrong.get(id)).toEqual({
      follows: expect.stringMatching(/^mail-change \[oidc/) as string,
      cause: undefined,
    });
});
