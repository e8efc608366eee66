import { describe, expect, it } from "vitest";
import { runSmall } from "./small/run.ts";
import { SmallSp } from "./small/sp.ts";

const SIGN_IN = {
  id: "comes-in",
  given: { people: ["ada"] },
  steps: [{ sign_in: "ada", expect: { outcome: "signed_in", accounts: { created: 1 } } }],
};
const OTHER_PROTOCOL = { ...SIGN_IN, id: "saml-only", protocols: ["saml"] };

describe("a run in which no check judged anything", () => {
  it("is not green, and says why", async () => {
    const { result } = await runSmall(new SmallSp(), { scenarios: [OTHER_PROTOCOL] });
    expect(result).toMatchObject({ exitStatus: 2, nothing: "1 × the target has no saml connection" });
  });

  it("is let pass where that was asked for, and in a shard", async () => {
    const asked = await runSmall(new SmallSp(), { scenarios: [OTHER_PROTOCOL], options: { allowNothing: true } });
    const select = { protocols: [], profiles: [], ids: [], tags: [], policies: [], shard: { index: 1, of: 64 } };
    const shard = await runSmall(new SmallSp(), { scenarios: [SIGN_IN], options: { select } });
    expect([asked, shard].map(({ result }) => result.exitStatus)).toEqual([0, 0]);
  });

  it("is none where one check judged something", async () => {
    const { result } = await runSmall(new SmallSp(), { scenarios: [OTHER_PROTOCOL, SIGN_IN] });
    expect(result).toMatchObject({ exitStatus: 0, nothing: null });
  });
});

describe("a whole run in which few checks judged anything", () => {
  const unasked = Array.from({ length: 24 }, (_, at) => ({
    ...SIGN_IN,
    id: `newcomer-${at}`,
    require: { policy: { jit: "on" } },
  }));
  const target = { policy: { jit: "pending_approval" } };
  const held = { ...SIGN_IN, id: "whatever", require: { policy: { jit: ["on", "pending_approval"] } } };
  const run = async (whole: boolean) => {
    const seen = await runSmall(new SmallSp(), { scenarios: [held, ...unasked], target, options: { whole } });
    return { ...seen, warnings: seen.events.flatMap((event) => (event.type === "warning" ? [event.text] : [])) };
  };

  it("says so, and why: what nobody asked is not green", async () => {
    const { warnings, result } = await run(true);
    expect(result.exitStatus).toBe(0);
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /^only 1 of 25 checks .* \(24 × no oidc connection offers jit=on, and seed\.account does not write email, identities\)$/,
      ),
    );
  });

  it("does not, where only some of the checks were wanted", async () => {
    expect((await run(false)).warnings.filter((text) => text.startsWith("only"))).toEqual([]);
  });
});

describe("an unsafe value that is declared", () => {
  const target = { policy: { identity_key: "claim:upn", jit: "on", signed_in_link: "join" } };
  const names = ["declared-unsafe [identity_key=claim:upn]", "declared-unsafe [signed_in_link=join]"];

  it("is a warned entry by itself, at every run and whatever is selected", async () => {
    const select = { protocols: [], profiles: [], ids: ["comes-in"], tags: [], policies: [] };
    const { result } = await runSmall(new SmallSp(), { scenarios: [SIGN_IN], target, options: { select } });
    expect(result.checks.map(({ check, verdict }) => [check.name, verdict.verdict])).toEqual([
      ["comes-in [oidc]", "passed"],
      ...names.map((name) => [name, "warned"]),
    ]);
    expect(result.checks[2]?.verdict.reason).toBe(
      "declared for acme: the next person at a shared browser enters the account of the one before",
    );
    expect(result.exitStatus).toBe(0);
  });

  it("is failed under --strict-policy", async () => {
    const { result } = await runSmall(new SmallSp(), { scenarios: [SIGN_IN], target, options: { strictPolicy: true } });
    expect(result.checks.slice(1).map(({ verdict }) => verdict.verdict)).toEqual(["failed", "failed"]);
    expect(result.exitStatus).toBe(1);
  });

  it("judges nothing", async () => {
    const { result } = await runSmall(new SmallSp(), { scenarios: [OTHER_PROTOCOL], target });
    expect(result).toMatchObject({ exitStatus: 2, nothing: "1 × the target has no saml connection" });
  });
});
