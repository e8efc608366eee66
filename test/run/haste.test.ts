import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from "jose";
import { describe, expect, it } from "vitest";
import { loadScenarios } from "../../harness/scenario/index.ts";
import { runSmall } from "./small/run.ts";
import { NotGiven, SmallSp } from "./small/sp.ts";

interface Manner {
  /** Seconds within which it does not ask for the keys again. */
  readonly cooldown: number;
  /** An error counts as an answer. */
  readonly countsErrors?: boolean;
  /** Writes an account before it looks whether to believe what it was told. */
  readonly isHurried?: boolean;
}

/** It verifies ID tokens, and asks for an issuer's keys not more often than once in so many seconds. */
class Verifying extends SmallSp {
  readonly manner: Manner;
  #keys: JSONWebKeySet = { keys: [] };
  #asked = -Infinity;

  constructor(manner: Manner) {
    super();
    this.manner = manner;
  }

  override async verify(idToken: string): Promise<void> {
    await this.#verified(idToken).catch(() => {
      const { email, sub } = decodeJwt<{ readonly email: string }>(idToken);
      if (this.manner.isHurried === true) this.create({ email, subject: `${sub}` });
      throw new NotGiven(403);
    });
  }

  async #verified(idToken: string): Promise<void> {
    const { kid } = decodeProtectedHeader(idToken);
    const isDue = performance.now() - this.#asked > this.manner.cooldown * 1_000;
    if (!this.#keys.keys.some((key) => key.kid === kid) && isDue) {
      const asked = performance.now();
      if (this.manner.countsErrors === true) this.#asked = asked;
      const answer = await fetch(`${this.idp}/oidc/acme/jwks`);
      if (answer.ok) [this.#keys, this.#asked] = [(await answer.json()) as JSONWebKeySet, asked];
    }
    await jwtVerify(idToken, createLocalJWKSet({ keys: this.#keys.keys.filter(({ kty }) => kty === "RSA") }));
  }
}

const KEYS = ["fault-jwks-503", "fault-kid", "oidc-odd-keys"];
const FILES = ["idp-faults/fault-jwks-503", "idp-faults/fault-kid", "oidc-tokens/oidc-odd-keys"];
const scenarios = loadScenarios(
  FILES.map((file) => `scenarios/${file}.yaml`),
  { root: process.cwd() },
);

async function run(manner: Manner, jwks_cooldown: number) {
  const { events, verdicts } = await runSmall(new Verifying(manner), {
    scenarios: [],
    target: { limits: { jwks_cooldown }, policy: { identity_key: "iss_sub", jit: "on", id_token_signature: "always" } },
    options: { scenarios },
  });
  const begun = (id: string) =>
    events.filter((event) => event.type === "check_started" && event.check.id === id).length;
  return { verdicts: KEYS.map((id) => verdicts.get(id)?.verdict), begun: KEYS.map(begun), of: verdicts };
}

describe("an SP that may leave a while between two looks at an issuer's keys", { timeout: 120_000 }, () => {
  it("is not waited for where it leaves none", async () => {
    const { verdicts, begun } = await run({ cooldown: 0 }, 60);
    expect(verdicts).toEqual(["passed", "passed", "passed"]);
    expect(begun).toEqual([1, 1, 1]);
  });

  it("is waited for where that helps, and from then on at once", async () => {
    const { verdicts, begun } = await run({ cooldown: 6 }, 6);
    expect(verdicts).toEqual(["passed", "passed", "passed"]);
    expect(begun).toEqual([2, 1, 1]);
  });

  it("is waited for after an error, too, where that helps", async () => {
    const { verdicts, begun } = await run({ cooldown: 6, countsErrors: true }, 6);
    expect(verdicts).toEqual(["passed", "passed", "passed"]);
    expect(begun).toEqual([3, 1, 1]);
  });

  it("does harm in haste as without", async () => {
    const { of, begun } = await run({ cooldown: 6, isHurried: true }, 6);
    expect(of.get("fault-kid")).toMatchObject({ verdict: "failed", harm: expect.any(String) as unknown });
    expect(begun[1]).toBe(1);
  });
});
